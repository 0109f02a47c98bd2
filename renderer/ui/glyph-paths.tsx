import type { ReactNode } from 'react';
import type { RoutingState } from '../../shared/domain/status.ts';

/** State glyphs on a 12 px grid: each its own silhouette, so that colour is never needed to tell them apart. */
export const glyphPaths = {
  ok: (
    <>
      <circle cx="6" cy="6" r="4.5" fill="currentColor" />
    </>
  ),
  live: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 6V1.6A4.4 4.4 0 0 1 6 10.4z" fill="currentColor" />
    </>
  ),
  warn: (
    <>
      <path
        d="M6 .9L11.6 11H.4z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth=".8"
        strokeLinejoin="round"
      />
      <path
        d="M6 4.4v3M6 9.1h.01"
        stroke="var(--bg-window)"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </>
  ),
  bad: (
    <>
      <path d="M3.7.8h4.6l2.9 2.9v4.6l-2.9 2.9H3.7L.8 8.3V3.7z" fill="currentColor" />
      <path
        d="M4.2 4.2l3.6 3.6M7.8 4.2L4.2 7.8"
        stroke="var(--bg-window)"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </>
  ),
  off: (
    <>
      <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  cancel: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M3.8 6h4.4" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  cut: (
    <>
      <path d="M5 1.6a4.5 4.5 0 0 0 0 8.8z" fill="currentColor" />
      <path
        d="M7 10.3L8.4 7.6 6.9 5.6 8.6 1.9A4.5 4.5 0 0 1 7 10.3z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
    </>
  ),
  stop: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M2.9 9.1l6.2-6.2" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  wait: (
    <>
      <circle
        cx="6"
        cy="6"
        r="4.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.2 2.2"
      />
    </>
  ),
} as const satisfies Record<string, ReactNode>;
export type GlyphName = keyof typeof glyphPaths;

/** The points lever, as in the tray's icons. */
export const routingMarkPaths: Readonly<Record<RoutingState, ReactNode>> = {
  off: (
    <>
      <path d="M1.5 11.5h13" />
      <circle cx="12.6" cy="4.5" r="1.75" strokeWidth="1.4" />
    </>
  ),
  starting: (
    <>
      <path d="M1.5 11.5H4" />
      <path d="M6 10.7l.9-.9M8 8.3l.7-1M9.8 5.8l.9-.8" />
      <path d="M12.4 4.5h2.1M10.5 11.5h4" />
    </>
  ),
  on: (
    <>
      <path d="M1.5 11.5H4c4.4 0 3.8-7 8-7" />
      <circle cx="12.6" cy="4.5" r="2.4" fill="currentColor" stroke="none" />
      <path d="M10.5 11.5h4" />
    </>
  ),
  degraded: (
    <>
      <path d="M1.5 11.5H4c3.6 0 3.7-4.6 5.9-6.2" />
      <path d="M12.2.9l3.5 6.2H8.7z" fill="currentColor" stroke="none" />
      <path d="M10.5 11.5h4" />
    </>
  ),
  error: (
    <>
      <path d="M1.5 11.5h5.6" />
      <path d="M7.6 8.2v6.6" />
      <path d="M10.3 2.3l4.4 4.4M14.7 2.3l-4.4 4.4" />
    </>
  ),
};
