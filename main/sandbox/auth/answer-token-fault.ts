import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthFaults } from './auth-faults.ts';

const html =
  '<!DOCTYPE html><title>Sign in</title><h1>Sign in</h1><p>This gateway asks people for a password first.</p>';

/** Gives a token request a wrong answer where such a fault is set; answers whether it did. */
export function answerTokenFault(faults: AuthFaults, request: IncomingMessage, response: ServerResponse): boolean {
  const fault = faults.first(['token-html', 'token-500', 'token-401-empty', 'token-silent']);
  if (!fault) return false;
  request.resume();
  switch (fault) {
    case 'token-html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      return true;
    case 'token-500':
      response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error');
      return true;
    case 'token-401-empty':
      response.writeHead(401).end();
      return true;
    case 'token-silent':
      return true; // the client gives up, or the server ends
  }
}
