import type { ReactNode } from 'react';

/** The small drawing of the app's icon, for 16 to 32 px. */
export function Brand(): ReactNode {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="14" fill="#1c2430" />
      <path
        d="M11 45h6c18 0 12-25 28-25"
        fill="none"
        stroke="#fff"
        strokeWidth="8"
        strokeLinecap="round"
      />
      <circle cx="46" cy="20" r="9.5" fill="#6aaaf2" />
    </svg>
  );
}
