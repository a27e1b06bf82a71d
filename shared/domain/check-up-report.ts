import type { AuthMethod } from './auth.ts';
import { type CheckUp, type CheckUpStep, checkUpTitles } from './check-up.ts';
import type { Connection } from './connection.ts';
import type { Diagnosis } from './diagnosis.ts';

const statusWords: Record<CheckUpStep['status'], string> = {
  ok: 'ok',
  warn: 'warning',
  fail: 'FAILED',
  'not-checked': 'not checked',
};

const methodWords: Record<AuthMethod, string> = {
  none: 'no token',
  bearer: 'a token agreed on',
  'client-secret': 'client credentials by secret',
  backend: 'SMART backend services',
  code: 'authorization code with PKCE',
  udap: 'UDAP B2B',
};

/**
 * A check-up as Markdown, to be copied to the partner: what we tried, when, and what came. It holds what the record holds, which is neither
 * secrets nor health data.
 */
export function checkUpReport(checkUp: CheckUp, connection: Connection): string {
  const { auth, role, cdexVersion, baseUrl, name } = connection;
  const clientId = 'clientId' in auth && auth.clientId ? [`- Client id: ${code(auth.clientId)}`] : [];
  const head = [
    `# Check-up of ${plain(name)}`,
    '',
    `- Ran: ${checkUp.at}, took ${seconds(checkUp.durationMs)}`,
    `- Base URL: ${code(baseUrl)}`,
    `- We are: ${role === 'payer' ? 'payer (Data Consumer)' : 'provider (Data Source)'}, CDex ${cdexVersion}`,
    `- Authorization: ${methodWords[auth.method]}`,
    ...clientId,
    `- Result: ${checkUp.ok ? 'nothing failed' : 'something failed'}`,
  ];
  return `${[...head, ...checkUp.steps.flatMap(stepLines)].join('\n')}\n`;
}

function stepLines({ name, status, detail, durationMs, notes, diagnosis }: CheckUpStep): string[] {
  const took = durationMs === undefined ? '' : ` (${milliseconds(durationMs)})`;
  return [
    '',
    `## ${checkUpTitles[name]}: ${statusWords[status]}${took}`,
    '',
    plain(detail),
    ...(notes.length > 0 ? [''] : []),
    ...notes.map(
      ({ result, text, value, requirement }) =>
        `- ${result === 'unchecked' ? 'not checked' : result}: ${plain(text)}${value ? `: ${code(value)}` : ''}${requirement ? ` [${requirement}]` : ''}`,
    ),
    ...(diagnosis ? ['', ...diagnosisLines(diagnosis)] : []),
  ];
}

function diagnosisLines({ message, where, why, next, requirement, compare }: Diagnosis): string[] {
  return [
    `- What: ${plain(message)}`,
    ...(where ? [`- Where: ${plain(where)}`] : []),
    ...(compare
      ? [`  - sent: ${code(compare.sent)}`, `  - wanted: ${code(compare.wanted)} (${plain(compare.from)})`]
      : []),
    ...(why ? [`- Why: ${plain(why)}${requirement ? ` [${requirement}]` : ''}`] : []),
    `- Next: ${plain(next)}`,
  ];
}

/** One line without control characters: parts of it came from the partner. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
const code = (text: string): string => `\`${plain(text).replaceAll('`', "'")}\``;
const milliseconds = (value: number): string => `${Math.max(1, Math.round(value))} ms`;
const seconds = (value: number): string => `${(value / 1000).toFixed(1)} s`;
