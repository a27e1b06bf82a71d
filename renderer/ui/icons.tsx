import type { ReactElement } from 'react';

const solid = { fill: 'currentColor', stroke: 'none' };
/** What is cut out of a filled figure takes the ground's colour; a part on another ground sets --cut. */
const cut = { stroke: 'var(--cut, var(--pane))' };
const line = (d: string) => <path d={d} />;

/** Every drawing of the console on a 16 by 16 ground, 1.5 wide strokes. Approach glyphs, Task figures, result figures, tools. */
export const icons = {
  logo: (
    <>
      {line('M4.2 4.2c.4 6.6 7.2 1 7.6 7.6')}
      <circle cx="4" cy="4" r="2.2" fill="currentColor" />
      <circle cx="12" cy="12" r="2.2" fill="currentColor" />
      <circle cx="12" cy="4" r="1.8" />
      <circle cx="4" cy="12" r="1.8" />
    </>
  ),
  'direct-query': line('M2.5 5.5H13m-2.5-2.6L13 5.5l-2.5 2.6M13.5 10.5H3m2.5-2.6L3 10.5l2.5 2.6'),
  task: (
    <>
      {line('M4.6 8h1.5M9.9 8h1.5')}
      <circle cx="2.8" cy="8" r="1.8" />
      <circle cx="8" cy="8" r="1.9" fill="currentColor" />
      <circle cx="13.2" cy="8" r="1.8" />
    </>
  ),
  push: line('M8 2v7.4m-3-2.9 3 3 3-3M2.5 9.5v4h11v-4'),
  bulk: line('M8 2.3 2.3 5 8 7.7 13.7 5ZM2.3 8 8 10.7 13.7 8M2.3 11 8 13.7l5.7-2.7'),
  none: <circle cx="8" cy="8" r="2" />,
  connections: (
    <>
      {line('M4.1 5.8c.3 5 7.5-.6 7.8 4.4')}
      <circle cx="4" cy="4" r="1.8" />
      <circle cx="12" cy="12" r="1.8" />
    </>
  ),
  sequence: line('M2 2.5v11M14 2.5v11M4.5 5.5h7M9.7 3.7l1.8 1.8-1.8 1.8M11.5 10.5h-7m1.8-1.8-1.8 1.8 1.8 1.8'),
  exchanges: line('M2.5 4H7M5 8h6M9.5 12h4'),
  'check-up': line('M1.8 8.2h3l1.7-4.4 3 8.4 1.8-4h3'),
  sandbox: line('M2.5 5.5v8h11v-8M2.5 5.5l2-3h7l2 3ZM6 8.6h4'),
  settings: (
    <>
      {line('M2 5h6.2M12.2 5H14M2 11h1.8M7.8 11H14')}
      <circle cx="10.2" cy="5" r="1.8" />
      <circle cx="5.8" cy="11" r="1.8" />
    </>
  ),
  requested: <circle cx="8" cy="8" r="5.3" strokeDasharray="2 2.16" />,
  accepted: (
    <>
      <circle cx="8" cy="8" r="5.3" />
      <path d="M8 5a3 3 0 0 1 3 3H8Z" {...solid} />
    </>
  ),
  'in-progress': (
    <>
      <circle cx="8" cy="8" r="5.3" />
      <path d="M8 5a3 3 0 0 1 0 6Z" {...solid} />
    </>
  ),
  'on-hold': (
    <>
      <circle cx="8" cy="8" r="5.3" />
      {line('M6.6 6.2v3.6M9.4 6.2v3.6')}
    </>
  ),
  completed: (
    <>
      <circle cx="8" cy="8" r="6" {...solid} />
      <path d="m5.3 8.2 1.9 1.9 3.5-3.9" {...cut} />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6" {...solid} />
      <path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" {...cut} />
    </>
  ),
  rejected: (
    <>
      <circle cx="8" cy="8" r="5.3" />
      {line('m4.5 11.5 7-7')}
    </>
  ),
  'unknown-status': (
    <>
      <circle cx="8" cy="8" r="5.3" />
      {line('M6.6 6.7a1.5 1.5 0 1 1 2 1.4c-.4.2-.6.4-.6.9M8 11v.05')}
    </>
  ),
  ok: line('m3.5 8.6 2.9 2.9 6.1-6.8'),
  warn: line('M8 2.6 14 13H2ZM8 6.5v3M8 11.2v.05'),
  fail: (
    <>
      <circle cx="8" cy="8" r="6" {...solid} />
      <path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" {...cut} />
    </>
  ),
  unchecked: (
    <>
      <circle cx="8" cy="8" r="5.3" strokeDasharray="2 2.16" />
      {line('M6 8h4')}
    </>
  ),
  out: line('M2.5 8h11m-3.2-3.2L13.5 8l-3.2 3.2'),
  in: line('M13.5 8h-11m3.2-3.2L2.5 8l3.2 3.2'),
  plus: line('M8 3v10M3 8h10'),
  search: (
    <>
      <circle cx="7" cy="7" r="4.3" />
      {line('m10.2 10.2 3.3 3.3')}
    </>
  ),
  filter: line('M2.5 4.5h11M4.5 8h7M6.5 11.5h3'),
  'chevron-down': line('m4.5 6.5 3.5 3.5 3.5-3.5'),
  'chevron-right': line('m6.5 4.5 3.5 3.5-3.5 3.5'),
  'chevron-up': line('m4.5 9.5 3.5-3.5 3.5 3.5'),
  back: line('M13.5 8h-11m4.2-4.2L2.5 8l4.2 4.2'),
  close: line('m4 4 8 8m0-8-8 8'),
  copy: line('M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3'),
  copied: line('m3.5 8.6 2.9 2.9 6.1-6.8'),
  pause: line('M6 3.5v9M10 3.5v9'),
  play: line('M5 3.5v9L12.5 8Z'),
  stop: line('M4 4h8v8H4Z'),
  refresh: line('M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3'),
  more: line('M3.5 8h.05M8 8h.05M12.5 8h.05'),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" {...solid} />
    </>
  ),
  lock: line('M4 7.5h8v6H4ZM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2'),
  key: (
    <>
      <circle cx="5" cy="11" r="2.7" />
      {line('m7 9 6.2-6.2M10.6 5.4l2 2M8.8 7.2l1.4 1.4')}
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5.3" r="2.5" />
      {line('M3 13.5c0-2.8 2.2-4.2 5-4.2s5 1.4 5 4.2')}
    </>
  ),
  document: line('M4 2.5h5.5L12 5v8.5H4ZM9.5 2.5V5H12'),
  braces: line(
    'M6 2.5c-2 0-1.6 1.6-1.6 3 0 1.3-.4 2.5-1.6 2.5 1.2 0 1.6 1.2 1.6 2.5 0 1.4-.4 3 1.6 3M10 2.5c2 0 1.6 1.6 1.6 3 0 1.3.4 2.5 1.6 2.5-1.2 0-1.6 1.2-1.6 2.5 0 1.4.4 3-1.6 3',
  ),
  bell: line('M4 11V7.5a4 4 0 0 1 8 0V11l1 1H3ZM7 13.8h2'),
  shield: line('M8 1.8 13 3.5v4c0 3.2-2 5.6-5 6.7-3-1.1-5-3.5-5-6.7v-4Z'),
  send: line('M2.5 8 13.5 2.5 10 13.5 7.8 8.8Zm5.3.8 3-3.2'),
  edit: line('m3 10.5-.5 3 3-.5 7.2-7.2-2.5-2.5ZM8.7 4.8l2.5 2.5'),
  trash: line('M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4'),
  download: line('M8 2.5v8m-3.2-3L8 10.7l3.2-3.2M3 13.5h10'),
  external: line('M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4'),
  list: line('M2.5 4h11M2.5 8h11M2.5 12h11'),
  board: line('M2.5 3h3v10h-3ZM6.5 3h3v6h-3ZM10.5 3h3v8h-3Z'),
  keyboard: line('M2 4.5h12v7H2ZM4.5 7h.05M7 7h.05M9.5 7h.05M11.7 7h.05M5 9.5h6'),
  reset: line('M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3'),
  elbow: line('M4 1v7h8'),
  rules: line('M2 8h4.5c2 0 1.5-4 3.5-4h3.5m-2-2 2 2-2 2M6.5 8c2 0 1.5 4 3.5 4h3.5m-2-2 2 2-2 2'),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      {line('M8 4.8V8l2.2 1.4')}
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      {line('M8 7.4v3.4M8 5.2v.05')}
    </>
  ),
} satisfies Record<string, ReactElement>;

export type IconName = keyof typeof icons;
