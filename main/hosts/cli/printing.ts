import type { Writable } from 'node:stream';
import type { Failure } from '../../../shared/contract/errors.ts';

/** One JSON document, for people and scripts alike. */
export const jsonDocument = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** One JSON line of a stream of them. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Writes and waits until the reader has room again; a reader that is gone is no error here. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}

/** A failure in words: what happened, where, what to do. */
export function failureText({ message, details, next, exchangeId }: Failure): string {
  // The first detail is part of the message already.
  const more = (details ?? []).slice(1).map((detail) => `  ${detail}`);
  const record = exchangeId ? [`See: switchboard exchanges show ${exchangeId}`] : [];
  return `${[`Error: ${message}`, ...more, next, ...record].join('\n')}\n`;
}

/** Rows under headings, columns as wide as their longest cell; '' when there are no rows. */
export function table(headings: string[], rows: string[][]): string {
  if (rows.length === 0) return '';
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${all.map(line).join('\n')}\n`;
}
