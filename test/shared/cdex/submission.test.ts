import { describe, expect, it } from 'vitest';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { hashHex, readSubmission } from '../../../shared/cdex/read-submission.ts';
import { requirements } from '../../../shared/cdex/requirements.ts';
import { lookAtData } from '../../../shared/fhir/look-at-data.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';
import {
  attachment,
  code,
  coded,
  content,
  documentReference,
  lineItem,
  parameters,
  submission,
  submissionWith,
} from './samples.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const findings = (value: unknown, version: '2.0' | '2.1' | 'ci' = '2.1', solicited = false) =>
  checkSubmission(value, version, solicited).map((one) => `${one.severity} ${one.rule} ${one.path}`);

const note = documentReference({ contentType: 'text/plain', data: 'bm90ZQ==' });
const withAttachment = (...part: Parameters<typeof attachment>) => submissionWith({ Attachment: attachment(...part) });

describe('reading a submission', () => {
  it('shows everything it says', () => {
    const value = submissionWith({
      AdminRefNumber: { name: 'AdminRefNumber', valueIdentifier: { value: 'R-1' } },
      Final: { name: 'Final', valueBoolean: false },
    });
    expect(readSubmission(value)).toEqual({
      trackingId: 'http://payer.example/TrackingId|T-1',
      adminRef: 'R-1',
      attachTo: 'claim',
      memberId: 'http://payer.example/MemberId|M-1',
      payerId: 'http://payer.example/PayerId|P-1',
      providerId: 'http://payer.example/ProviderId|D-1',
      organizationId: 'http://payer.example/OrganizationId|O-1',
      serviceDate: '2024-04-20',
      final: false,
      attachments: [
        {
          code: '11506-3',
          title: 'Note',
          resourceType: 'DocumentReference',
          contentType: 'text/plain',
          pointer: '/parameter/7/part/2/resource/content/0/attachment/data',
          lineItems: ['1'],
        },
      ],
    });
  });

  it('does not mind order or case of the names', () => {
    const list = Object.values(parameters());
    const shouted = list.map((one) => ({ ...one, name: one.name.toUpperCase() })).reverse();
    const { attachments: _, ...rest } = readSubmission(submission(...list));
    expect(readSubmission(submission(...shouted))).toMatchObject(rest);
    const pointer = readSubmission(submission(...shouted)).attachments[0]?.pointer ?? '';
    expect(getPointer(submission(...shouted), pointer)).toBe('bm90ZQ==');
  });

  it('takes each content of a DocumentReference for an attachment of its own', () => {
    const resource = documentReference(
      {
        contentType: 'application/pdf',
        data: 'JVBERi0=',
        size: 5,
        hash: 'qUqP5cyxm6YcTAhz05Hph5gvu9M=',
        title: 'a.pdf',
      },
      { contentType: 'text/xml', url: 'https://ehr.example/Binary/1' },
      {},
    );
    const value = withAttachment(lineItem('2'), lineItem('3'), content(resource));
    const { attachments } = readSubmission(value);
    expect(attachments).toEqual([
      {
        code: '11506-3',
        title: 'a.pdf',
        resourceType: 'DocumentReference',
        contentType: 'application/pdf',
        declaredBytes: 5,
        declaredSha1: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3',
        pointer: '/parameter/7/part/2/resource/content/0/attachment/data',
        lineItems: ['2', '3'],
      },
      {
        code: '11506-3',
        title: '11506-3',
        resourceType: 'DocumentReference',
        contentType: 'text/xml',
        url: 'https://ehr.example/Binary/1',
        pointer: '/parameter/7/part/2/resource',
        lineItems: ['2', '3'],
      },
      {
        code: '11506-3',
        title: '11506-3',
        resourceType: 'DocumentReference',
        contentType: 'application/octet-stream',
        pointer: '/parameter/7/part/2/resource',
        lineItems: ['2', '3'],
      },
    ]);
    expect(getPointer(value, attachments[0]?.pointer ?? '')).toBe('JVBERi0=');
    expect(getPointer(value, attachments[1]?.pointer ?? '')).toEqual(resource);
  });

  it.each([
    [{ resourceType: 'Binary', contentType: 'image/png', data: 'iVBO' }, 'image/png', '/data'],
    [{ resourceType: 'Binary' }, 'application/octet-stream', ''],
    [{ resourceType: 'Observation', code: { text: 'HbA1c' } }, 'application/fhir+json', ''],
    [{ resourceType: 'QuestionnaireResponse', status: 'completed' }, 'application/fhir+json', ''],
    [{ resourceType: 'DocumentReference' }, 'application/fhir+json', ''],
  ])('points into %j', (resource, contentType, below) => {
    const [first] = readSubmission(withAttachment(content(resource))).attachments;
    expect(first).toMatchObject({ resourceType: resource.resourceType, contentType });
    expect(first?.pointer).toBe(`/parameter/7/part/0/resource${below}`);
  });

  it('titles a document Bundle by its Composition', () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'document',
      entry: [{ resource: { resourceType: 'Composition', title: 'Summary' } }],
    };
    expect(readSubmission(withAttachment(content(bundle))).attachments[0]?.title).toBe('Summary');
  });

  it('reads what older versions and careless senders wrote', () => {
    const value = submission(
      { name: 'TargetId', valueString: 'T-0' },
      { name: 'Final', valueString: 'false' },
      {
        name: 'Attachment',
        part: [
          { name: 'LineItem', valueInteger: 4 },
          { name: 'content', resource: note },
        ],
      },
      { name: 'Attachment' },
      { name: 'Attachment', part: [{ name: 'Content' }] },
    );
    expect(readSubmission(value)).toMatchObject({ trackingId: 'T-0', final: false });
    expect(readSubmission(value).attachments).toHaveLength(1);
    expect(readSubmission(value).attachments[0]?.lineItems).toEqual(['4']);
  });

  it.each([undefined, null, [], {}, 'x', { resourceType: 'Bundle' }, { resourceType: 'Parameters' }])(
    'finds nothing in %j',
    (value) => {
      expect(readSubmission(value)).toEqual({ attachments: [] });
    },
  );

  it.each([
    ['qUqP5cyxm6YcTAhz05Hph5gvu9M=', 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3'],
    ['A94A8FE5CCB19BA61C4C0873D391E987982FBBD3', 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3'],
    [
      Buffer.from('a94a8fe5ccb19ba61c4c0873d391e987982fbbd3').toString('base64'),
      'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3',
    ],
    ['not a hash', undefined],
    ['AAAA', undefined],
    [undefined, undefined],
  ])('reads the hash %s as %s', (text, hex) => {
    expect(hashHex(text)).toBe(hex);
  });
});

describe('the rules for a submission', () => {
  it.each(['2.0', '2.1', 'ci'] as const)('are content with a whole one in %s', (version) => {
    expect(checkSubmission(submissionWith({}), version)).toEqual([]);
  });

  it.each([
    ['PayerId', submissionWith({ PayerId: undefined })],
    ['ProviderId', submissionWith({ ProviderId: undefined })],
    ['OrganizationId', submissionWith({ OrganizationId: undefined })],
    [
      'ServiceDate, for a prior authorization',
      submissionWith({ ServiceDate: undefined, AttachTo: { name: 'AttachTo', valueCode: 'preauthorization' } }),
    ],
    ['LineItem', withAttachment(code, content(note))],
    ['Code, with answers to a questionnaire', withAttachment(content({ resourceType: 'QuestionnaireResponse' }))],
  ])('do not miss %s', (_, value) => {
    expect(findings(value)).toEqual([]);
  });

  it('say what stands there where a value is of another kind, and which case a name is in', () => {
    const said = (value: unknown) => checkSubmission(value, '2.1', true).map(({ message }) => message);
    expect(said(submissionWith({ Final: { name: 'Final', valueBoolean: 'true' as never } }))).toEqual([
      'Final must be a valueBoolean; what stands there is a JSON string.',
    ]);
    expect(said(submissionWith({ Final: { name: 'Final', valueString: 'true' } }))).toEqual([
      'Final must be a valueBoolean; it is a valueString.',
    ]);
    expect(said(withAttachment(code, { ...content(note), name: 'content' }))).toEqual([
      'content is written in another case than Content.',
    ]);
  });

  it('are not drowned by a flood of what is no parameter', () => {
    const flood = { resourceType: 'Parameters', parameter: Array.from({ length: 100_000 }, () => null) };
    expect(checkSubmission(flood, '2.1').length).toBeLessThan(300);
  });

  it.each(['TrackingId', 'AttachTo', 'MemberId', 'Attachment'])('miss %s', (name) => {
    const found = checkSubmission(submissionWith({ [name]: undefined }), '2.1');
    expect(found).toEqual([
      expect.objectContaining({ severity: 'error', rule: 'parameters-missing', message: `${name} is missing.` }),
    ]);
  });

  it.each([
    [
      'neither organization nor provider',
      submissionWith({ OrganizationId: undefined, ProviderId: undefined }),
      'error organization-or-provider Parameters.parameter',
    ],
    [
      'no service date for a claim (CONF-012)',
      submissionWith({ ServiceDate: undefined }),
      'error CONF-012 Parameters.parameter',
    ],
    [
      'a service date to the month (CONF-012)',
      submissionWith({ ServiceDate: { name: 'ServiceDate', valueDateTime: '2024-04' } }),
      'error CONF-012 Parameters.parameter[6]',
    ],
    [
      'a service date that is none',
      submissionWith({ ServiceDate: { name: 'ServiceDate', valueDateTime: 'last May' } }),
      'error CONF-012 Parameters.parameter[6]',
    ],
    [
      'a service date in another member',
      submissionWith({ ServiceDate: { name: 'ServiceDate', valueDate: '2024-04-20' } }),
      'error parameters-type Parameters.parameter[6].valueDateTime',
    ],
    [
      'another use',
      submissionWith({ AttachTo: { name: 'AttachTo', valueCode: 'appeal' } }),
      'error attach-to Parameters.parameter[1]',
    ],
    [
      'a tracking id as text',
      submissionWith({ TrackingId: { name: 'TrackingId', valueString: 'T' } }),
      'error parameters-type Parameters.parameter[0].valueIdentifier',
    ],
    [
      'an empty tracking id',
      submissionWith({ TrackingId: { name: 'TrackingId', valueIdentifier: { system: 's' } } }),
      'error parameters-value Parameters.parameter[0].valueIdentifier.value',
    ],
    [
      'a tracking id without system',
      submissionWith({ TrackingId: { name: 'TrackingId', valueIdentifier: { value: 'v' } } }),
      'information tracking-id-system Parameters.parameter[0].valueIdentifier.system',
    ],
    [
      'a member id without value',
      submissionWith({ MemberId: { name: 'MemberId' } }),
      'error parameters-value Parameters.parameter[5].valueIdentifier',
    ],
    [
      'Final as text',
      submissionWith({ Final: { name: 'Final', valueString: 'true' } }),
      'error parameters-type Parameters.parameter[8].valueBoolean',
    ],
    [
      'a name in the wrong case',
      submissionWith({ MemberId: { ...parameters().MemberId, name: 'memberId' } }),
      'error parameters-name Parameters.parameter[5].name',
    ],
    [
      'a name nobody defined',
      submissionWith({ Extra: { name: 'Comment', valueString: 'x' } }),
      'error parameters-name Parameters.parameter[8].name',
    ],
    [
      'a parameter without a name',
      submissionWith({ Extra: { name: '' } }),
      'error parameters-name Parameters.parameter[8].name',
    ],
    [
      'an AdminRefNumber for a partner of 2.1',
      submissionWith({
        AttachTo: { name: 'AttachTo', valueCode: 'preauthorization' },
        Extra: { name: 'AdminRefNumber', valueIdentifier: { value: 'x' } },
      }),
      'warning cdex-version Parameters.parameter[8]',
    ],
    [
      'a line item as a number',
      withAttachment({ name: 'LineItem', valueInteger: 1 }, code, content(note)),
      'error parameters-type Parameters.parameter[7].part[0].valueString',
    ],
    [
      'a line item twice',
      withAttachment(lineItem('1'), lineItem('1'), code, content(note)),
      'information line-item-twice Parameters.parameter[7].part[1]',
    ],
    [
      'no code on an unsolicited attachment (CONF-002)',
      withAttachment(content(note)),
      'warning CONF-002 Parameters.parameter[7]',
    ],
    [
      'a code of neither system',
      withAttachment({ name: 'Code', valueCodeableConcept: coded('http://x.example', 'n') }, content(note)),
      'information attachment-code Parameters.parameter[7].part[0]',
    ],
    [
      'a code as text',
      withAttachment({ name: 'Code', valueString: 'note' }, content(note)),
      'error parameters-type Parameters.parameter[7].part[0].valueCodeableConcept',
    ],
    [
      'two codes',
      withAttachment(code, code, content(note)),
      'error parameters-repeated Parameters.parameter[7].part[1]',
    ],
    [
      'a code that says nothing',
      withAttachment({ name: 'Code', valueCodeableConcept: {} }, content(note)),
      'error parameters-value Parameters.parameter[7].part[0].valueCodeableConcept',
    ],
    [
      'a bare value among the parameters',
      submission(...Object.values(parameters()), 'x' as never),
      'error parameters-form Parameters.parameter[8]',
    ],
    [
      'null among the parts',
      withAttachment(code, content(note), null as never),
      'error parameters-form Parameters.parameter[7].part[2]',
    ],
    [
      'a parameter with two values',
      submissionWith({ PayerId: { ...parameters().PayerId, valueString: 'P-1' } as never }),
      'error parameters-form Parameters.parameter[2]',
    ],
    [
      'a modifier extension nobody knows, at the operation (CONF-096)',
      { ...submissionWith({}), modifierExtension: [{ url: 'https://x.example/not' }] },
      'error modifier-extension Parameters.modifierExtension[0]',
    ],
    [
      'a modifier extension nobody knows, at a parameter (CONF-096)',
      submissionWith({ PayerId: { ...parameters().PayerId, modifierExtension: [{ url: 'u' }] } as never }),
      'error modifier-extension Parameters.parameter[2].modifierExtension[0]',
    ],
    [
      'a modifier extension nobody knows, at a part (CONF-096)',
      withAttachment({ ...code, modifierExtension: [{}] } as never, content(note)),
      'error modifier-extension Parameters.parameter[7].part[0].modifierExtension[0]',
    ],
    [
      'a modifier extension nobody knows, in the content, which is kept (CONF-096)',
      withAttachment(code, content({ ...note, modifierExtension: [{ url: 'u' }] } as never)),
      'warning modifier-extension Parameters.parameter[7].part[1].resource.modifierExtension[0]',
    ],
    ['no content', withAttachment(code), 'error parameters-missing Parameters.parameter[7]'],
    [
      'content that is no resource',
      withAttachment(code, { name: 'Content', valueString: 'x' }),
      'error parameters-value Parameters.parameter[7].part[1].resource',
    ],
    [
      'two contents',
      withAttachment(code, content(note), content(note)),
      'error parameters-repeated Parameters.parameter[7].part[2]',
    ],
    [
      'a part nobody defined',
      withAttachment(code, content(note), { name: 'Comment', valueString: 'x' }),
      'error parameters-name Parameters.parameter[7].part[2].name',
    ],
    [
      'a document that is not there',
      withAttachment(code, content(documentReference({ contentType: 'text/plain' }))),
      'error attachment-content Parameters.parameter[7].part[1].resource.content[0].attachment',
    ],
    [
      'a document that is not base64',
      withAttachment(code, content(documentReference({ contentType: 'text/plain', data: '<p>hello</p>' }))),
      'error attachment-content Parameters.parameter[7].part[1].resource.content[0].attachment.data',
    ],
    [
      'a document without a type',
      withAttachment(code, content(documentReference({ data: 'bm90ZQ==' }))),
      'warning attachment-content-type Parameters.parameter[7].part[1].resource.content[0].attachment.contentType',
    ],
    [
      'an empty document',
      withAttachment(code, content(documentReference({ contentType: 'text/plain', data: '==' }))),
      'error attachment-content Parameters.parameter[7].part[1].resource.content[0].attachment.data',
    ],
    [
      'base64 that breaks off',
      withAttachment(code, content(documentReference({ contentType: 'text/plain', data: 'bm90ZQ==bm90' }))),
      'error attachment-content Parameters.parameter[7].part[1].resource.content[0].attachment.data',
    ],
    [
      'a document of another type than declared',
      withAttachment(code, content(documentReference({ contentType: 'application/pdf', data: 'bm90ZQ==' }))),
      'warning attachment-type Parameters.parameter[7].part[1].resource.content[0].attachment.contentType',
    ],
    [
      'a page declared as plain text',
      withAttachment(code, content(documentReference({ contentType: 'text/plain', data: base64('<html>x</html>') }))),
      'warning attachment-type Parameters.parameter[7].part[1].resource.content[0].attachment.contentType',
    ],
    [
      'a document of another size than declared',
      withAttachment(code, content(documentReference({ contentType: 'text/plain', data: 'bm90ZQ==', size: 5 }))),
      'warning attachment-size Parameters.parameter[7].part[1].resource.content[0].attachment.size',
    ],
    [
      'a C-CDA with an external entity',
      withAttachment(
        code,
        content(
          documentReference({
            contentType: 'application/xml',
            data: base64(
              '<!DOCTYPE c [<!ENTITY e SYSTEM "file:///etc/hosts">]><ClinicalDocument>&e;</ClinicalDocument>',
            ),
          }),
        ),
      ),
      'warning attachment-active Parameters.parameter[7].part[1].resource.content[0].attachment.data',
    ],
    [
      'a C-CDA with a script',
      withAttachment(
        code,
        content({
          resourceType: 'Binary',
          contentType: 'text/xml',
          data: base64('<ClinicalDocument><text><script>x()</script></text></ClinicalDocument>'),
        }),
      ),
      'warning attachment-active Parameters.parameter[7].part[1].resource.data',
    ],
    [
      'a line item beside the attachments',
      submissionWith({ Extra: { name: 'LineItem', valueString: '1' } }),
      'error parameters-misplaced Parameters.parameter[8].name',
    ],
    [
      'a member id inside an attachment',
      withAttachment({ name: 'MemberId', valueIdentifier: { value: 'M1' } }, code, content(note)),
      'error parameters-misplaced Parameters.parameter[7].part[0].name',
    ],
    [
      'no document at all',
      withAttachment(code, content(documentReference())),
      'error attachment-content Parameters.parameter[7].part[1].resource.content',
    ],
  ])('find %s', (_, value, finding) => {
    expect(findings(value)).toEqual([finding]);
  });

  it('find five names in the wrong case, each at its place', () => {
    const list = Object.values(parameters()).map((one, index) =>
      index < 5 ? { ...one, name: one.name.toLowerCase() } : one,
    );
    expect(findings(submission(...list))).toEqual(
      [0, 1, 2, 3, 4].map((index) => `error parameters-name Parameters.parameter[${index}].name`),
    );
  });

  it('take Content in any place among the parts', () => {
    expect(findings(withAttachment(content(note), lineItem('1'), code))).toEqual([]);
  });

  it('hold a declared hash against the data where somebody has hashed them', () => {
    const value = withAttachment(
      code,
      content(documentReference({ contentType: 'text/plain', data: 'bm90ZQ==', hash: 'qUqP5cyxm6YcTAhz05Hph5gvu9M=' })),
    );
    const rules = (hex: string) =>
      checkSubmission(value, '2.1', false, (data) => ({ ...lookAtData(data), sha1: () => hex })).map(
        ({ rule }) => rule,
      );
    expect(rules('a94a8fe5ccb19ba61c4c0873d391e987982fbbd3')).toEqual([]);
    expect(rules('0000000000000000000000000000000000000000')).toEqual(['attachment-hash']);
    expect(findings(value)).toEqual([]);
  });

  it('name the right name', () => {
    const next = (name: string) =>
      checkSubmission(submissionWith({ MemberId: { ...parameters().MemberId, name } }), '2.1').find(
        (one) => one.rule === 'parameters-name',
      )?.next;
    expect(next('memberid')).toBe('Write MemberId.');
    expect(next('MemberID')).toBe('Write MemberId.');
    expect(next('MemberIdd')).toBe('Did you mean MemberId?');
  });

  it('want each parameter once', () => {
    const twice = submission(...Object.values(parameters()), parameters().MemberId);
    expect(findings(twice)).toEqual(['error parameters-repeated Parameters.parameter[8]']);
  });

  it('do not miss a code on what was asked for', () => {
    expect(findings(withAttachment(content(note)), '2.1', true)).toEqual([]);
  });

  it('take an AdminRefNumber for a prior authorization in the continuous build', () => {
    const reference = { name: 'AdminRefNumber', valueIdentifier: { value: 'x' } };
    const value = (use: string) =>
      submissionWith({ AttachTo: { name: 'AttachTo', valueCode: use }, AdminRefNumber: reference });
    expect(findings(value('preauthorization'), 'ci')).toEqual([]);
    expect(findings(value('claim'), 'ci')).toEqual(['warning admin-ref-number Parameters.parameter[8]']);
  });

  it.each([undefined, null, [], 'x', {}, { resourceType: 'Bundle' }])('say that %j is no submission', (value) => {
    expect(findings(value)).toEqual(['error parameters Parameters']);
  });

  it('survive anything in any place, and every rule they name is explained', () => {
    const rubbish: unknown[] = [null, 7, '', 'x', [], [null], {}, { coding: 'x' }, [[{}]], [{ name: 7, part: 'x' }]];
    const keys = ['name', 'part', 'valueIdentifier', 'valueCode', 'valueDateTime', 'resource'];
    for (const [name, one] of Object.entries(parameters())) {
      for (const key of keys) {
        for (const value of rubbish) {
          const broken = submission(...Object.values({ ...parameters(), [name]: { ...one, [key]: value } }));
          expect(Array.isArray(readSubmission(broken).attachments)).toBe(true);
          for (const { rule, message, next } of checkSubmission(broken, '2.1')) {
            expect(requirements).toHaveProperty([rule]);
            expect(`${message} ${next}`).not.toMatch(/undefined|\[object/);
          }
        }
      }
    }
  });
});

it('a message that breaks a rule many thousand times is refused for its first breaches', () => {
  const parameter = Array.from({ length: 20_000 }, (_, index) => ({ name: `Unknown${index}` }));
  const found = checkSubmission({ resourceType: 'Parameters', parameter }, '2.1');
  const names = found.filter(({ rule }) => rule === 'parameters-name');
  expect(names).toHaveLength(200);
  expect(names[0]?.path).toBe('Parameters.parameter[0].name');
});

it('warnings, however many, hide no error that comes after them', () => {
  const uncoded = { name: 'Attachment', part: [{ name: 'Content', resource: { resourceType: 'Observation' } }] };
  const empty = { name: 'Attachment', part: [{ name: 'Code', valueCodeableConcept: { text: 'note' } }] };
  const parameter = [...Array.from({ length: 500 }, () => uncoded), empty];
  const found = checkSubmission({ resourceType: 'Parameters', parameter }, '2.1');
  expect(found.filter(({ rule }) => rule === 'CONF-002')).toHaveLength(200);
  expect(found).toContainEqual(
    expect.objectContaining({ path: 'Parameters.parameter[500]', message: 'Content is missing.' }),
  );
});
