import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import { runLine } from './command-line.ts';

const base = ['--base', 'http://a.example/fhir'];
const partner = { baseUrl: 'http://a.example/fhir' };
const task = { id: '7', taskId: 'T1', status: 'requested' };

describe('task fetch', () => {
  const fetched = (status: string, findings: object[], output: object = {}) => ({
    'tasks.get': () => ok({ ...task, status }),
    'tasks.fetch': () =>
      ok({
        status,
        findings,
        manifest: '/out/manifest.json',
        sums: '/out/SHA256SUMS',
        outputs: [
          {
            reference: 'DocumentReference/d',
            kind: 'relative',
            contentType: 'application/fhir+json',
            bytes: 9,
            sha256: 'a',
            exchangeId: '1',
            pointer: '',
            file: '/out/1.json',
            findings: [],
          },
          {
            reference: 'Binary/1',
            as: 'document',
            of: 0,
            kind: 'relative',
            contentType: 'application/pdf',
            bytes: 7,
            sha256: 'b',
            exchangeId: '2',
            pointer: '',
            file: '/out/2.pdf',
            findings: [],
            ...output,
          },
        ],
      }),
  });
  const args = ['task', 'fetch', '--id', '7', '--out', 'results'];

  it('prints every output with what it leads to, the manifest and the sums', async () => {
    const ran = await runLine([...args, '--json'], { answers: fetched('completed', []) });
    expect([ran.code, JSON.parse(ran.out)]).toMatchObject([
      0,
      {
        status: 'completed',
        manifest: '/out/manifest.json',
        sums: '/out/SHA256SUMS',
        outputs: [
          { sha256: 'a', file: '/out/1.json' },
          { as: 'document', of: 0, sha256: 'b' },
        ],
      },
    ]);
    expect((await runLine(args, { answers: fetched('completed', []) })).out).toMatch(
      /document: Binary\/1 +application\/pdf +7 +\/out\/2\.pdf/,
    );
  });

  it('exits 1 at an end without the data and at a document that could not be had; an empty Bundle is none of these', async () => {
    const finding = {
      rule: 'no-data',
      severity: 'information',
      path: 'Task.output[0].value',
      message: 'The Bundle is empty.',
    };
    const empty = await runLine(args, { answers: fetched('completed', [], { findings: [finding] }) });
    expect([empty.code, empty.err]).toEqual([0, 'information no-data Task.output[0].value: The Bundle is empty.\n']);
    const failed = { ...finding, rule: 'ended', severity: 'error', message: 'The Task was ended failed.' };
    expect((await runLine(args, { answers: fetched('failed', [failed]) })).code).toBe(1);
    const lost = { ...finding, rule: 'output', severity: 'error', message: '404.' };
    expect((await runLine(args, { answers: fetched('completed', [], { findings: [lost] }) })).code).toBe(1);
  });
});

describe('task cancel', () => {
  const advice = { deletable: 'no', says: 'It cannot be.', next: 'Call them.' };
  const answers = {
    'tasks.get': () => ok(task),
    'tasks.adopt': () => ok(task),
    'tasks.cancelAdvice': () => ok(advice),
    'tasks.delete': () => ok({ deleted: true, httpStatus: 204, exchangeId: '3' }),
  };

  it('says what can be done, and does nothing', async () => {
    const ran = await runLine(['task', 'cancel', '--id', '7'], { answers });
    expect([ran.code, ran.out]).toEqual([0, 'It cannot be.\nCall them.\n']);
    expect(ran.console.asked.map(({ name }) => name)).toEqual(['tasks.get', 'tasks.cancelAdvice']);
    const json = await runLine(['task', 'cancel', '--id', '7', '--json'], { answers });
    expect(JSON.parse(json.out)).toEqual(advice);
  });

  it('deletes where that is asked for, at the partner that is named', async () => {
    const ran = await runLine(['task', 'cancel', '--id', 'T1', ...base, '--delete', '--anyway', '--json'], { answers });
    expect([ran.code, JSON.parse(ran.out)]).toEqual([0, { deleted: true, httpStatus: 204, exchangeId: '3' }]);
    expect(ran.console.asked[0]).toMatchObject({ name: 'tasks.adopt', input: { partner, taskId: 'T1' } });
    expect(ran.console.asked[1]).toMatchObject({ name: 'tasks.delete', input: { id: 'T1', partner, anyway: true } });
  });

  it('exits 1 where it is not declared, 2 where --anyway stands alone', async () => {
    const refusing = { ...answers, 'tasks.delete': () => fail('rules-failed', 'Not declared.', 'Call them.') };
    expect((await runLine(['task', 'cancel', '--id', '7', '--delete'], { answers: refusing })).code).toBe(1);
    expect((await runLine(['task', 'cancel', '--id', '7', '--anyway'], { answers })).code).toBe(2);
  });
});

describe('task forget and drafts', () => {
  it('forget takes a Task off the board by the id it is known by', async () => {
    const answers = { 'tasks.get': () => ok(task), 'tasks.forget': () => ok({ forgotten: true }) };
    const ran = await runLine(['task', 'forget', '--id', 'T1', '--json'], { answers });
    expect([ran.code, JSON.parse(ran.out)]).toEqual([0, { forgotten: true }]);
    expect(ran.console.asked.at(-1)).toMatchObject({ name: 'tasks.forget', input: { id: '7' } });
  });

  it('drafts lists, and removes one', async () => {
    const draft = {
      id: 'd1',
      title: 'Labs',
      request: { kind: 'data-request-query' },
      updatedAt: '2026-01-01T00:00:00Z',
    };
    const answers = {
      'host.snapshot': () => ok({ draft: [draft] }),
      'tasks.removeDraft': ({ id }: { id: string }) => ok({ removed: id === 'd1' }),
    };
    expect(JSON.parse((await runLine(['task', 'drafts', '--json'], { answers })).out)).toEqual([draft]);
    expect((await runLine(['task', 'drafts'], { answers })).out).toMatch(/d1 +data-request-query .*Labs/);
    expect((await runLine(['task', 'drafts', 'remove', 'd1'], { answers })).code).toBe(0);
    expect((await runLine(['task', 'drafts', 'remove', 'd2'], { answers })).code).toBe(2);
    for (const wrong of [['remove'], ['delete', 'd1']])
      expect((await runLine(['task', 'drafts', ...wrong], { answers })).code).toBe(2);
  });
});

describe('patient find', () => {
  const candidate = {
    id: 'p1',
    name: 'Amy Testrider',
    birthDate: '1961-02-03',
    grade: 'certain',
    score: 1,
    identifiers: [{ text: 's|v' }],
  };
  const found = (candidates: object[], findings: object[] = []) => ({
    'patients.find': () => ok({ how: 'match', candidates, exchangeId: '5', findings }),
  });

  it('looks for what is given and prints who was found', async () => {
    const args = ['patient', 'find', ...base, '--family', 'Testrider', '--given', 'Amy', '--birth-date', '1961-02-03'];
    const more = ['--gender', 'female', '--identifier', 's|v', '--match', '--only-certain'];
    const ran = await runLine([...args, ...more, '--json'], { answers: found([candidate]) });
    expect([ran.code, JSON.parse(ran.out).candidates]).toEqual([0, [candidate]]);
    expect(ran.console.asked[0]?.input).toMatchObject({
      partner,
      how: 'match',
      identifier: 's|v',
      family: 'Testrider',
      given: 'Amy',
      birthDate: '1961-02-03',
      gender: 'female',
      onlyCertain: true,
    });
    expect((await runLine(args, { answers: found([candidate]) })).out).toMatch(
      /p1 +Amy Testrider +1961-02-03 +certain 1 +s\|v/,
    );
  });

  it('exits 1 when nobody was found, or who was found is not who was asked for', async () => {
    const nobody = { rule: 'CONF-007', severity: 'information', path: '', message: 'Nobody.' };
    const none = await runLine(['patient', 'find', ...base, '--id', 'x'], { answers: found([], [nobody]) });
    expect([none.code, none.err]).toEqual([1, 'information CONF-007: Nobody.\n']);
    const strangers = found([candidate], [{ ...nobody, severity: 'error' }]);
    expect((await runLine(['patient', 'find', ...base, '--identifier', 's|w'], { answers: strangers })).code).toBe(1);
    expect((await runLine(['patient', 'find', '--id', 'x'])).code).toBe(2);
    expect((await runLine(['patient', 'find', ...base, '--id', 'x', '--gender', 'f'])).code).toBe(2);
  });

  it.each(['3.2.61', '1961', '1961-02-30'])('asks nobody about the birth date %s', async (date) => {
    const ran = await runLine(['patient', 'find', ...base, '--family', 'Testrider', '--birth-date', date]);
    expect([ran.code, ran.console.asked]).toEqual([2, []]);
  });
});
