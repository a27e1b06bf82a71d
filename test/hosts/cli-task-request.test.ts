import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTask } from '../../shared/cdex/check-task.ts';
import type { CdexVersion } from '../../shared/domain/connection.ts';
import { outcome, sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { askCli, newDataFolder, runCli } from './cli-process.ts';

let partner: TestPartner;
const dataFolder = newDataFolder();
const received: Record<string, unknown>[] = [];

beforeAll(async () => {
  partner = await startPartner(({ method, path: asked, body }, response) => {
    if (method !== 'POST') return sendFhir(response, 404, outcome('error', `There is no ${asked}.`));
    if (body.includes('REFUSE')) return sendFhir(response, 422, outcome('error', 'Not this one.'));
    received.push(JSON.parse(body));
    const id = `R${received.length}`;
    return sendFhir(response, 201, { ...JSON.parse(body), id }, { location: `${partner.base}/${asked}/${id}` });
  });
});
afterAll(() => partner.close());

const people = ['--member', 'http://m.example|M-1', '--requester', 'http://p.example|P-1', '--owner', '1999999984'];
const attachments = [
  ...[
    '--use',
    'preauthorization',
    '--claim',
    'http://p.example/claims|PA-1',
    '--name',
    'Example, Ada',
    '--birth-date',
    '1961-02-03',
  ],
  ...['--payer-url', 'https://payer.example/fhir/$submit-attachment', '--org-npi', '1888888885'],
];
const ask = (version: CdexVersion, ...more: string[]) =>
  askCli(['task', 'request', '--base', partner.base, '--cdex-version', version, ...people, ...more], { dataFolder });

describe('every kind of Task by the command line', () => {
  it.each<[string, CdexVersion, string[]]>([
    ['data-request-query', '2.1', ['--query', 'Condition?patient=1', '--reason-unknown']],
    [
      'data-request-query',
      '2.0',
      [
        '--query',
        'Condition?patient=1',
        ...['--claim', 'http://p.example/claims|C-1', '--claim-by', 'provider', '--patient', '1', '--signature'],
      ],
    ],
    [
      'data-request-query',
      'ci',
      [
        '--query',
        'Condition?patient=1',
        ...['--reason', 'R', '--pou', 'payment-noe,http://p.example/purposes|audit', '--tag', 'claims-processing'],
        ...['--due', '2031-01-01', '--based-on', 'ServiceRequest/5', '--identifier', 'http://p.example/requests|R-1'],
      ],
    ],
    [
      'data-request-code',
      '2.1',
      [
        ...['--code', '34117-2', '--text', 'History', '--claim', 'http://p.example/coverages|K-1'],
        ...['--reason-type', 'Coverage', '--authorize', 'CommunicationRequest', '--authorize-contained'],
        ...['--authorize-text', 'Notes may be given.'],
      ],
    ],
    ['data-request-questionnaire', '2.0', ['--questionnaire', 'http://forms.example/oxygen|1', '--reason', 'R']],
    ['data-request-questionnaire', '2.1', ['--questionnaire', 'http://forms.example/oxygen', '--reason', 'R']],
    [
      'attachment-request-code',
      '2.1',
      [
        ...['--attachment-code', '11506-3', '--line-item', '1', ...attachments, '--use', 'claim'],
        ...['--service-date', '2026-03-04', '--multiple-submits', '--npi', '1999999984', '--due', '2031-01-01'],
        ...['--patient-account', 'http://c.example/patients|7', '--tracking-id', 'http://p.example/tracking|T-1'],
      ],
    ],
    [
      'attachment-request-questionnaire',
      '2.0',
      ['--attachment-questionnaire', 'http://forms.example/oxygen', '--line-item', '2', ...attachments],
    ],
    [
      'attachment-request-questionnaire',
      'ci',
      [
        ...['--attachment-questionnaire', 'http://forms.example/oxygen', 'http://forms.example/sleep', ...attachments],
        ...['--admin-ref', 'http://p.example|A-2', '--pou', 'COVAUTH', '--signature'],
      ],
    ],
    ['data-request-code', '2.0', ['--code', '34117-2', '--reason', 'Review']],
    ['data-request-code', 'ci', ['--text', 'The last note', '--claim', 'http://p.example/claims|C-1']],
    [
      'data-request-questionnaire',
      'ci',
      ['--questionnaire', 'http://forms.example/oxygen', '--title', 'Oxygen', '--reason', 'R'],
    ],
    ['attachment-request-code', '2.0', ['--attachment-code', '11506-3', '--line-item', '1', '2', ...attachments]],
    [
      'attachment-request-code',
      'ci',
      ['--attachment-code', '11506-3', '34117-2', '--admin-ref', 'http://p.example|A-1', ...attachments],
    ],
    [
      'attachment-request-questionnaire',
      '2.1',
      ['--attachment-questionnaire', 'http://forms.example/oxygen', ...attachments],
    ],
  ])(
    '%s in %s reaches the partner as the rules want it (CONF-057, CONF-098, CONF-099)',
    async (kind, version, args) => {
      const asked = await ask(version, ...args);
      expect([asked.code, asked.err]).toEqual([0, '']);
      const sent = received.at(-1) ?? {};
      expect(asked.value).toEqual({ ...sent, id: `R${received.length}` });
      expect(JSON.stringify(sent.code)).toContain(`"${kind}"`);
      expect(checkTask(sent, version, { reasonUnknown: args.includes('--reason-unknown') })).toEqual([]);
      if (version === '2.0' && kind.startsWith('attachment'))
        expect(JSON.stringify(sent)).toContain('extension-serviceLineNumber');
    },
  );

  it('keeps back what breaks a rule, and sends it all the same when told to', async () => {
    const before = received.length;
    const args = ['--attachment-code', '11506-3', ...attachments, '--use', 'claim'];
    const kept = await ask('2.1', ...args);
    expect([kept.code, kept.value.error.code, kept.value.error.requirement]).toEqual([1, 'rules-failed', 'cdex-1']);
    expect(received).toHaveLength(before);
    const dry = await runCli(['task', 'request', ...people, ...args, '--dry-run'], { dataFolder });
    expect([dry.code, dry.err]).toEqual([1, expect.stringContaining('error cdex-1 Task.input')]);
    expect(received).toHaveLength(before);
    expect((await ask('2.1', ...args, '--send-anyway')).code).toBe(0);
    expect(received).toHaveLength(before + 1);
  });
});

describe('many Tasks by the command line', () => {
  const many = (args: string[], input?: string) =>
    runCli(['task', 'request', '--base', partner.base, ...args], { dataFolder, ...(input ? { input } : {}) });
  const lines = (out: string) =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('from a file, the same member for each; one that fails does not keep the others', async () => {
    const requests = ['first', 'REFUSE', 'third'].map((text) =>
      JSON.stringify({ kind: 'data-request-code', text, reason: 'R' }),
    );
    const file = path.join(dataFolder, 'requests.ndjson');
    writeFileSync(file, requests.join('\n'));
    const ran = await many(['--from', file, ...people]);
    expect(ran.code).toBe(1);
    const [one, two, three] = lines(ran.out);
    expect([one.index, one.httpStatus, one.task.for.identifier.value]).toEqual([0, 201, 'M-1']);
    expect([two.index, two.error.httpStatus]).toEqual([1, 422]);
    expect([three.index, three.task.input[0].valueCodeableConcept.text]).toEqual([2, 'third']);
    const again = await many(
      ['--from', '-'],
      JSON.stringify([one.task, three.task].map(({ id: _id, ...task }) => task)),
    );
    expect([again.code, lines(again.out).map(({ httpStatus }) => httpStatus)]).toEqual([0, [201, 201]]);
  });

  it('the same request for many members', async () => {
    const args = [
      '--query',
      'Condition?patient.identifier={member}',
      '--reason',
      'R',
      '--members',
      '-',
      ...people.slice(2),
    ];
    const ran = await many(args, 'http://m.example|M-7\nhttp://m.example|M-8\n');
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(lines(ran.out).map(({ task }) => [task.for.identifier.value, task.input[0].valueString])).toEqual(
      ['M-7', 'M-8'].map((id) => [id, `Condition?patient.identifier=http%3A%2F%2Fm.example%7C${id}`]),
    );
  });

  it('refuses input that asks for nothing, before anything is sent', async () => {
    const before = received.length;
    for (const [args, input] of [
      [['--from', '-'], '{"kind":"data-request-code","text":"x"}\n{"kind":'],
      [['--from', '-'], '[{"kind":"data-request-code"},{}]'],
      [['--text', 'x', '--members', '-'], '\n'],
      [['--from', path.join(dataFolder, 'nowhere.json')], ''],
    ] as const) {
      const ran = await many([...args, ...people.slice(2), '--json'], input);
      expect([ran.code, typeof JSON.parse(ran.out).error.next]).toEqual([2, 'string']);
    }
    expect(received).toHaveLength(before);
  });

  it('needs no partner for the schedule and the advice', async () => {
    const offsets = await askCli(['schedule', '--profile', 'cdex', '--hours', '4'], { dataFolder });
    expect(offsets.value).toEqual([1, 6, 11, 16, 21, 26, 86, 146, 206]);
    const advice = await askCli(['approach', '--access', 'no'], { dataFolder });
    expect(advice.value).toMatchObject({ approach: 'task', kind: 'data-request-query' });
  });
});
