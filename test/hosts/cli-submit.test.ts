import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outcome, type PartnerAnswer, sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { askCli, newDataFolder, runCli } from './cli-process.ts';

const dataFolder = newDataFolder();
const file = (name: string, words: string) => {
  const at = path.join(dataFolder, name);
  writeFileSync(at, words);
  return at;
};
const note = file('note.pdf', '%PDF-1.4 a note');
const scan = file('scan.pdf', '%PDF-1.4 a scan');

const loinc = 'http://loinc.org';
const pas = 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes';
const cdex = 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp';
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const line = (valueInteger: number) => ({
  url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-paLineNumber',
  valueInteger,
});
const needed = (code: string, number: number) => ({
  type: coded(pas, 'attachments-needed'),
  valueCodeableConcept: coded(loinc, code),
  extension: [line(number)],
});

/** The payer's answer to the next submissions, the last one stays. */
let answers: PartnerAnswer[] = [];
let payer: TestPartner;
let clinic: TestPartner;
let task: Record<string, unknown> = {};

const taken: PartnerAnswer = (_, response) => response.writeHead(200).end();

beforeAll(async () => {
  payer = await startPartner((request, response, base) => {
    if (request.path !== '$submit-attachment') return sendFhir(response, 404, outcome('error', 'Nothing here.'));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer?.(request, response, base);
  });
  clinic = await startPartner(({ method, path: asked, body }, response) => {
    if (method === 'PUT') task = JSON.parse(body);
    if (asked === 'Task/t1')
      return sendFhir(response, 200, { ...task, id: 't1', meta: { versionId: '1' } }, { etag: 'W/"1"' });
    if (asked === 'DocumentReference/d1')
      return sendFhir(response, 200, {
        resourceType: 'DocumentReference',
        id: 'd1',
        status: 'current',
        subject: { reference: 'Patient/1' },
        content: [{ attachment: { contentType: 'application/pdf', url: 'Binary/b1' } }],
      });
    if (asked === 'Binary/b1')
      return response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.4 kept');
    const patient = { resourceType: 'Patient', id: '1', identifier: [{ system: 'urn:members', value: 'M-1' }] };
    if (asked.startsWith('Patient')) return sendFhir(response, 200, bundle(patient));
    if (asked.startsWith('Condition'))
      return sendFhir(
        response,
        200,
        bundle({ resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/1' } }),
      );
    return sendFhir(response, 404, outcome('error', `There is no ${asked}.`));
  });
});
afterAll(() => Promise.all([payer.close(), clinic.close()]));
beforeEach(() => {
  answers = [taken];
  payer.requests.length = 0;
  task = {
    resourceType: 'Task',
    contained: [
      {
        resourceType: 'Patient',
        id: 'patient',
        identifier: [
          { type: coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'), system: 'urn:members', value: 'M-1' },
        ],
      },
      {
        resourceType: 'PractitionerRole',
        id: 'practitionerrole',
        practitioner: { identifier: { system: 'urn:npi', value: '1' } },
      },
    ],
    identifier: [{ type: coded(cdex, 'tracking-id'), system: 'urn:tracking', value: 'T-9' }],
    status: 'requested',
    intent: 'order',
    code: coded(pas, 'attachment-request-code'),
    for: { reference: '#patient' },
    authoredOn: '2026-05-01T10:00:00Z',
    requester: { identifier: { system: 'urn:payers', value: 'P-1' } },
    owner: { reference: '#practitionerrole' },
    reasonCode: coded('http://hl7.org/fhir/claim-use', 'claim'),
    input: [
      needed('11506-3', 1),
      needed('18842-5', 2),
      { type: coded(pas, 'payer-url'), valueUrl: `${payer.base}/$submit-attachment` },
      { type: coded(cdex, 'service-date'), valueDate: '2026-04-30' },
    ],
  };
});

const bundle = (resource: object) => ({ resourceType: 'Bundle', type: 'searchset', entry: [{ resource }] });
const ids = [
  '--attach-to',
  'claim',
  '--tracking-id',
  'urn:t|T-1',
  '--member',
  'urn:members|M-1',
  '--organization',
  '9941001015',
  '--service-date',
  '2026-05-06',
];
const submit = (...args: string[]) => askCli(['submit', ...args], { dataFolder });
const unsolicited = (...args: string[]) => submit('--to', payer.base, ...ids, ...args);

interface Parameter {
  name: string;
  part?: {
    name: string;
    valueString?: string;
    valueCodeableConcept?: { coding: { code: string }[] };
    resource?: Record<string, unknown>;
  }[];
}
const parametersOf = (body: string | undefined) => (JSON.parse(body ?? '{}') as { parameter: Parameter[] }).parameter;
const attachmentsOf = (body: string | undefined) =>
  parametersOf(body)
    .filter(({ name }) => name === 'Attachment')
    .map(({ part = [] }) => ({
      lines: part.flatMap(({ valueString }) => valueString ?? []),
      code: part.flatMap(({ valueCodeableConcept }) => valueCodeableConcept?.coding[0]?.code ?? [])[0],
      type: part.at(-1)?.resource?.resourceType,
    }));

describe('submit, unsolicited', () => {
  it('sends files, each with the code and line items behind it, and prints what was answered', async () => {
    const { code, value, err } = await unsolicited(
      '--file',
      note,
      '--code',
      '11506-3',
      '--line-item',
      '1',
      '2',
      '--file',
      scan,
      '--code',
      'urn:own|7',
    );
    expect(code, err).toBe(0);
    expect(value).toMatchObject({
      httpStatus: 200,
      accepted: true,
      held: false,
      outcome: null,
      trackingId: 'urn:t|T-1',
      exchangeId: expect.any(String),
    });
    expect(attachmentsOf(payer.requests[0]?.body)).toEqual([
      { lines: ['1', '2'], code: '11506-3', type: 'DocumentReference' },
      { lines: [], code: '7', type: 'DocumentReference' },
    ]);
    expect(parametersOf(payer.requests[0]?.body).at(-1)).toEqual({ name: 'Final', valueBoolean: true });
    expect(payer.requests[0]?.headers['content-type']).toBe('application/fhir+json');
  });

  it('says that more will follow, and takes a fresh tracking id where none is given', async () => {
    const rest = ids.filter((word) => word !== '--tracking-id' && word !== 'urn:t|T-1');
    const { value } = await submit('--to', payer.base, ...rest, '--file', note, '--code', '11506-3', '--not-final');
    expect(value.trackingId).toMatch(/^urn:switchboard:tracking\|/);
    expect(parametersOf(payer.requests[0]?.body).at(-1)).toEqual({ name: 'Final', valueBoolean: false });
  });

  it('takes contents from the server we work for', async () => {
    const from = [
      '--base',
      clinic.base,
      '--reference',
      'DocumentReference/d1',
      '--code',
      '11506-3',
      '--query',
      'Condition?patient=1',
      '--code',
      '11450-4',
    ];
    const { code, err } = await unsolicited(...from);
    expect(code, err).toBe(0);
    expect(attachmentsOf(payer.requests[0]?.body).map(({ type }) => type)).toEqual(['DocumentReference', 'Bundle']);
    expect(payer.requests[0]?.body).toContain(Buffer.from('%PDF-1.4 kept').toString('base64'));
  });

  it('--dry-run prints the Parameters and sends nothing; a broken rule is exit 1', async () => {
    const { code, value } = await unsolicited('--file', note, '--code', '11506-3', '--dry-run');
    expect([code, value.resourceType]).toEqual([0, 'Parameters']);
    const undated = ids.filter((word) => !['--service-date', '2026-05-06'].includes(word));
    const broken = await submit('--to', payer.base, ...undated, '--file', note, '--code', '11506-3', '--dry-run');
    expect(broken.code).toBe(1);
    expect(broken.err).toContain('CONF-012');
    expect(payer.requests).toEqual([]);
  });

  it('--dry-run looks at Parameters that are given, and sends nothing', async () => {
    const { value } = await unsolicited('--file', note, '--code', '11506-3', '--dry-run');
    const good = await submit(
      '--parameters',
      file('good.json', JSON.stringify(value)),
      '--to',
      payer.base,
      '--dry-run',
    );
    expect([good.code, good.value]).toEqual([0, value]);
    const bad = file('bad.json', JSON.stringify({ ...value, parameter: [] }));
    const broken = await submit('--parameters', bad, '--to', payer.base, '--dry-run');
    expect([broken.code, broken.value.parameter]).toEqual([1, []]);
    expect(broken.err).toContain('TrackingId is missing');
    const other = file('other.json', JSON.stringify({ resourceType: 'Bundle' }));
    expect((await submit('--parameters', other, '--to', payer.base, '--dry-run')).code).toBe(2);
    expect(payer.requests).toEqual([]);
  });

  it('sends Parameters that are given, from a file and from stdin', async () => {
    const { value } = await unsolicited('--file', note, '--code', '11506-3', '--dry-run');
    const parameters = file('parameters.json', JSON.stringify(value));
    const sent = await submit('--parameters', parameters, '--to', payer.base);
    expect([sent.code, sent.value.trackingId]).toEqual([0, 'urn:t|T-1']);
    const input = JSON.stringify(value);
    const piped = await runCli(['submit', '--parameters', '-', '--to', payer.base, '--json'], { dataFolder, input });
    expect(piped.code).toBe(0);
    expect(payer.requests.map(({ body }) => body)).toEqual([input, input]);
  });
});

describe('submit, by what the payer answers', () => {
  const html: PartnerAnswer = (_, response) =>
    response.writeHead(500, { 'content-type': 'text/html' }).end('<html><title>Oops</title></html>');
  it.each<[string, PartnerAnswer, number, object]>([
    [
      'held',
      (_, response) => sendFhir(response, 200, outcome('information', 'Held for a future claim.')),
      0,
      { httpStatus: 200, accepted: true, held: true, outcome: { resourceType: 'OperationOutcome' } },
    ],
    [
      'a fatal outcome',
      (_, response) => sendFhir(response, 200, outcome('fatal', 'No such member.')),
      1,
      { httpStatus: 200, accepted: false, error: { code: 'error-outcome' } },
    ],
    [
      '400',
      (_, response) => sendFhir(response, 400, outcome('error', 'Closed.')),
      1,
      {
        httpStatus: 400,
        accepted: false,
        outcome: { resourceType: 'OperationOutcome' },
        error: { code: 'refused-by-partner' },
      },
    ],
    [
      'a web page',
      html,
      3,
      {
        httpStatus: 500,
        accepted: false,
        outcome: null,
        error: { code: 'server-error', message: expect.stringContaining('“Oops”') },
      },
    ],
    [
      'nothing',
      (_, response) => response.destroy(),
      3,
      { httpStatus: null, accepted: false, error: { code: 'connection-lost' } },
    ],
  ])('%s', async (_, answer, expected, answered) => {
    answers = [answer];
    const { code, value } = await unsolicited('--file', note, '--code', '11506-3');
    expect(code).toBe(expected);
    expect(value).toMatchObject(answered);
  });

  it('tries again with --retries, and sends parts with --split', async () => {
    answers = [html, taken];
    const again = await unsolicited('--file', note, '--code', '11506-3', '--retries', '1');
    expect([again.code, again.value.attempts.length]).toEqual([0, 2]);
    const tooLarge: PartnerAnswer = (_, response) => sendFhir(response, 413, outcome('error', 'Too large.'));
    answers = [tooLarge, taken];
    const split = await unsolicited(
      '--file',
      note,
      '--code',
      '11506-3',
      '--file',
      scan,
      '--code',
      '11506-3',
      '--split',
    );
    expect([split.code, split.value.attempts.map(({ part }: { part?: number }) => part ?? 0)]).toEqual([0, [0, 1, 2]]);
  });

  it('keeps a record, which is listed, shown, sent again and removed', async () => {
    const fresh = newDataFolder();
    const ask = (...args: string[]) => askCli(args, { dataFolder: fresh });
    answers = [html, taken];
    const { value } = await ask('submit', '--to', payer.base, ...ids, '--file', note, '--code', '11506-3');
    const [record] = (await ask('submissions', 'list')).value;
    expect(record).toMatchObject({ id: value.submissionId, state: 'failed' });
    expect((await ask('submissions', 'send', record.id)).value).toMatchObject({ accepted: true });
    expect((await ask('submissions', 'show', record.id)).value).toMatchObject({
      state: 'accepted',
      attempts: [{}, {}],
    });
    expect((await ask('submissions', 'remove', record.id)).value).toEqual({ removed: true });
    expect((await ask('submissions', 'show', record.id)).code).toBe(2);
  });
});

describe('submit --task', () => {
  it('answers what was asked for in its order, and completes the Task', async () => {
    const { code, value, err } = await submit('--task', 't1', '--base', clinic.base, '--file', note, '--file', scan);
    expect(code, err).toBe(0);
    expect(value).toMatchObject({ accepted: true, trackingId: 'urn:tracking|T-9', task: { status: 'completed' } });
    expect(attachmentsOf(payer.requests[0]?.body)).toEqual([
      { lines: ['1'], code: '11506-3', type: 'DocumentReference' },
      { lines: ['2'], code: '18842-5', type: 'DocumentReference' },
    ]);
    expect(task.status).toBe('completed');

    // Answered once more it is kept back, dry run or not, until that is meant.
    const again = ['--task', 't1', '--base', clinic.base, '--file', note, '--file', scan];
    const dry = await submit(...again, '--dry-run');
    expect([dry.code, dry.err]).toEqual([1, expect.stringContaining('task-ended')]);
    const refused = await submit(...again);
    expect([refused.code, refused.value.error.requirement]).toEqual([1, 'task-ended']);
    expect(payer.requests).toHaveLength(1);
    expect((await submit(...again, '--send-anyway')).code).toBe(0);
    expect(payer.requests).toHaveLength(2);
  });

  it('finds the thing asked for by its code, and leaves the Task open when told to', async () => {
    const { code, err } = await submit(
      '--task',
      't1',
      '--base',
      clinic.base,
      '--file',
      scan,
      '--code',
      '18842-5',
      '--keep-open',
    );
    expect([code, task.status]).toEqual([0, 'requested']);
    expect(attachmentsOf(payer.requests[0]?.body)).toEqual([
      { lines: ['2'], code: '18842-5', type: 'DocumentReference' },
    ]);
    expect(err).toContain('not answered: 11506-3');
  });

  it('leaves it open while more is to follow', async () => {
    await submit('--task', 't1', '--base', clinic.base, '--file', scan, '--code', '18842-5', '--not-final');
    expect(task.status).toBe('requested');
  });

  it('asks which is which where that is not clear', async () => {
    const { code, value } = await submit('--task', 't1', '--base', clinic.base, '--file', note);
    expect([code, value.error.code]).toEqual([2, 'invalid-input']);
    expect(value.error.next).toContain('11506-3, 18842-5');
    expect(payer.requests).toEqual([]);
  });
});

describe('submit, wrongly', () => {
  it.each<[string, string[]]>([
    ['nothing said', []],
    ['no address', [...ids, '--file', 'x.pdf']],
    ['no content', ['--to', 'http://127.0.0.1:9/fhir', ...ids]],
    [
      'no member',
      ['--to', 'http://127.0.0.1:9/fhir', '--attach-to', 'claim', '--organization', '1', '--file', 'x.pdf'],
    ],
    [
      'nobody who submits',
      ['--to', 'http://127.0.0.1:9/fhir', '--attach-to', 'claim', '--member', 'urn:m|1', '--file', 'x.pdf'],
    ],
    ['nothing to attach it to', ['--to', 'http://127.0.0.1:9/fhir', '--member', 'urn:m|1', '--file', 'x.pdf']],
    ['an unknown use', ['--to', 'http://127.0.0.1:9/fhir', '--attach-to', 'claims', '--file', 'x.pdf']],
    ['a code before its file', ['--to', 'http://127.0.0.1:9/fhir', ...ids, '--code', '11506-3', '--file', 'x.pdf']],
    ['a file that is not there', ['--to', 'http://127.0.0.1:9/fhir', ...ids, '--file', 'no-such-file.pdf']],
    ['Parameters and ids', ['--to', 'http://127.0.0.1:9/fhir', '--parameters', 'x.json', '--member', 'urn:m|1']],
    ['an address that is none', ['--to', 'payer', ...ids, '--file', 'x.pdf']],
    ['credentials for nobody', ['--connection', 'x', '--token-env', 'T', ...ids, '--file', 'x.pdf']],
  ])('%s is exit 2', async (_, args) => {
    const { code, value } = await submit(...args);
    expect(code).toBe(2);
    expect(value.error.next).toBeTruthy();
  });
});
