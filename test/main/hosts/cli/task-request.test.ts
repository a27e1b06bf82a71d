import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import { taskRequestInput } from '../../../../shared/contract/task-request.ts';
import { attachmentRequest, dataRequest } from '../../../shared/cdex/samples.ts';
import { attachmentRequestByCode, codeRequest } from '../../../shared/cdex/requests.ts';
import { runLine } from './command-line.ts';

const base = ['--base', 'http://a.example/fhir'];
const partner = { baseUrl: 'http://a.example/fhir' };
const task = { resourceType: 'Task', id: 'T1' };
const receipt = { task, findings: [], id: '1', taskId: 'T1', exchangeId: '2', httpStatus: 201, oddities: [] };
const answers = {
  'tasks.draft': () => ok({ task, findings: [] }),
  'tasks.request': () => ok(receipt),
  'tasks.requestMany': (input: { asked: unknown[] }) => ok(input.asked.map((_, index) => ({ index, receipt }))),
};

const run = (args: string[], more: { input?: string; answers?: object } = {}) =>
  runLine(['task', 'request', ...base, ...args], { answers: answers as never, ...more } as never);
const requestIn = async (...args: string[]) => {
  const ran = await run(args);
  expect([ran.code, ran.err]).toEqual([0, '']);
  const { request } = firstInput<{ request: unknown }>(ran);
  expect(taskRequestInput.safeParse(request).error).toBeUndefined();
  return request;
};

const folder = mkdtempSync(path.join(tmpdir(), 'task-request-'));
const file = (name: string, text: string) => {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
};

/** What the first command that ran was given. */
const firstInput = <T>(ran: Awaited<ReturnType<typeof run>>): T => {
  const [first] = ran.console.asked;
  expect(first).toBeDefined();
  return first?.input as T;
};

describe('task request, by what is asked for', () => {
  it('by code, by words, by both', async () => {
    expect(await requestIn('--code', '34117-2', '--patient', '1')).toEqual({
      kind: 'data-request-code',
      code: '34117-2',
      patientId: '1',
    });
    expect(await requestIn('--text', 'Last note')).toEqual({ kind: 'data-request-code', text: 'Last note' });
    expect(await requestIn('--code', 'x', '--text', 'y')).toEqual({ kind: 'data-request-code', code: 'x', text: 'y' });
  });

  it('by questionnaire, with what people call it', async () => {
    expect(await requestIn('--questionnaire', 'http://f.example/q|1', '--title', 'Oxygen')).toEqual({
      kind: 'data-request-questionnaire',
      questionnaire: 'http://f.example/q|1',
      title: 'Oxygen',
    });
  });

  it('with everything a data request can say', async () => {
    const said = await requestIn(
      ...[
        '--query',
        'Condition?patient=1',
        '--identifier',
        's|R',
        '--reason',
        'Review',
        '--claim',
        's|C',
        '--claim-by',
        'provider',
      ],
      ...[
        '--reason-ref',
        'Coverage/1',
        '--reason-type',
        'Coverage',
        '--reason-unknown',
        '--based-on',
        'ServiceRequest/1',
        '--authorize',
        'ServiceRequest',
      ],
      ...[
        '--authorize-code',
        '34117-2',
        '--authorize-text',
        'Notes',
        '--authorize-date',
        '2026-01-01',
        '--authorize-contained',
      ],
    );
    expect(said).toEqual({
      kind: 'data-request-query',
      query: 'Condition?patient=1',
      identifier: 's|R',
      reason: 'Review',
      claim: 's|C',
      claimAssignedBy: 'provider',
      reasonReference: 'Coverage/1',
      reasonType: 'Coverage',
      reasonUnknown: true,
      basedOn: 'ServiceRequest/1',
      authorization: {
        resourceType: 'ServiceRequest',
        code: '34117-2',
        text: 'Notes',
        authoredOn: '2026-01-01',
        place: 'contained',
      },
    });
  });

  it('for attachments, each line item and title with the code before it', async () => {
    const said = await requestIn(
      ...[
        '--attachment-code',
        '11506-3',
        '--line-item',
        '1',
        '2',
        '--title',
        'Note',
        '--attachment-code',
        '34117-2',
        'A letter',
      ],
      ...[
        '--line-item',
        '3,4',
        '--use',
        'claim',
        '--claim',
        's|C',
        '--tracking-id',
        's|T',
        '--admin-ref',
        's|A',
        '--member',
        's|M',
      ],
      ...[
        '--service-date',
        '2026-01-31',
        '--payer-url',
        'https://p.example/$submit-attachment',
        '--npi',
        '1',
        '--org-npi',
        '2',
      ],
      ...[
        '--name',
        'Example, Ada',
        '--birth-date',
        '1961-02-03',
        '--patient-account',
        's|P',
        '--multiple-submits',
        '--signature',
      ],
      ...[
        '--pou',
        'CLMATTCH',
        '--tag',
        'claims-processing',
        '--due',
        '2026-02-01',
        '--requester',
        's|R',
        '--owner',
        's|O',
      ],
    );
    expect(said).toEqual({
      kind: 'attachment-request-code',
      attachments: [
        { what: '11506-3', title: 'Note', lineItems: [1, 2] },
        { what: '34117-2' },
        { what: 'A letter', lineItems: [3, 4] },
      ],
      use: 'claim',
      claim: 's|C',
      trackingId: 's|T',
      adminRef: 's|A',
      member: 's|M',
      serviceDate: '2026-01-31',
      payerUrl: 'https://p.example/$submit-attachment',
      npi: '1',
      organizationNpi: '2',
      name: 'Example, Ada',
      birthDate: '1961-02-03',
      patientAccount: 's|P',
      multipleSubmits: true,
      signature: true,
      purposeOfUse: ['CLMATTCH'],
      workQueue: ['claims-processing'],
      due: '2026-02-01',
      requester: 's|R',
      owner: 's|O',
    });
  });

  it('for attachments by questionnaire', async () => {
    expect(
      await requestIn(
        '--attachment-questionnaire',
        'http://f.example/a',
        'http://f.example/b',
        '--line-item',
        '7',
        '--use',
        'preauthorization',
      ),
    ).toEqual({
      kind: 'attachment-request-questionnaire',
      attachments: [{ what: 'http://f.example/a' }, { what: 'http://f.example/b', lineItems: [7] }],
      use: 'preauthorization',
    });
  });

  it.each([
    ['two things', ['--query', 'a?b=c', '--code', 'x'], '--query and --code'],
    ['the same thing twice', ['--query', 'a?b=c', '--query', 'd?e=f'], '--query is given more than once'],
    ['nothing', [], 'what to ask for'],
    ['attachments without a use', ['--attachment-code', 'x'], 'what it is for'],
    ['an unknown use', ['--attachment-code', 'x', '--use', 'bill'], '"bill" is not known'],
    [
      'a line item before its code',
      ['--line-item', '1', '--attachment-code', 'x', '--use', 'claim'],
      'before the code',
    ],
    [
      'a line item that is no number',
      ['--attachment-code', 'x', '--line-item', 'one', '--use', 'claim'],
      '"one" is not a whole number',
    ],
    ['a line item of a data request', ['--query', 'a?b=c', '--line-item', '1'], '--line-item belongs to'],
    [
      'a service date of a data request',
      ['--code', 'x', '--service-date', '2026-01-01'],
      '--service-date belongs to attachment',
    ],
    [
      'a reason of an attachment request',
      ['--attachment-code', 'x', '--use', 'claim', '--reason', 'y'],
      '--reason belongs to data',
    ],
    ['a title of a query', ['--query', 'a?b=c', '--title', 'x'], '--title belongs to'],
    [
      'an authorization of no kind',
      ['--query', 'a?b=c', '--authorize-text', 'x'],
      '--authorize-text goes with --authorize',
    ],
    ['an authorization of another kind', ['--query', 'a?b=c', '--authorize', 'Consent'], '"Consent" is not known'],
    ['a claim by nobody', ['--query', 'a?b=c', '--claim-by', 'me'], '"me" is not known'],
    ['a file and a query', ['--from', '-', '--query', 'a?b=c'], '--from says'],
    ['a file and members', ['--from', '-', '--members', 'x'], '--from says'],
    ['members and a member', ['--query', 'a?b=c', '--members', '-', '--member', 's|1'], '--member is one member'],
    [
      'members and a tracking id',
      ['--attachment-code', 'x', '--use', 'claim', '--members', '-', '--tracking-id', 's|1'],
      '--tracking-id is one',
    ],
    ['a file that is not there', ['--from', '/nowhere/at.json'], 'cannot be read'],
  ])('refuses %s', async (_, args, message) => {
    const ran = await run([...args, '--json']);
    expect([ran.code, ran.console.asked]).toEqual([2, []]);
    const { error } = JSON.parse(ran.out);
    expect(error.message).toContain(message);
    expect(error.next).toMatch(/\S/);
  });
});

describe('task request, sent and not sent', () => {
  it('passes on --send-anyway, and says what was odd', async () => {
    const odd = { ...answers, 'tasks.request': () => ok({ ...receipt, oddities: ['No Location.'] }) };
    const ran = await run(['--code', 'x', '--send-anyway'], { answers: odd });
    expect([ran.code, ran.err, JSON.parse(ran.out)]).toEqual([0, 'odd: No Location.\n', task]);
    expect(ran.console.asked[0]?.input).toMatchObject({ partner, sendAnyway: true });
  });

  it('ends with 1 where a rule fails, and prints why', async () => {
    const refusing = {
      ...answers,
      'tasks.request': () => fail('rules-failed', 'The Task breaks cdex-1.', 'Add it.', { requirement: 'cdex-1' }),
    };
    const ran = await run(['--code', 'x', '--json'], { answers: refusing });
    expect([ran.code, JSON.parse(ran.out).error.requirement]).toEqual([1, 'cdex-1']);
  });

  it('tries it with no partner', async () => {
    const ran = await runLine(['task', 'request', '--code', 'x', '--dry-run'], { answers: answers as never });
    expect([ran.code, JSON.parse(ran.out)]).toEqual([0, task]);
    expect(ran.console.asked).toEqual([
      { name: 'tasks.draft', input: expect.objectContaining({ request: { kind: 'data-request-code', code: 'x' } }) },
    ]);
  });
});

describe('task request --from', () => {
  const asked = (ran: Awaited<ReturnType<typeof run>>) =>
    firstInput<{ asked: { request?: object; task?: object }[] }>(ran).asked;

  it('sends one Task as it stands, and prints it', async () => {
    const ran = await run(['--from', file('task.json', JSON.stringify(dataRequest(), null, 2))]);
    expect([ran.code, JSON.parse(ran.out)]).toEqual([0, task]);
    expect(ran.console.asked).toEqual([
      {
        name: 'tasks.request',
        input: { partner: expect.objectContaining(partner), task: dataRequest(), sendAnyway: false },
      },
    ]);
  });

  it('completes what an entry leaves open, by what the options say and only by what fits it', async () => {
    const { member: _m, patientId: _p, claim: _c, ...open } = codeRequest();
    const { for: _for, ...nobody } = dataRequest();
    const { serviceDate: _s, ...undated } = attachmentRequestByCode();
    const list = [open, codeRequest(), nobody, { task: attachmentRequest() }, { request: undated }];
    const ran = await run(
      ['--from', '-', '--member', 's|NEW', '--claim', 's|C-9', '--service-date', '2026-01-31', '--reason', 'By option'],
      { input: JSON.stringify(list) },
    );
    expect([ran.code, ran.err]).toEqual([0, '']);
    const [first, second, third, fourth, fifth] = asked(ran);
    expect(first?.request).toEqual({ ...open, member: 's|NEW', claim: 's|C-9' });
    expect(second?.request).toEqual(codeRequest());
    expect(third?.task).toMatchObject({
      ...nobody,
      for: { identifier: { system: 's', value: 'NEW' } },
      reasonCode: { text: 'By option' },
    });
    expect(fourth?.task).toEqual(attachmentRequest());
    expect(fifth?.request).toEqual({ ...undated, serviceDate: '2026-01-31' });
  });

  it('takes a line each and answers a line each, counting through', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => JSON.stringify({ kind: 'data-request-code', code: `c${at}` }));
    const failing = {
      ...answers,
      'tasks.requestMany': (input: { asked: { request: { code: string } }[] }) =>
        ok(
          input.asked.map(({ request }, index) =>
            request.code === 'c27'
              ? { index, failure: fail('unreachable', 'Nobody answers.', 'Wait.').error }
              : { index, receipt },
          ),
        ),
    };
    const ran = await run(['--from', '-', '--member', 's|1'], {
      input: `\uFEFF${lines.join('\r\n')}\n\n`,
      answers: failing,
    });
    expect(ran.code).toBe(3);
    const printed = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(printed.map(({ index }) => index)).toEqual(Array.from({ length: 30 }, (_, at) => at));
    expect(printed[0]).toEqual({ index: 0, ...receipt });
    expect(printed[27]).toEqual({ index: 27, error: expect.objectContaining({ code: 'unreachable' }) });
    expect(ran.console.asked.map(({ input }) => (input as { asked: unknown[] }).asked.length)).toEqual([25, 5]);
  });

  it('tries them all, and ends with 1 where one breaks a rule', async () => {
    let count = 0;
    const findings = [{ rule: 'cdex-9', severity: 'error', path: 'Task.input', message: 'One only.' }];
    const some = { ...answers, 'tasks.draft': () => ok({ task, findings: count++ === 1 ? findings : [] }) };
    const input = JSON.stringify([dataRequest(), dataRequest(), dataRequest()]);
    const ran = await run(['--from', '-', '--dry-run'], { input, answers: some });
    expect([ran.code, ran.out, ran.err]).toEqual([
      1,
      `${JSON.stringify(task)}\n`.repeat(3),
      'error cdex-9 Task.input: One only.\n',
    ]);
  });

  it.each([
    ['nothing', '', 'not JSON'],
    ['no JSON', '{"kind": ', 'not JSON'],
    ['a line that is no JSON', '{"kind":"data-request-code"}\n{kind}', 'Entry 2'],
    ['an empty list', '[]', 'asks for nothing'],
    ['something else', '{"resourceType":"Patient"}', 'Entry 1'],
    ['an unknown kind', '[{"kind":"data-request-code"},{"kind":"fax"}]', 'Entry 2'],
    ['a text', '"Task"', 'Entry 1'],
  ])('refuses %s', async (_, input, message) => {
    const ran = await run(['--from', '-', '--json'], { input });
    expect([ran.code, ran.console.asked]).toEqual([2, []]);
    expect(JSON.parse(ran.out).error.message).toContain(message);
  });
});

describe('task request --members', () => {
  it('sends the same request for each, once', async () => {
    const members = '# wave one\r\nhttp://m.example|M-1\n\n  http://m.example|M-2  \nhttp://m.example|M-1\n';
    const ran = await run([
      '--query',
      'Condition?patient.identifier={member}',
      '--members',
      file('members.txt', members),
    ]);
    expect(ran.code).toBe(0);
    expect(firstInput<{ asked: unknown[] }>(ran).asked).toEqual(
      ['M-1', 'M-2'].map((id) => ({
        request: {
          kind: 'data-request-query',
          member: `http://m.example|${id}`,
          query: `Condition?patient.identifier=http%3A%2F%2Fm.example%7C${id}`,
        },
      })),
    );
    expect(ran.out.trim().split('\n')).toHaveLength(2);
  });

  it('fills the one member of a single request into its query too, and wants one', async () => {
    const one = ['--query', 'Condition?patient.identifier={member}'];
    const ran = await run([...one, '--member', 'http://m.example|M-1']);
    expect(firstInput<{ request: { query: string } }>(ran).request.query).toBe(
      'Condition?patient.identifier=http%3A%2F%2Fm.example%7CM-1',
    );
    const without = await run([...one, '--patient', 'p1']);
    expect([without.code, without.err]).toEqual([2, expect.stringContaining('none is given')]);
  });

  it('wants a member', async () => {
    const ran = await run(['--code', 'x', '--members', '-'], { input: '# nobody\n' });
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('names no member')]);
  });
});

describe('schedule and approach', () => {
  it('prints the guide’s pace for four hours', async () => {
    const ran = await runLine(['schedule', '--profile', 'cdex', '--hours', '4']);
    expect([ran.code, JSON.parse(ran.out)]).toEqual([0, [1, 6, 11, 16, 21, 26, 86, 146, 206]]);
    expect(JSON.parse((await runLine(['schedule', '--profile', 'hrex', '--hours', '2.5'])).out)).toEqual([60, 120]);
    expect(JSON.parse((await runLine(['schedule', '--hours', '0'])).out)).toEqual([]);
  });

  it.each([
    [[], 'how many hours'],
    [['--hours', 'four'], '"four"'],
    [['--hours', '99999'], '"99999"'],
    [['--hours', '4', '--profile', 'debug'], '"debug"'],
  ])('schedule %j is refused', async (args, message) => {
    const ran = await runLine(['schedule', ...args]);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(message)]);
  });

  it('says which road fits', async () => {
    const ran = await runLine([
      'approach',
      '--access',
      'yes',
      '--recorded',
      'yes',
      '--person',
      'no',
      '--patients',
      'one',
    ]);
    expect([ran.code, JSON.parse(ran.out)]).toEqual([
      0,
      expect.objectContaining({ approach: 'direct-query', open: ['startedBy', 'inOneGo', 'authorization'] }),
    ]);
    expect((await runLine(['approach', '--access', 'perhaps'])).code).toBe(2);
  });
});
