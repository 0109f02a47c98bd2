import type { ReactNode } from 'react';

/** Drawings on a 16 px grid, 1.5 px line, round ends. Colour is the text's. */
export const iconPaths = {
  overview: (
    <>
      <path d="M2.5 11.5a5.5 5.5 0 1 1 11 0" />
      <path d="M8 11.5l2.6-3.4" />
      <path d="M2.5 13.5h11" />
    </>
  ),
  routes: (
    <>
      <path d="M1.5 11.5H4c4.2 0 4-7 8-7h2.2" />
      <path d="M10 11.5h4.2" />
      <path d="M12.5 2.8l1.9 1.7-1.9 1.7" />
    </>
  ),
  live: (
    <>
      <path d="M1.5 8h2.6l1.8-4.5 3.6 9L11.4 8h3.1" />
    </>
  ),
  providers: (
    <>
      <rect x="2" y="2.5" width="12" height="4.5" rx="1.2" />
      <rect x="2" y="9" width="12" height="4.5" rx="1.2" />
      <path d="M4.8 4.75h.01M4.8 11.25h.01M8 4.75h3.4M8 11.25h3.4" />
    </>
  ),
  costs: (
    <>
      <path d="M2 13.5h12" />
      <path d="M3.8 11V8M7.2 11V4.5M10.6 11V6.5M13 11V2.5" />
    </>
  ),
  lab: (
    <>
      <path d="M6.2 2h3.6M6.9 2v4.2L3.2 12.4a1 1 0 0 0 .9 1.6h7.8a1 1 0 0 0 .9-1.6L9.1 6.2V2" />
      <path d="M5 10h6" />
    </>
  ),
  settings: (
    <>
      <path d="M2 4.5h6.2M11.8 4.5H14M2 11.5h2.2M7.8 11.5H14" />
      <circle cx="10" cy="4.5" r="1.8" />
      <circle cx="6" cy="11.5" r="1.8" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.5 10.5L14 14" />
    </>
  ),
  down: (
    <>
      <path d="M4.5 6.3L8 9.8l3.5-3.5" />
    </>
  ),
  up: (
    <>
      <path d="M4.5 9.7L8 6.2l3.5 3.5" />
    </>
  ),
  right: (
    <>
      <path d="M6.2 4.5L9.7 8l-3.5 3.5" />
    </>
  ),
  arrow: (
    <>
      <path d="M2.5 8h10.2M9.5 4.8L12.8 8l-3.3 3.2" />
    </>
  ),
  terminal: (
    <>
      <rect x="1.8" y="2.8" width="12.4" height="10.4" rx="1.6" />
      <path d="M4.5 6l2.2 2-2.2 2M8.4 10h3" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.4" />
      <path d="M10.5 5.5V3.8a1.3 1.3 0 0 0-1.3-1.3H3.8a1.3 1.3 0 0 0-1.3 1.3v5.4a1.3 1.3 0 0 0 1.3 1.3h1.7" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  close: (
    <>
      <path d="M4 4l8 8M12 4l-8 8" />
    </>
  ),
  check: (
    <>
      <path d="M3 8.5l3.2 3.2L13 4.6" />
    </>
  ),
  grip: (
    <>
      <path d="M6 4h.01M6 8h.01M6 12h.01M10 4h.01M10 8h.01M10 12h.01" strokeWidth="2" />
    </>
  ),
  dots: (
    <>
      <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />
    </>
  ),
  pause: (
    <>
      <path d="M5.5 3.5v9M10.5 3.5v9" />
    </>
  ),
  stop: (
    <>
      <rect x="4" y="4" width="8" height="8" rx="1" />
    </>
  ),
  filter: (
    <>
      <path d="M2 4h12M4.5 8h7M6.8 12h2.4" />
    </>
  ),
  download: (
    <>
      <path d="M8 2.5v7.5M4.8 7L8 10.2 11.2 7M2.8 13.5h10.4" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="11" r="2.8" />
      <path d="M7 9l6.5-6.5M11 5l2 2" />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.4" />
      <path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" />
    </>
  ),
  redo: (
    <>
      <path d="M13 8a5 5 0 1 1-1.6-3.7M13.2 2v2.8h-2.8" />
    </>
  ),
  undo: (
    <>
      <path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.2v3.8M8 5h.01" />
    </>
  ),
  folder: (
    <>
      <path d="M1.8 4.3a1 1 0 0 1 1-1h3.4l1.6 1.8h5.4a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H2.8a1 1 0 0 1-1-1z" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.6V8l2.3 1.6" />
    </>
  ),
  columns: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.3" />
      <path d="M6.2 3v10M10.2 3v10" />
    </>
  ),
  end: (
    <>
      <path d="M8 2.5v8M4.8 7.3L8 10.5l3.2-3.2M3 13.5h10" />
    </>
  ),
  power: (
    <>
      <path d="M8 2v5.5M4.6 4.4a5 5 0 1 0 6.8 0" />
    </>
  ),
  eye: (
    <>
      <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="1.8" />
    </>
  ),
  split: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.3" />
      <path d="M8 3v10" />
    </>
  ),
  alert: (
    <>
      <path d="M8 2.2l6 10.8H2z" />
      <path d="M8 6.5v3M8 11.2h.01" />
    </>
  ),
  bookmark: (
    <>
      <path d="M4.5 2.5h7v11L8 10.6 4.5 13.5z" />
    </>
  ),
  keyboard: (
    <>
      <rect x="1.8" y="4" width="12.4" height="8" rx="1.4" />
      <path d="M4.4 6.6h.01M7 6.6h.01M9.6 6.6h.01M11.8 6.6h.01M5 9.4h6" />
    </>
  ),
  layers: (
    <>
      <path d="M3 4.2h10M5 8h8M5 11.8h8M2.9 8h.01M2.9 11.8h.01" />
    </>
  ),
  upload: (
    <>
      <path d="M8 10.2V2.8M5 5.6l3-2.8 3 2.8M2.8 10.5v2.7h10.4v-2.7" />
    </>
  ),
  edit: (
    <>
      <path d="M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z" />
    </>
  ),
  book: (
    <>
      <path d="M3 2.8h7.5A2.5 2.5 0 0 1 13 5.3v8H5.2A2.2 2.2 0 0 1 3 11.1z" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;
export type IconName = keyof typeof iconPaths;
