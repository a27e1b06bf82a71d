import { createHash } from 'node:crypto';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, in an attribute too. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (one) => escapes[one] ?? one);

/** The colours and sizes of the console, for a page that stands alone. */
const css = `
:root { color-scheme: light dark; --pane: light-dark(#fff, #14181b); --line: light-dark(#e0e4e8, #262c32); --control: light-dark(#808993, #6b7681); --ink: light-dark(#14181c, #e9ecef); --ink-2: light-dark(#414a53, #b7bfc8); }
* { box-sizing: border-box; }
body { margin: 0; padding: 16px; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f1f3f4, #0d1013); color: var(--ink); font: 14px/1.55 system-ui, sans-serif; }
main { width: min(544px, 100%); padding: 24px; background: var(--pane); border: 1px solid var(--line); border-radius: 6px; }
h1 { font-size: 18px; line-height: 24px; margin: 0 0 8px; overflow-wrap: anywhere; }
ul { padding-left: 20px; }
code { font: 12px ui-monospace, monospace; color: var(--ink-2); overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin-top: 16px; }
select, button { font: inherit; min-height: 32px; padding: 4px 12px; border-radius: 4px; border: 1px solid var(--control); background: var(--pane); color: inherit; }
select { width: 100%; }
.row { display: flex; gap: 12px; margin-top: 20px; }
button[value=allow] { background: var(--ink); border-color: var(--ink); color: light-dark(#fff, #0d1013); font-weight: 600; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
`;

const styleHash = createHash('sha256').update(css).digest('base64');

/** A page of the authorization server: its title and its body, which must be HTML already. No script runs in it. */
export const page = (title: string, body: string): string =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${css}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;

/** The headers of a page. `formTargets` are the origins its form may lead to: browsers follow that rule through redirects. */
export const pageHeaders = (formTargets: readonly string[] = []): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' ${formTargets.join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
});
