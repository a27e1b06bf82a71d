import { request } from 'node:https';
import { getCACertificates } from 'node:tls';
import type { OutgoingHttpHeaders } from 'node:http';

/** What the provider trusts and shows when it pushes over HTTPS, PEM: the sandbox's authority beside the usual ones, and its own certificate. */
export interface PushLine {
  ca: string;
  cert: string;
  key: string;
}

/** How a push over HTTPS is made. */
export interface SecurePush {
  headers: OutgoingHttpHeaders;
  body: string;
  line: PushLine;
  signal: AbortSignal;
}

/** Posts over HTTPS with a line of its own; fetch knows the usual authorities alone. Follows no redirect. Rejects when no answer comes. */
export function securePost(url: string, { headers, body, line, signal }: SecurePush): Promise<Response> {
  const { ca, cert, key } = line;
  const trusted = [...getCACertificates('default'), ca];
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const options = {
      method: 'POST',
      headers: { ...headers, ...length },
      ca: trusted,
      cert,
      key,
      signal,
      agent: false,
    };
    const sent = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('error', reject);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { statusCode = 0 } = answer;
        const empty = statusCode === 204 || statusCode === 304; // a Response refuses even an empty body there
        resolve(new Response(empty ? null : Buffer.concat(chunks), { status: statusCode }));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
