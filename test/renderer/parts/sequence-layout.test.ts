import { expect, test } from 'vitest';
import { beginning, fitting, layOut, messageHeight } from '../../../renderer/parts/sequence-diagram/layout.ts';
import { addressOfConversation, readConversationPlace } from '../../../renderer/parts/sequence-diagram/place.ts';
import { conversation } from '../../fakes/conversation.ts';

const width = 820;

test('lanes stand apart from left to right, and a message goes from the one to the other', () => {
  const { lanes, rows, tookX, spanX } = layOut(conversation, width);
  const xs = lanes.map(({ x }) => x);
  expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  expect(new Set(xs).size).toBe(conversation.parties.length);
  expect(Math.max(...xs)).toBeLessThan(tookX);
  expect(spanX).toBeLessThan(width);
  const [first] = rows;
  expect(first).toMatchObject({ kind: 'message', fromX: xs[0], toX: xs[2] });
});

test('lines follow each other without overlap; a wait is folded to one height however long it was', () => {
  const { rows, height } = layOut(conversation, width);
  expect(rows.map(({ kind }) => kind)).toEqual([
    'message',
    'wait',
    'message',
    'wait',
    'note',
    'message',
    'wait',
    'message',
    'note',
  ]);
  const tops = rows.map(({ y }) => y);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  const waits = rows.flatMap((row) => (row.kind === 'wait' ? [row.says] : []));
  expect(waits).toEqual(['1 min 00 s', '3 min 38 s', '16 h 20 min, then 24 Nov 2025']);
  const heights = rows.flatMap((row, index) => (row.kind === 'wait' ? [(tops[index + 1] ?? 0) - row.y] : []));
  expect(new Set(heights).size).toBe(1);
  expect(height).toBeGreaterThan((tops.at(-1) ?? 0) + 20);
  expect((tops[1] ?? 0) - (tops[0] ?? 0)).toBe(messageHeight);
});

test('statuses of the Task take turns beside it, without a gap or an overlap that hides where one ends', () => {
  const { spans, height } = layOut(conversation, width);
  expect(spans.map(({ status }) => status)).toEqual(['requested', 'completed']);
  expect(spans[0]?.to).toBeLessThan(spans[1]?.from ?? 0);
  expect(spans[1]?.to).toBeLessThanOrEqual(height);
});

test('a text too long for the room between lanes loses its middle, never its end', () => {
  const text = 'GET Observation?patient=shaw-amy&code=4548-4&date=ge2026-01-01, poll at 6 min';
  const short = fitting(text, 200);
  expect(short.length).toBeLessThanOrEqual(33);
  expect(short).toMatch(/^GET Observation.*…/);
  expect(short.endsWith('at 6 min')).toBe(true);
  expect(fitting('GET Task/1', 200)).toBe('GET Task/1');
  // Why something was refused is a sentence: it is cut at its end.
  const why = '404 The partner refused with 404. It gave no OperationOutcome and no body.';
  expect(beginning(why, 200)).toMatch(/^404 The partner refused with…$/);
  const refused = {
    ...conversation,
    entries: conversation.entries.map((one) => ({ ...one, answers: why, outcome: 'refused' })),
  };
  const [row] = layOut(refused as typeof conversation, 640).rows;
  expect(row).toMatchObject({ answers: expect.stringMatching(/^404 The partner .*…$/) });
});

test('the place of a conversation is part of the address; the number of an exchange is none', () => {
  for (const place of [
    { kind: 'task', id: '7' },
    { kind: 'push', id: '9', exchangeId: '213' },
    { kind: 'submission', id: '5b1c-8' },
  ] as const)
    expect(readConversationPlace(addressOfConversation(place))).toEqual(place);
  for (const selected of [undefined, '', '213', 'task', 'task/', 'nothing/7'])
    expect(readConversationPlace(selected)).toBeUndefined();
});
