const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A short page for the person who comes back from signing in: no scripts, nothing loaded, in the colours of their system. */
export function answerPage(title: string, text: string): { headers: Record<string, string>; body: string } {
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} - Switchboard</title>
<style>
:root { color-scheme: light dark }
body { margin: 20vh auto; max-width: 32rem; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif;
  color: light-dark(#14181c, #e9ecef); background: light-dark(#fff, #14181b) }
h1 { font-size: 1.25rem; font-weight: 600 }
</style>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
</main>
</html>
`,
  };
}
