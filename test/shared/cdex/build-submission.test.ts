import { describe, expect, it } from 'vitest';
import { buildDocument, referencesIn } from '../../../shared/cdex/build-document.ts';
import { buildSubmission, type NewSubmission } from '../../../shared/cdex/build-submission.ts';
import { checkAnswered, checkOutgoing } from '../../../shared/cdex/check-outgoing.ts';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { readSubmission } from '../../../shared/cdex/read-submission.ts';
import { submissionBase, submissionUrl } from '../../../shared/cdex/submission-url.ts';
import { cdexVersions } from '../../../shared/domain/connection.ts';
import type { SubmissionRequest } from '../../../shared/domain/submission.ts';
import { documentReference } from './samples.ts';

const id = (value: string) => ({ system: 'urn:ids', value });
const content = documentReference({ contentType: 'text/plain', data: 'bm90ZQ==', title: 'Note' }) as never;
const whole: NewSubmission = {
  trackingId: id('T'),
  adminRef: id('A'),
  attachTo: 'preauthorization',
  payerId: id('P'),
  organizationId: id('O'),
  providerId: id('D'),
  memberId: id('M'),
  serviceDate: '2026-05-06',
  attachments: [
    { lineItems: ['1', '2'], code: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] }, content },
  ],
  final: false,
};

describe('the Parameters of a submission', () => {
  it.each(cdexVersions)('of version %s satisfy every rule and are read back as they were said', (version) => {
    const parameters = buildSubmission(whole, version);
    expect(checkSubmission(parameters, version, true)).toEqual([]);
    const { adminRef, attachments, ...read } = readSubmission(parameters);
    expect(adminRef).toBe(version === 'ci' ? 'urn:ids|A' : undefined);
    expect(read).toEqual({
      trackingId: 'urn:ids|T',
      attachTo: 'preauthorization',
      payerId: 'urn:ids|P',
      organizationId: 'urn:ids|O',
      providerId: 'urn:ids|D',
      memberId: 'urn:ids|M',
      serviceDate: '2026-05-06',
      final: false,
    });
    expect(attachments).toMatchObject([{ code: '11506-3', lineItems: ['1', '2'] }]);
  });

  it('have the parts of an attachment in the order of the profile, and line items as text', () => {
    const part = buildSubmission(whole).parameter?.find(({ name }) => name === 'Attachment')?.part;
    expect(part?.map(({ name }) => name)).toEqual(['LineItem', 'LineItem', 'Code', 'Content']);
    expect(part?.[0]).toEqual({ name: 'LineItem', valueString: '1' });
  });

  it('leave out what is not said', () => {
    const { parameter } = buildSubmission({ attachTo: 'claim', attachments: [{ content }], final: true });
    expect(parameter?.map(({ name }) => name)).toEqual(['AttachTo', 'Attachment', 'Final']);
    expect(checkSubmission({ resourceType: 'Parameters', parameter }, '2.1').map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['parameters-missing', 'CONF-012', 'organization-or-provider', 'CONF-002']),
    );
  });
});

describe('what the Parameters no longer show', () => {
  const request: SubmissionRequest = {
    attachTo: 'claim',
    memberId: 'urn:members|M',
    attachments: [{ content: { from: 'form', formId: 'f' } }],
    final: true,
  };
  const rules = (more: Partial<SubmissionRequest>, context: Partial<Parameters<typeof checkOutgoing>[1]> = {}) =>
    checkOutgoing({ ...request, ...more }, { version: '2.1', today: '2026-05-06', ...context }).map(
      ({ rule, severity }) => `${severity} ${rule}`,
    );
  it.each<[string, string[], Partial<SubmissionRequest>, Partial<Parameters<typeof checkOutgoing>[1]>]>([
    ['nothing', [], {}, {}],
    ['no attachment', ['error parameters-missing'], { attachments: [] }, {}],
    ['nothing chosen', ['error attachment-content'], { attachments: [{ content: { from: 'unchosen' } }] }, {}],
    ['a reference number before ci', ['warning cdex-version'], { adminRef: 'urn:a|1' }, {}],
    [
      'a reference number nobody gave',
      ['warning admin-ref-number', 'information CONF-056'],
      { adminRef: 'urn:a|1', attachTo: 'preauthorization' },
      { version: 'ci' },
    ],
    [
      'more to follow where everything was wanted at once',
      ['warning multiple-submits'],
      { final: false },
      { asked: { multipleSubmits: false } },
    ],
    ['more to follow where that is welcome', [], { final: false }, { asked: { multipleSubmits: true } }],
    ['more to follow unasked', [], { final: false }, {}],
    [
      'a prior authorization nobody asked about (CONF-056)',
      ['information CONF-056'],
      { attachTo: 'preauthorization' },
      {},
    ],
    [
      'a prior authorization that was asked about',
      [],
      { attachTo: 'preauthorization' },
      { asked: { multipleSubmits: false } },
    ],
    ['a member without a system', ['information member-system'], { memberId: 'M' }, {}],
    ['a service to come', ['warning service-date'], { serviceDate: '2026-05-07' }, {}],
  ])('finds %s', (_, expected, more, context) => {
    expect(rules(more, context)).toEqual(expected);
  });
});

describe('the URL of the operation', () => {
  it.each([
    ['https://payer.example/fhir', 'https://payer.example/fhir/$submit-attachment', 'https://payer.example/fhir'],
    ['https://payer.example/fhir///', 'https://payer.example/fhir/$submit-attachment', 'https://payer.example/fhir'],
    ['https://payer.example', 'https://payer.example/$submit-attachment', 'https://payer.example'],
    [
      'https://payer.example/r/$submit-attachment',
      'https://payer.example/r/$submit-attachment',
      'https://payer.example/r',
    ],
    [
      'https://payer.example/r/%24submit-attachment/',
      'https://payer.example/r/%24submit-attachment/',
      'https://payer.example/r',
    ],
    ['https://payer.example/r?key=1#x', 'https://payer.example/r/$submit-attachment?key=1', 'https://payer.example/r'],
    ['payer.example/fhir', undefined, undefined],
    ['file:///etc/passwd', undefined, undefined],
  ])('%s', (to, url, base) => {
    expect(submissionUrl(to)).toBe(url);
    expect(submissionBase(to)).toBe(base);
  });
});

describe('a FHIR document', () => {
  const at = (path: string, resource: object) => ({
    url: `https://clinic.example/fhir/${path}`,
    resource: resource as never,
  });
  const parts = {
    chosen: [
      at('Condition/1', { resourceType: 'Condition', code: { text: 'A & B' } }),
      at('Condition/2', { resourceType: 'Condition' }),
    ],
    supporting: [at('Patient/1', { resourceType: 'Patient' })],
    title: 'Summary',
    author: [],
    now: '2026-05-06T10:00:00Z',
    ids: ['urn:uuid:b', 'urn:uuid:c'] as const,
  };

  it('has identifier, timestamp and its Composition first; a section for each kind of resource', () => {
    const { entry = [], ...bundle } = buildDocument(parts);
    expect(bundle).toEqual({
      resourceType: 'Bundle',
      identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:b' },
      type: 'document',
      timestamp: '2026-05-06T10:00:00Z',
    });
    expect(entry.map(({ fullUrl }) => fullUrl)).toEqual([
      'urn:uuid:c',
      ...[...parts.chosen, ...parts.supporting].map(({ url }) => url),
    ]);
    expect(entry[0]?.resource).toMatchObject({
      resourceType: 'Composition',
      type: { coding: [{ system: 'http://loinc.org', code: '11503-0' }] },
      subject: { reference: 'https://clinic.example/fhir/Patient/1' },
      author: [{ display: 'Unknown' }],
      section: [
        { title: 'Condition', entry: [{ reference: parts.chosen[0]?.url }, { reference: parts.chosen[1]?.url }] },
      ],
    });
    expect(JSON.stringify(entry[0])).toContain('<li>A &amp; B</li>');
  });

  it('finds the references into the same server, each once', () => {
    const base = 'https://clinic.example/fhir';
    const resource = {
      subject: { reference: 'Patient/1' },
      performer: [{ reference: `${base}/Practitioner/2` }, { reference: 'Patient/1' }, { reference: '#inside' }],
      derivedFrom: { reference: 'https://other.example/fhir/Patient/9' },
      focus: { reference: 'urn:uuid:1' },
      partOf: { reference: 'nonsense' },
    };
    expect(referencesIn(resource, base)).toEqual(['Patient/1', `${base}/Practitioner/2`]);
  });
});

it('a Task that has ended is answered only when that is meant; one that is open, reopened or of an unknown status is', () => {
  for (const status of ['completed', 'rejected', 'failed', 'cancelled'])
    expect(checkAnswered(status)).toMatchObject([{ rule: 'task-ended', severity: 'error', path: 'Task.status' }]);
  for (const status of ['requested', 'accepted', 'in-progress', 'on-hold', 'waiting', ''])
    expect(checkAnswered(status)).toEqual([]);
});
