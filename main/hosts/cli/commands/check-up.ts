import { type CheckUp, type CheckUpStep, checkUpTitles } from '../../../../shared/domain/check-up.ts';
import { checkUpReport } from '../../../../shared/domain/check-up-report.ts';
import type { Diagnosis } from '../../../../shared/domain/diagnosis.ts';
import type { Command } from '../command.ts';
import { jsonDocument } from '../printing.ts';

const sides = { refused: 1, ours: 2, transport: 3 } as const;

/** The exit code of a check-up: that of the first step that failed. */
function codeOf({ ok, steps }: CheckUp): number {
  if (ok) return 0;
  return sides[steps.find(({ status }) => status === 'fail')?.side ?? 'refused'];
}

const marks: Record<CheckUpStep['status'], string> = { ok: 'ok', warn: 'warn', fail: 'FAIL', 'not-checked': '-' };
const dots: Record<CheckUpStep['status'], string> = { ok: '.', warn: '!', fail: 'x', 'not-checked': ' ' };

/** One line without control characters, which a terminal would obey: parts of it came from the partner. */
const plain = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

/** A check-up in words and figures: a line a step with its earlier runs, what was found under it, and why it failed. */
function textOf(checkUp: CheckUp, name: string): string {
  const { at, durationMs, steps, history } = checkUp;
  const head = `Check-up of ${name}, ${at.slice(0, 19)}Z, took ${(durationMs / 1000).toFixed(1)} s`;
  const runs = `${history.length === 1 ? 'First run' : `Last ${history.length} runs at the right, newest last`}: . ok, ! warning, x failed`;
  const lines = steps.flatMap((step) => [
    [
      marks[step.status].padEnd(4),
      checkUpTitles[step.name].padEnd(19),
      (step.durationMs === undefined ? '' : `${Math.max(1, Math.round(step.durationMs))} ms`).padStart(8),
      `|${runsOf(checkUp, step.name)}|`,
    ].join('  '),
    `      ${plain(step.detail)}`,
    ...step.notes.filter(({ result }) => result === 'warn' || result === 'fail').map(noteLine),
    ...(step.status === 'fail' && step.diagnosis ? diagnosisLines(step.diagnosis) : []),
  ]);
  return `${[head, runs, '', ...lines].join('\n')}\n`;
}

const runsOf = ({ history }: CheckUp, name: CheckUpStep['name']): string =>
  history.map(({ steps }) => dots[steps.find((step) => step.name === name)?.status ?? 'not-checked']).join('');

const noteLine = ({ result, text, value, requirement }: CheckUpStep['notes'][number]): string =>
  plain(
    `      ${result === 'fail' ? 'x' : '!'} ${text}${value ? ` (${value})` : ''}${requirement ? ` [${requirement}]` : ''}`,
  );

function diagnosisLines({ message, where, why, next, compare }: Diagnosis): string[] {
  return [
    `What   ${message}`,
    ...(where ? [`Where  ${where}`] : []),
    ...(compare ? [`sent   ${compare.sent}`, `want   ${compare.wanted} (${compare.from})`] : []),
    ...(why ? [`Why    ${why}`] : []),
    `Next   ${next}`,
  ].map((line) => `      ${plain(line)}`);
}

/** `connections test NAME`: along the line step by step; the code is 0, or that of the first step that failed. */
export const connectionsTest: Command = {
  words: ['NAME'],
  options: { report: { type: 'flag' } },
  async run(given, session) {
    const connection = await session.run('connections.get', { connection: given.word('NAME') });
    const checkUp = await session.run('connections.test', { connection: connection.id });
    if (session.json) await session.print(jsonDocument(checkUp));
    else
      await session.print(given.flag('report') ? checkUpReport(checkUp, connection) : textOf(checkUp, connection.name));
    return codeOf(checkUp);
  },
};
