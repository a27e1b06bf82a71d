import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';

/** What main writes in place of a secret. */
const masked = '[masked]';

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Headers curl makes by itself, or that belong to the connection rather than to the request. */
const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']);

/**
 * The request as a curl command for a POSIX shell. A masked secret becomes a shell variable to be filled in ($TOKEN for the
 * Authorization header), because the secret itself is recorded nowhere; a body that is not at hand as text is named by its file.
 */
export function curlOf({ method, url, request }: ExchangeDetail): string {
  const secret = (text: string) =>
    text.includes(masked) ? `"${text.replace(/(["\\$`])/g, '\\$1').replaceAll(masked, '$TOKEN')}"` : quote(text);
  const parts = [`curl -sS --compressed -X ${method} ${secret(url)}`];
  for (const [name, value] of request.headers) {
    if (!own.has(name.toLowerCase())) parts.push(`-H ${secret(`${name}: ${value}`)}`);
  }
  if (request.bodyText) parts.push(`--data-binary ${secret(request.bodyText)}`);
  else if (request.bodyFile) parts.push(`--data-binary ${quote(`@${request.bodyFile}`)}`);
  return parts.join(' \\\n  ');
}
