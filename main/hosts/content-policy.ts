/**
 * The Content-Security-Policy every host puts on the renderer's pages (CSP Level 3). Nothing remote, no inline script;
 * inline styles stay allowed because the component and editor libraries write style elements; blob: carries documents and
 * their workers.
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
