import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ComposedSubmission } from '../../../shared/contract/submissions.ts';
import type { AttachmentWish } from '../../../shared/domain/submission.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';
import { bytes, json } from '../../fakes/partner/partner.ts';
import { claimSubmission, pdf, writeFile } from './submission-partner.ts';
import { startWork } from './work/task-server.ts';

/** A console at a server of ours where the member is Patient/1. */
async function start() {
  const work = await startWork();
  const compose = (content: AttachmentWish['content'], wish: Partial<AttachmentWish> = {}, whole = true) =>
    work.run('submissions.compose', {
      request: {
        ...claimSubmission(),
        memberId: 'http://payer.example/members|M-1',
        attachments: [{ code: '11506-3', ...wish, content }],
      },
      source: work.partner,
      whole,
    });
  return { ...work, compose };
}

/** The resource of the first attachment. */
const contentIn = ({ parameters }: ComposedSubmission) => {
  const list = (parameters as { parameter: { name: string; part: { resource?: unknown }[] }[] }).parameter;
  const parts = list.find(({ name }) => name === 'Attachment')?.part ?? [];
  return parts.at(-1)?.resource as Record<string, unknown>;
};
const rules = ({ findings }: ComposedSubmission) => findings.map(({ rule, severity }) => `${severity} ${rule}`);

describe('a file', () => {
  test('goes inside a DocumentReference, with type, size, hash and the member', async () => {
    const { compose } = await start();
    const composed = await compose({ from: 'file', path: writeFile('note.pdf', pdf()) });
    const sha1 = createHash('sha1').update(pdf()).digest('base64');
    expect(contentIn(composed)).toMatchObject({
      resourceType: 'DocumentReference',
      status: 'current',
      type: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] },
      subject: { identifier: { system: 'http://payer.example/members', value: 'M-1' } },
      content: [
        {
          attachment: {
            contentType: 'application/pdf',
            title: 'note.pdf',
            size: pdf().length,
            hash: sha1,
            data: Buffer.from(pdf()).toString('base64'),
          },
        },
      ],
    });
    expect(rules(composed)).toEqual([]);
    expect(composed.bytes).toBe(Buffer.byteLength(JSON.stringify(composed.parameters)));
    expect(composed.attachments).toEqual([
      {
        code: '11506-3',
        title: 'note.pdf',
        contentType: 'application/pdf',
        bytes: pdf().length,
        sha256: createHash('sha256').update(pdf()).digest('hex'),
      },
    ]);
  });

  test('is shown without its bytes', async () => {
    const { compose } = await start();
    const composed = await compose({ from: 'file', path: writeFile('note.pdf', pdf()) }, {}, false);
    const list = (composed.parameters as { parameter: { name: string }[] }).parameter;
    const at = list.findIndex(({ name }) => name === 'Attachment');
    const pointer = `/parameter/${at}/part/1/resource/content/0/attachment/data`;
    expect(getPointer(composed.parameters, pointer)).toEqual({ $base64: { bytes: pdf().length, pointer } });
  });

  test.each([
    ['scan.pdf', '<html><body>no</body></html>', 'text/html', 'warning content-type'],
    ['note.txt', 'plain words', 'text/plain', undefined],
    ['list.csv', 'a,b\n1,2', 'text/csv', undefined],
    ['record.xml', '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>', 'text/xml', undefined],
    ['strange', '\u0001\u0002', 'application/octet-stream', undefined],
    ['data.json', '{"a":1}', 'application/json', undefined],
  ])('%s is called by what it is', async (name, words, contentType, rule) => {
    const { compose } = await start();
    const composed = await compose({ from: 'file', path: writeFile(name, words) });
    expect(contentIn(composed)).toMatchObject({ content: [{ attachment: { contentType } }] });
    expect(rules(composed)).toEqual(rule ? [rule] : []);
  });

  test('a type somebody gave is kept, and a lie is found', async () => {
    const { compose } = await start();
    const path = writeFile('note.pdf', pdf());
    const composed = await compose({ from: 'file', path, contentType: 'image/png' });
    expect(contentIn(composed)).toMatchObject({ content: [{ attachment: { contentType: 'image/png' } }] });
    expect(rules(composed)).toEqual(['warning attachment-type']);
  });

  test('an empty one breaks a rule', async () => {
    const { compose } = await start();
    const composed = await compose({ from: 'file', path: writeFile('note.pdf', '') });
    expect(rules(composed)).toContain('error attachment-content');
  });

  test('one that holds a FHIR resource goes as that resource, with a byte order mark and large too', async () => {
    const { compose } = await start();
    const small = { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: 'http://q.example' };
    const marked = await compose({ from: 'file', path: writeFile('answers.json', `\ufeff${JSON.stringify(small)}`) });
    expect(contentIn(marked)).toEqual(small);
    const large = {
      resourceType: 'DocumentReference',
      status: 'current',
      content: [
        {
          attachment: { contentType: 'application/pdf', data: Buffer.alloc(1_500_000, '%PDF-1.4 ').toString('base64') },
        },
      ],
    };
    const composed = await compose({ from: 'file', path: writeFile('large.json', `\ufeff${JSON.stringify(large)}`) });
    expect(contentIn(composed)).toEqual(large);
    expect(rules(composed)).toEqual([]);
  });

  test('the same twice is told', async () => {
    const { run } = await start();
    const request = claimSubmission('one');
    const [first] = request.attachments;
    const composed = await run('submissions.compose', {
      request: { ...request, attachments: [first, first].filter((one) => one !== undefined) },
    });
    expect(rules(composed)).toEqual(['information attachment-twice']);
  });
});

describe('a resource of the server we work for', () => {
  const document = (id: string, members: object = {}) => ({
    resourceType: 'DocumentReference',
    id,
    meta: { versionId: '3' },
    status: 'current',
    subject: { reference: 'Patient/1' },
    author: [{ reference: 'Practitioner/9', display: 'Dr. Example' }],
    custodian: { reference: 'Organization/4' },
    content: [{ attachment: { contentType: 'application/pdf', url: 'Binary/b1' } }],
    ...members,
  });

  test('a document goes with its bytes inside and its patient by the member id; nothing leads back to our server', async () => {
    const { compose, server } = await start();
    server.resources.set('DocumentReference', [document('d9')]);
    server.on('GET /Binary/b1', bytes(200, pdf(), { 'content-type': 'application/pdf' }));
    const composed = await compose({ from: 'reference', reference: 'DocumentReference/d9' });
    expect(contentIn(composed)).toEqual({
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { identifier: { system: 'http://payer.example/members', value: 'M-1' } },
      author: [{ display: 'Dr. Example' }],
      content: [
        {
          attachment: {
            contentType: 'application/pdf',
            data: Buffer.from(pdf()).toString('base64'),
            size: pdf().length,
          },
        },
      ],
    });
    expect(rules(composed)).toEqual([]);
    expect(composed.attachments[0]).toMatchObject({ contentType: 'application/pdf', bytes: pdf().length });
  });

  test('a Binary that comes as a resource is unwrapped, and lies about type and size are found', async () => {
    const { compose, server } = await start();
    const attachment = { contentType: 'image/png', url: `${server.baseUrl}/Binary/b2`, size: 3 };
    server.resources.set('DocumentReference', [document('d9', { content: [{ attachment }] })]);
    server.resources.set('Binary', [
      { resourceType: 'Binary', id: 'b2', contentType: 'application/pdf', data: Buffer.from(pdf()).toString('base64') },
    ]);
    const composed = await compose({ from: 'reference', reference: 'DocumentReference/d9' });
    expect(rules(composed).sort()).toEqual(['warning attachment-type', 'warning content-size']);
    expect(composed.attachments[0]).toMatchObject({ bytes: pdf().length });
    const alone = await compose({ from: 'reference', reference: 'Binary/b2' });
    expect(contentIn(alone)).toMatchObject({
      resourceType: 'DocumentReference',
      content: [{ attachment: { contentType: 'application/pdf', size: pdf().length } }],
    });
  });

  test('another person’s is refused', async () => {
    const { compose, server } = await start();
    server.resources.set('DocumentReference', [
      document('d9', {
        subject: { reference: 'Patient/2' },
        content: [{ attachment: { contentType: 'text/plain', data: 'QQ==' } }],
      }),
    ]);
    const composed = await compose({ from: 'reference', reference: 'DocumentReference/d9' });
    expect(rules(composed)).toEqual(['error foreign-data']);
  });

  test('other resources go as they are', async () => {
    const { compose, server } = await start();
    const composed = await compose({ from: 'reference', reference: 'Condition/c1' });
    expect(contentIn(composed)).toEqual(server.resources.get('Condition')?.[0]);
  });

  test('a search is no reference', async () => {
    const { refused, partner, server } = await start();
    const content = { from: 'reference' as const, reference: 'Condition?patient=1' };
    const request = { ...claimSubmission(), attachments: [{ content }] };
    expect(await refused('submissions.compose', { request, source: partner })).toMatchObject({ code: 'invalid-input' });
    expect(server.asked('GET').filter((url) => url.startsWith('Condition'))).toEqual([]);
  });

  test('what is not there is a failure with its exchange', async () => {
    const { refused, partner } = await start();
    const request = {
      ...claimSubmission(),
      attachments: [{ content: { from: 'reference' as const, reference: 'Condition/none' } }],
    };
    expect(await refused('submissions.compose', { request, source: partner })).toMatchObject({
      httpStatus: 404,
      exchangeId: expect.any(String),
    });
  });
});

describe('the answer to a search', () => {
  test('goes as one searchset of all pages, without what is another person’s', async () => {
    const { compose, server } = await start();
    const condition = (id: string, who: string) => ({
      resource: { resourceType: 'Condition', id, subject: { reference: `Patient/${who}` } },
    });
    const page = (entry: object[], link: object[] = []) =>
      json(200, { resourceType: 'Bundle', type: 'searchset', link, entry });
    server.on(
      'GET /Condition',
      page([condition('a', '1'), condition('b', '2')], [{ relation: 'next', url: `${server.baseUrl}/next` }]),
    );
    const notice = {
      resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational' }] },
    };
    server.on('GET /next', page([notice, condition('c', '1')]));
    const composed = await compose({ from: 'query', query: 'Condition?patient=1' });
    expect(contentIn(composed)).toEqual({
      resourceType: 'Bundle',
      type: 'searchset',
      total: 2,
      entry: [condition('a', '1'), condition('c', '1')],
    });
    expect(composed.findings).toMatchObject([
      { rule: 'foreign-data', severity: 'warning', message: expect.stringContaining('Condition/b was left out') },
    ]);
  });

  test('with nothing in it breaks a rule; next links in a circle end', async () => {
    const { compose, server } = await start();
    server.on('GET /Observation', json(200, { resourceType: 'Bundle', type: 'searchset', total: 0 }));
    expect(rules(await compose({ from: 'query', query: 'Observation?patient=1' }))).toEqual([
      'error attachment-content',
    ]);
    const next = [{ relation: 'next', url: `${server.baseUrl}/Procedure?page=1` }];
    const entry = [{ resource: { resourceType: 'Procedure', id: 'p', subject: { reference: 'Patient/1' } } }];
    server.on('GET /Procedure', json(200, { resourceType: 'Bundle', type: 'searchset', link: next, entry }));
    expect(rules(await compose({ from: 'query', query: 'Procedure?patient=1' }))).toEqual(['error query-limit']);
  });
});

describe('a FHIR document', () => {
  test('stands alone: its Composition first, what is referred to inside, documents inline', async () => {
    const { compose, server } = await start();
    server.resources.set('Practitioner', [{ resourceType: 'Practitioner', id: 'p1', name: [{ family: 'Example' }] }]);
    server.resources.set('Condition', [
      {
        resourceType: 'Condition',
        id: 'c1',
        code: { text: 'Asthma <severe>' },
        subject: { reference: 'Patient/1' },
        asserter: { reference: 'Practitioner/p1' },
        encounter: { reference: 'Encounter/gone' },
      },
    ]);
    const references = ['Condition/c1', 'DocumentReference/d1'];
    const composed = await compose({ from: 'document', references, title: 'Summary' }, { code: '34133-9' });
    const bundle = contentIn(composed) as unknown as {
      type: string;
      identifier: { value: string };
      timestamp: string;
      entry: { fullUrl: string; resource: Record<string, unknown> }[];
    };
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'document' });
    expect(bundle.identifier.value).toMatch(/^urn:uuid:/);
    expect(bundle.timestamp).toMatch(/^\d{4}-/);
    expect(bundle.entry.map(({ resource }) => resource.resourceType)).toEqual([
      'Composition',
      'Condition',
      'DocumentReference',
      'Patient',
      'Practitioner',
    ]);
    const urls = new Set(bundle.entry.map(({ fullUrl }) => fullUrl));
    const composition = bundle.entry[0]?.resource as {
      section: { entry: { reference: string }[] }[];
      subject: { reference: string };
    };
    const named = composition.section.flatMap(({ entry }) => entry.map(({ reference }) => reference));
    expect(named).toEqual(references.map((reference) => `${server.baseUrl}/${reference}`));
    expect([...named, composition.subject.reference].every((reference) => urls.has(reference))).toBe(true);
    expect(composition).toMatchObject({
      status: 'final',
      title: 'Summary',
      type: { coding: [{ code: '34133-9' }] },
      author: [{ identifier: { value: '9941001015' } }],
      text: { div: expect.stringContaining('Asthma &lt;severe&gt;') },
    });
    expect(composed.findings).toMatchObject([
      { rule: 'document-references', severity: 'warning', message: expect.stringContaining('Encounter/gone') },
    ]);
  });
});

describe('a form that was filled in here', () => {
  test('goes as its response; unfinished and wrong answers are told', async () => {
    const { compose, run, refused } = await start();
    const questionnaire = {
      resourceType: 'Questionnaire',
      url: 'http://forms.example/oxygen',
      status: 'active',
      item: [{ linkId: '1', text: 'Hours', type: 'integer' }],
    };
    const response = {
      resourceType: 'QuestionnaireResponse',
      questionnaire: 'http://forms.example/oxygen',
      status: 'in-progress',
      item: [{ linkId: '1', answer: [{ valueString: 'many' }] }],
    };
    const { id } = await run('questionnaires.saveForm', { questionnaire, response });
    const composed = await compose({ from: 'form', formId: id });
    expect(contentIn(composed)).toEqual(response);
    expect(rules(composed)).toEqual(['error qr-type', 'warning qr-status']);
    const request = { ...claimSubmission(), attachments: [{ content: { from: 'form' as const, formId: 'none' } }] };
    expect(await refused('submissions.compose', { request })).toMatchObject({ code: 'not-found' });
  });
});

describe('versions', () => {
  test.each([
    ['2.0', false],
    ['2.1', false],
    ['ci', true],
  ] as const)('%s writes the administrative reference number: %s', async (cdexVersion, written) => {
    const { run, server } = await start();
    const request = {
      ...claimSubmission('one'),
      attachTo: 'preauthorization' as const,
      adminRef: 'https://payer.example/admin|A-1',
    };
    const partner = { baseUrl: server.baseUrl, cdexVersion };
    const { parameters, findings } = await run('submissions.compose', { request, partner, taskId: 'any' });
    const names = (parameters as { parameter: { name: string }[] }).parameter.map(({ name }) => name);
    expect(names.includes('AdminRefNumber')).toBe(written);
    expect(findings.map(({ rule }) => rule)).toEqual(written ? [] : ['cdex-version']);
  });
});
