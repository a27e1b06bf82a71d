/** What a runtime quotes in its messages: the very values it could not use. */
const quoted = /(["'`])(?:(?!\1)[^\\]|\\.)*\1/gs;
/** Node’s words before the value an argument had. */
const received = /\bReceived\b.*/s;
/** A run of signs as tokens, keys and digests are written; words and error codes are shorter, or have no digit. */
const tokenLike = /[\w+/=.~%-]{16,}/g;

/** A message of an error nobody expected, without the values in it: they may be tokens, passwords or health data. */
export function withoutValues(message: string): string {
  return message
    .replace(received, 'Received …')
    .replace(quoted, '$1…$1')
    .replace(tokenLike, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? '…' : run));
}

/** A sentence without its full stop, so that it fits into another one. */
export const unstopped = (text: string) => text.replace(/[.\s]+$/, '');

/** An error nobody expected, in a line: its name and its message without values; no full stop at the end, so that it fits into a sentence. */
export function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return unstopped(withoutValues(String(error)));
  const { code } = error as { code?: unknown };
  return `${error.name}${typeof code === 'string' ? ` (${code})` : ''}: ${unstopped(withoutValues(error.message))}`;
}

/** The same with the places in the code it passed. Properties of the error and its causes are left out: libraries hang whole requests there. */
export function errorReport(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const places = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  return [errorWords(error), ...places].join('\n');
}
