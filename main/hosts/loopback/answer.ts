import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { contentPolicy } from '../content-policy.ts';

/** On every answer: no sniffing, no referrer, no other origin may frame, open or load it. */
export const guardHeaders: OutgoingHttpHeaders = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Answers in plain text, for whoever came by hand. */
export function sayPlainly(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders = {}) {
  response.writeHead(status, {
    ...guardHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(`${text}\n`);
}

/** Answers with a value as JSON; never cached, because it may hold health data. */
export function sayJson(response: ServerResponse, status: number, value: unknown) {
  response.writeHead(status, {
    ...guardHeaders,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(value));
}
