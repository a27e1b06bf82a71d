import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { send } from '../receiver/open-receiver.ts';
import { submissionOf } from '../receiver/submissions.ts';
import { openConsole, type TestConsole, throwAwayFolder, until } from '../../fakes/ports.ts';

const body = JSON.stringify(submissionOf());

/** Submits to the receiver that runs on a folder. */
async function submitTo({ run }: TestConsole) {
  const { receiver } = await run('receiver.status', {});
  const url = new URL(receiver?.submitAttachmentUrl ?? '');
  return send(Number(url.port), url.pathname, { body });
}

/** Two consoles on one folder; the first one receives. */
async function twoConsoles() {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const receiving = openConsole({ dataFolder });
  const other = openConsole({ dataFolder });
  await receiving.run('receiver.start', { port: 0 });
  return { receiving, other };
}

describe('rules of answering', () => {
  test('are kept in their order, changed under their id, and removed', async () => {
    const { run, refused } = openConsole();
    const first = await run('answers.save', { name: 'All', answer: 'hold' });
    const second = await run('answers.save', {
      name: 'Claims',
      when: { attachTo: 'claim' },
      answer: 'status',
      status: 409,
    });
    expect([first.order, second.order]).toEqual([0, 1]);
    expect(first).toEqual({ id: first.id, name: 'All', order: 0, on: true, when: {}, answer: 'hold' });
    await run('answers.save', { id: first.id, name: 'The rest', order: 5, on: false, answer: 'accept' });
    expect((await run('answers.list', {})).map(({ name, order, on }) => [name, order, on])).toEqual([
      ['Claims', 1, true],
      ['The rest', 5, false],
    ]);
    expect(await run('answers.remove', { id: second.id })).toEqual({ removed: true });
    expect(await run('answers.remove', { id: second.id })).toEqual({ removed: false });
    expect((await refused('answers.save', { id: second.id, name: 'x' })).code).toBe('not-found');
    expect((await refused('answers.save', { name: 'x', answer: 'status' })).details).toEqual([
      'status: answer: status needs a status',
    ]);
    expect((await refused('answers.save', { name: 'x', answer: 'status', status: 600 })).code).toBe('invalid-input');
    const trail = await run('audit.list', { limit: 50 });
    expect(
      trail
        .filter(({ request }) => request?.includes('answering rule'))
        .map(({ action, request }) => [action, request]),
    ).toEqual([
      ['configuration', 'remove the answering rule Claims'],
      ['configuration', 'save the answering rule The rest (accept)'],
      ['configuration', 'save the answering rule Claims (status)'],
      ['configuration', 'save the answering rule All (hold)'],
    ]);
  });

  test('come from a policy file in place of all there are, or not at all when it has a mistake', async () => {
    const { run, refused } = openConsole();
    await run('answers.save', { name: 'Before', answer: 'hold' });
    const failure = await refused('answers.read', { policy: { value: '- answer: hold\n- answer: holt\n' } });
    expect([failure.code, failure.details]).toEqual([
      'invalid-input',
      ['line 2, entry 2: answer must be one of accept, hold, reject, status, ask; perhaps hold is meant.'],
    ]);
    expect((await run('answers.list', {})).map(({ name }) => name)).toEqual(['Before']);
    const file = path.join(throwAwayFolder(), 'policy.yaml');
    writeFileSync(
      file,
      '- {name: Signed alone, when: {signed: false}, answer: reject, text: Sign it.}\n- answer: ask\n',
    );
    const read = await run('answers.read', { policy: { file } });
    expect(await run('answers.list', {})).toEqual(read);
    expect(read.map(({ name, answer }) => [name, answer])).toEqual([
      ['Signed alone', 'reject'],
      ['Rule 2', 'ask'],
    ]);
    const { yaml } = await run('answers.write', {});
    const again = await run('answers.read', { policy: { value: yaml } });
    expect(again.map(({ id: _id, ...rule }) => rule)).toEqual(read.map(({ id: _id, ...rule }) => rule));
    expect((await refused('answers.read', { policy: { file: `${file}.gone` } })).code).toBe('file-unreadable');
  });

  test('are tried on a push that is stored already', async () => {
    const { run, refused } = openConsole();
    await run('receiver.start', { port: 0 });
    const { receiver } = await run('receiver.status', {});
    const url = new URL(receiver?.submitAttachmentUrl ?? '');
    await send(Number(url.port), url.pathname, { body });
    const [push] = await run('inbox.list', {});
    const pushId = push?.id ?? '';
    expect(await run('answers.try', { pushId })).toEqual({
      httpStatus: 200,
      says: expect.stringContaining('the guide'),
    });
    await run('answers.save', {
      name: 'Not claims',
      when: { attachTo: 'claim' },
      answer: 'reject',
      text: 'No claims.',
    });
    expect(await run('answers.try', { pushId })).toEqual({
      rule: 'Not claims',
      httpStatus: 400,
      says: 'By the rule “Not claims”, it is answered 400: No claims.',
    });
    await run('answers.save', { name: 'Dropped', order: 0, answer: 'accept', drop: true });
    expect((await run('answers.list', {})).map(({ order }) => order)).toEqual([0, 0]);
    expect((await refused('answers.try', { pushId: '99' })).code).toBe('not-found');
  });

  test('of another process are followed at once, and a waiting sender is answered from there', async () => {
    const { receiving, other } = await twoConsoles();
    const { id } = await other.run('answers.save', { name: 'Refuse', answer: 'status', status: 409 });
    expect((await submitTo(receiving)).status).toBe(409);
    await other.run('answers.save', { id, name: 'Ask', answer: 'ask' });
    const answer = submitTo(receiving);
    const waiting = await until(async () => (await other.run('inbox.list', { state: 'waiting', repeats: true }))[0]);
    expect(waiting.answer).toEqual({ how: 'ask', rule: 'Ask' });
    await other.run('inbox.answer', { id: waiting.id, answer: 'reject', text: 'Asked and refused.' });
    expect(await answer).toMatchObject({ status: 400, text: expect.stringContaining('Asked and refused.') });
    await expect
      .poll(async () => (await other.run('inbox.get', { id: waiting.id })).answer)
      .toEqual({ how: 'reject', rule: 'Ask', byHand: true });
    expect((await other.refused('inbox.answer', { id: waiting.id, answer: 'accept' })).code).toBe('not-running');
    expect((await other.refused('inbox.answer', { id: '99', answer: 'accept' })).code).toBe('not-found');
    expect((await other.refused('inbox.answer', { id: waiting.id, answer: 'status' })).code).toBe('invalid-input');
  });
});

describe('a receiver that is started', () => {
  test('with a policy answers by it as long as it runs, and stores nothing of it', async () => {
    const console = openConsole();
    const { run, refused } = console;
    await run('answers.save', { name: 'Stored', answer: 'status', status: 500 });
    expect((await refused('receiver.start', { port: 0, policy: { value: 'no list' } })).details).toEqual([
      'line 1: The file must be a list of rules; begin each with “- ”.',
    ]);
    expect((await run('receiver.status', {})).running).toBe(false);
    await run('receiver.start', { port: 0, policy: { value: '- {answer: status, status: 403}' } });
    expect((await submitTo(console)).status).toBe(403);
    expect((await refused('receiver.start', { policy: { value: '[]' } })).code).toBe('role-held');
    expect((await run('answers.list', {})).map(({ name }) => name)).toEqual(['Stored']);
    await run('receiver.stop', {});
    await run('receiver.start', { port: 0 });
    expect((await submitTo(console)).status).toBe(500);
  });

  test('with a demand for signatures, or set up so, refuses what is not signed', async () => {
    const console = openConsole();
    const { run } = console;
    await run('receiver.start', { port: 0, requireSignature: true });
    expect((await submitTo(console)).status).toBe(400);
    const { receiver } = await run('receiver.status', {});
    expect(await (await fetch(receiver?.metadataUrl ?? '')).text()).toContain('Signatures are required');
    await run('receiver.stop', {});
    await run('receiver.start', { port: 0 });
    expect((await submitTo(console)).status).toBe(200);
    await run('receiver.stop', {});
    await run('receiver.change', { requireSignature: true });
    await run('receiver.start', { port: 0 });
    expect((await submitTo(console)).status).toBe(400);
  });
});
