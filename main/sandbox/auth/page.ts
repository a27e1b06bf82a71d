import { createHash } from 'node:crypto';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, in an attribute too. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (one) => escapes[one] ?? one);

const css = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f4f1, #16181a); color: light-dark(#1d2124, #e8e6e1); }
main { width: min(34rem, calc(100vw - 4rem)); margin: 1rem; padding: 1.5rem; background: light-dark(#fff, #1f2225); border: 1px solid light-dark(#d5d5cf, #3a3f44); border-radius: 6px; }
h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
ul { padding-left: 1.2rem; }
code { font-size: .8rem; opacity: .75; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin-top: 1rem; }
select, button { font: inherit; padding: .45rem .9rem; border-radius: 4px; border: 1px solid light-dark(#8a8f94, #6d747b); background: light-dark(#fff, #2a2e32); color: inherit; }
select { width: 100%; }
.row { display: flex; gap: .75rem; margin-top: 1.25rem; }
button[value=allow] { background: light-dark(#0b5d57, #58c7bb); color: light-dark(#fff, #10201e); border-color: transparent; }
:focus-visible { outline: 3px solid light-dark(#b45309, #f0b35b); outline-offset: 2px; }
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
