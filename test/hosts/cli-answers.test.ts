import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { submissionOf } from '../main/receiver/submissions.ts';
import { askCli, newDataFolder, runCli, startCli } from './cli-process.ts';

interface First {
  submitAttachmentUrl: string;
  metadataUrl: string;
}

const post = (url: string, body: unknown = submissionOf()) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify(body) });

function policyFile(dataFolder: string, text: string): string {
  const file = path.join(dataFolder, 'policy.yaml');
  writeFileSync(file, text);
  return file;
}

async function listening(args: string[], dataFolder: string) {
  const cli = startCli(['listen', '--port', '0', '--json', ...args], { dataFolder });
  const [first] = (await cli.lines(1)) as First[];
  return { ...cli, url: first?.submitAttachmentUrl ?? '', metadataUrl: first?.metadataUrl ?? '' };
}

describe('switchboard listen --policy', () => {
  it('answers by the rules of the file, and keeps none of them', async () => {
    const dataFolder = newDataFolder();
    const file = policyFile(
      dataFolder,
      `- when: {kind: submission, tracking: track-1}
  answer: reject
  text: No such claim.
- when: {tracking: track-2}
  answer: status
  status: 200
  text: Not for us.
- when: {tracking: track-3}
  answer: accept
  drop: true
- when: {tracking: track-4}
  answer: accept
  delayMs: 300
`,
    );
    const { url, lines, child, done } = await listening(['--policy', file], dataFolder);
    const refused = await post(url);
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { issue: [{ code: 'business-rule', details: { text: 'No such claim.' } }] },
    ]);
    const fatal = await post(url, submissionOf({ trackingId: 'track-2' }));
    expect([fatal.status, await fatal.json()]).toMatchObject([200, { issue: [{ severity: 'fatal' }] }]);
    await expect(post(url, submissionOf({ trackingId: 'track-3' }))).rejects.toThrow();
    const asked = performance.now();
    expect((await post(url, submissionOf({ trackingId: 'track-4' }))).status).toBe(200);
    expect(performance.now() - asked).toBeGreaterThan(250);
    expect((await post(url, submissionOf({ trackingId: 'track-5' }))).status).toBe(200);
    const told = (await lines(6)).slice(1) as { trackingId: string; answered: number | null }[];
    expect(told.map(({ trackingId, answered }) => [trackingId.split('|')[1], answered])).toEqual([
      ['track-1', 400],
      ['track-2', 200],
      ['track-3', null],
      ['track-4', 200],
      ['track-5', 200],
    ]);
    child.kill('SIGTERM');
    expect((await done).code).toBe(0);
    expect((await askCli(['answers', 'list'], { dataFolder })).value).toEqual([]);
  });

  it.each([
    [
      'an unknown key',
      '- answer: hold\n- anwser: hold\n',
      'line 2, entry 2: anwser is not known; perhaps answer is meant.',
    ],
    [
      'a wrong type',
      '- answer: status\n  status: often\n',
      'line 2, entry 1: status must be a whole number from 200 to 599.',
    ],
    ['no list', 'answer: hold\n', 'line 1: The file must be a list of rules'],
    ['no YAML', '- {answer\n', 'This is not YAML'],
  ])('refuses %s with 2 and the line, and does not listen', async (_, text, says) => {
    const dataFolder = newDataFolder();
    const { code, value } = await askCli(['listen', '--policy', policyFile(dataFolder, text)], { dataFolder });
    expect([code, value.error.code, value.error.message]).toEqual([2, 'invalid-input', expect.stringContaining(says)]);
  });

  it('refuses a file that is not there with 2', async () => {
    const { code, value } = await askCli(['listen', '--policy', 'nowhere.yaml'], { dataFolder: newDataFolder() });
    expect([code, value.error.code]).toEqual([2, 'file-unreadable']);
  });

  it('asks for signatures where told to', async () => {
    const { url, metadataUrl, child, done, lines } = await listening(['--require-signature'], newDataFolder());
    const refused = await post(url);
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { issue: [{ severity: 'error', code: 'business-rule', diagnostics: expect.stringMatching(/^Resubmit with/) }] },
    ]);
    expect(await (await fetch(metadataUrl)).text()).toContain('Signatures are required');
    const [, line] = (await lines(2)) as { answered: number; findings: { rule: string }[] }[];
    expect([line?.answered, line?.findings.map(({ rule }) => rule)]).toEqual([400, ['signature']]);
    child.kill('SIGTERM');
    await done;
  });
});

describe('switchboard answers', () => {
  it('reads, lists, writes, saves, tries and removes rules', async () => {
    const dataFolder = newDataFolder();
    const options = { dataFolder };
    const file = policyFile(dataFolder, '- {name: Night, when: {from: night}, answer: status, status: 503}\n');
    const read = await askCli(['answers', 'read', file], options);
    expect([read.code, read.value]).toMatchObject([0, [{ name: 'Night', status: 503 }]]);
    const words = ['--name', 'Unsigned', '--kind', 'submission', '--signed', 'false', '--text', 'Sign it.'];
    const saved = await askCli(['answers', 'save', '--answer', 'reject', ...words], options);
    expect(saved.value).toMatchObject({ order: 1, when: { kind: 'submission', signed: false }, answer: 'reject' });
    const listed = await runCli(['answers', 'list'], options);
    expect(listed.out).toMatch(/status 503 .*Night.*\n.*reject .*Unsigned .*kind=submission signed=false .*Sign it\./);
    const written = await runCli(['answers', 'write'], options);
    expect(written.out).toContain(
      '- name: Unsigned\n  when:\n    kind: submission\n    signed: false\n  answer: reject\n',
    );
    const again = await runCli(['answers', 'read', '-'], { ...options, input: written.out });
    expect([again.code, again.out.includes('Unsigned')]).toEqual([0, true]);

    const { url, child, done, lines } = await listening([], dataFolder);
    expect((await post(url)).status).toBe(400);
    const [, line] = (await lines(2)) as { id: string }[];
    const tried = await runCli(['answers', 'try', line?.id ?? ''], options);
    expect([tried.code, tried.out]).toEqual([0, 'By the rule “Unsigned”, it is answered 400: Sign it.\n']);
    const rules = (await askCli(['answers', 'list'], options)).value as { id: string }[];
    for (const { id } of rules)
      expect((await askCli(['answers', 'remove', id], options)).value).toEqual({ removed: true });
    expect((await post(url, submissionOf({ trackingId: 'track-2' }))).status).toBe(200);
    const gone = await askCli(['answers', 'remove', 'nobody'], options);
    expect([gone.code, gone.value]).toMatchObject([2, { error: { code: 'not-found' } }]);
    child.kill('SIGTERM');
    await done;
  });

  it.each([
    [['--answer', 'refuse'], '--answer "refuse" is not known.'],
    [['--answer', 'status'], 'status needs a status'],
    [['--answer', 'status', '--status', '99'], '--status "99" is not a whole number from 200 to 599.'],
    [['--answer', 'hold', '--signed', 'maybe'], '--signed "maybe" is not known.'],
  ])('refuses %j with 2', async (words, says) => {
    const { code, value } = await askCli(['answers', 'save', ...words], { dataFolder: newDataFolder() });
    expect([code, value.error.message]).toEqual([2, expect.stringContaining(says)]);
  });

  it('answers a waiting sender by hand, from another process', async () => {
    const dataFolder = newDataFolder();
    const cli = await listening(['--policy', policyFile(dataFolder, '- answer: ask\n')], dataFolder);
    const answer = post(cli.url);
    const look = () => askCli(['inbox', 'list', '--state', 'waiting'], { dataFolder });
    await expect.poll(async () => (await look()).value.length, { timeout: 10_000 }).toBe(1);
    const [{ id }] = (await look()).value as [{ id: string }];
    const chosen = await askCli(['inbox', 'answer', id, '--answer', 'hold', '--text', 'We look into it.'], {
      dataFolder,
    });
    expect([chosen.code, chosen.value.wish]).toEqual([0, { answer: 'hold', text: 'We look into it.' }]);
    const heard = await answer;
    expect([heard.status, await heard.text()]).toEqual([200, expect.stringContaining('We look into it.')]);
    expect(await cli.lines(2)).toMatchObject([{}, { id, answered: 200 }]);
    const late = await askCli(['inbox', 'answer', id, '--answer', 'accept'], { dataFolder });
    expect([late.code, late.value.error.code]).toEqual([2, 'not-running']);
    cli.child.kill('SIGTERM');
    const { err } = await cli.done;
    expect(err).toContain(`Push ${id} waits for your answer`);
  });
});
