import { describe, expect, it } from 'vitest';
import { checkTask, isAttachmentRequest } from '../../../shared/cdex/check-task.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import { requirements } from '../../../shared/cdex/requirements.ts';
import { attachmentRequest, coded, neededDocument, neededForm, payerUrl, purpose, serviceDate } from './samples.ts';

const findings = (task: unknown, version: '2.0' | '2.1' | 'ci' = '2.1') =>
  checkTask(task, version).map((one) => `${one.severity} ${one.rule} ${one.path}`);

const byForm = { code: coded(systems.pas, 'attachment-request-questionnaire') };
const date = serviceDate('2024-04-20');
const forPreauthorization = {
  reasonCode: { ...coded(systems.claimUse, 'preauthorization'), text: 'preauthorization' },
};
const spoiled = (change: (task: ReturnType<typeof attachmentRequest>) => unknown) => {
  const task = attachmentRequest();
  change(task);
  return task;
};
const contained = (type: string, members: Record<string, unknown>) => {
  const list = attachmentRequest().contained as Record<string, unknown>[];
  return { contained: list.map((one) => (one.resourceType === type ? { ...one, ...members } : one)) };
};

const whole = attachmentRequest().contained as unknown[];
const line20 = {
  url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-serviceLineNumber',
  valuePositiveInt: 1,
};
const trackingId = { type: coded(systems.cdex, 'tracking-id'), system: 's', value: 'v' };
const adminRef = { type: coded(systems.cdex, 'admin-ref-number'), system: 's', value: 'A-1' };
const member = { type: coded(systems.identifierType, 'MB'), value: 'M-1' };

const written20 = attachmentRequest({
  code: coded(systems.cdex, 'attachment-request-code'),
  ...contained('Patient', { identifier: [{ type: coded(systems.hrex, 'UMB'), value: 'M-1' }] }),
  input: [
    { ...neededDocument(), type: coded(systems.hrex, 'data-code'), extension: [line20] },
    { ...payerUrl, type: coded(systems.cdex, 'payer-url') },
    date,
  ],
});

describe('the rules for an attachment request', () => {
  it.each([
    ['a whole one', {}],
    ['one for a prior authorization, without a date', { ...forPreauthorization, input: [neededDocument(), payerUrl] }],
    ['one by questionnaire', { ...byForm, input: [neededForm(), payerUrl, date] }],
    [
      'one by several questionnaires',
      { ...byForm, input: [neededForm(), neededForm('http://forms.example/b'), payerUrl, date] },
    ],
    [
      'a questionnaire as PAS writes it',
      { ...byForm, input: [{ type: neededForm().type, valueString: 'http://x' }, payerUrl, date] },
    ],
    ['a completed one without output', { status: 'completed' }],
    [
      'an extension nobody knows (CONF-096)',
      { extension: [{ url: 'http://x.example', valueString: 'x' }], colour: 'red' },
    ],
  ])('are content with %s', (_, members) => {
    expect(findings(attachmentRequest(members))).toEqual([]);
    expect(findings(attachmentRequest(members), 'ci')).toEqual([]);
  });

  it.each([
    'contained',
    'identifier',
    'status',
    'intent',
    'code',
    'for',
    'requester',
    'owner',
    'reasonCode',
    'reasonReference',
    'input',
  ])('miss %s (CONF-088)', (name) => {
    const { [name]: _, ...task } = attachmentRequest();
    const rule = name === 'code' ? 'CONF-089' : 'CONF-088';
    expect(findings(task)).toContain(`error ${rule} Task.${name}`);
  });

  it.each([
    ['cdex-1', { input: [neededDocument(), payerUrl] }, 'error cdex-1 Task.input'],
    [
      'cdex-2, a year',
      { input: [neededDocument(), payerUrl, serviceDate('2024')] },
      'error cdex-2 Task.input[2].valueDate',
    ],
    [
      'cdex-2, no such day',
      { input: [neededDocument(), payerUrl, serviceDate('2024-02-30')] },
      'error cdex-2 Task.input[2].valueDate',
    ],
    ['cdex-4', { input: [payerUrl, date] }, 'error cdex-4 Task.input'],
    ['cdex-5', { ...byForm, input: [payerUrl, date] }, 'error cdex-5 Task.input'],
    ['cdex-6', { input: [neededDocument(), neededForm(), payerUrl, date] }, 'error cdex-6 Task.input'],
    [
      'cdex-10',
      { ...byForm, status: 'completed', input: [neededForm(), payerUrl, date] },
      'warning cdex-10 Task.output',
    ],
    [
      'cdex-3',
      contained('PractitionerRole', { practitioner: undefined }),
      'error cdex-3 Task.contained.ofType(PractitionerRole)',
    ],
    ['tdr-2', { status: 'rejected' }, 'error tdr-2 Task.statusReason'],
    ['a status outside the seven', { status: 'draft' }, 'error CONF-059 Task.status'],
    ['no address', { input: [neededDocument(), date] }, 'error CONF-088 Task.input'],
    ['two addresses', { input: [neededDocument(), payerUrl, payerUrl, date] }, 'error CONF-098 Task.input[2]'],
    ['no tracking id', { identifier: [{ value: 'x' }] }, 'error CONF-088 Task.identifier'],
    [
      'no member id',
      contained('Patient', { identifier: [{ value: 'x' }] }),
      'error CONF-088 Task.contained.ofType(Patient).identifier',
    ],
    ['no name', contained('Patient', { name: [] }), 'error CONF-088 Task.contained.ofType(Patient).name'],
    [
      'no birth date',
      contained('Patient', { birthDate: undefined }),
      'warning CONF-088 Task.contained.ofType(Patient).birthDate',
    ],
    ['another id of the patient', contained('Patient', { id: 'p1' }), 'error CONF-088 Task.contained.ofType(Patient)'],
    ['another patient', { for: { reference: 'Patient/1' } }, 'error CONF-088 Task.for.reference'],
    ['another owner', { owner: { reference: 'Organization/1' } }, 'error CONF-088 Task.owner.reference'],
    ['an unnamed payer', { requester: { reference: 'Organization/1' } }, 'error CONF-088 Task.requester.identifier'],
    ['another reason', { reasonCode: { text: 'claim' } }, 'error CONF-088 Task.reasonCode.coding'],
    [
      'free words for the use',
      { reasonCode: { ...coded(systems.claimUse, 'claim'), text: 'Claim review' } },
      'warning CONF-098 Task.reasonCode.text',
    ],
    [
      'an unnamed claim',
      { reasonReference: { reference: 'Claim/1' } },
      'error CONF-088 Task.reasonReference.identifier',
    ],
    [
      'a lone vague purpose (CONF-083)',
      { input: [neededDocument(), payerUrl, date, purpose('payment-noe')] },
      'error CONF-083 Task.input[3].valueCodeableConcept',
    ],
    ['no profile', { meta: {} }, 'warning CONF-098 Task.meta.profile'],
    [
      'no profile, by questionnaire',
      { meta: {}, ...byForm, input: [neededForm(), payerUrl, date] },
      'warning CONF-099 Task.meta.profile',
    ],
    [
      'a modifier extension',
      { modifierExtension: [{ url: 'http://x.example/not' }] },
      'error modifier-extension Task.modifierExtension[0]',
    ],
    [
      'two patients',
      { contained: [...whole, { resourceType: 'Patient', id: 'p2' }] },
      'error CONF-088 Task.contained.ofType(Patient)',
    ],
    [
      'two practitioner roles',
      { contained: [...whole, { resourceType: 'PractitionerRole', id: 'r2' }] },
      'error CONF-088 Task.contained.ofType(PractitionerRole)',
    ],
    [
      'two member ids',
      contained('Patient', { identifier: [member, { ...member, value: 'M-2' }] }),
      'error CONF-088 Task.contained.ofType(Patient).identifier',
    ],
    [
      'an identifier without value',
      contained('Patient', { identifier: [member, { system: 's' }] }),
      'error CONF-088 Task.contained.ofType(Patient).identifier.value',
    ],
    [
      'two names',
      contained('Patient', { name: [{ family: 'A' }, { family: 'B' }] }),
      'error CONF-088 Task.contained.ofType(Patient).name',
    ],
    ['an empty name', contained('Patient', { name: [{}] }), 'error CONF-088 Task.contained.ofType(Patient).name'],
    [
      'a birth date that is none',
      contained('Patient', { birthDate: '1961-13-01' }),
      'error CONF-088 Task.contained.ofType(Patient).birthDate',
    ],
    [
      'an organization without identifier',
      contained('PractitionerRole', { organization: { display: 'Clinic' } }),
      'error CONF-088 Task.contained.ofType(PractitionerRole).organization.identifier',
    ],
    [
      'a member id of another version',
      contained('Patient', { identifier: [{ type: coded(systems.hrex, 'UMB'), value: 'M-1' }] }),
      'information cdex-version Task.contained.ofType(Patient).identifier.type',
    ],
    [
      'a line item of another version',
      { input: [{ ...neededDocument(), extension: [line20] }, payerUrl, date] },
      'information cdex-version Task.input[0].extension',
    ],
    [
      'a line item twice',
      {
        input: [
          { ...neededDocument(), extension: [...neededDocument().extension, ...neededDocument().extension] },
          payerUrl,
          date,
        ],
      },
      'warning line-item-twice Task.input[0].extension',
    ],
    [
      'a payer who is a person',
      { requester: { reference: 'Practitioner/1', identifier: { value: 'x' } } },
      'error CONF-098 Task.requester',
    ],
    [
      'a questionnaire that is an address',
      { ...byForm, input: [neededForm('Questionnaire/1'), payerUrl, date] },
      'error canonical Task.input[0].valueCanonical',
    ],
    [
      'an address that is no URL',
      { input: [neededDocument(), { ...payerUrl, valueUrl: '/$submit-attachment' }, date] },
      'error CONF-098 Task.input[1].valueUrl',
    ],
    [
      'an unusual code',
      { input: [neededDocument('99999-9'), payerUrl, date] },
      'warning attachment-code Task.input[0].valueCodeableConcept',
    ],
    [
      'nothing asked for',
      { input: [{ ...neededDocument(), valueCodeableConcept: { coding: [] } }, payerUrl, date] },
      'error CONF-098 Task.input[0].valueCodeableConcept',
    ],
    [
      'a flag in words',
      {
        input: [
          neededDocument(),
          payerUrl,
          date,
          { type: coded(systems.cdex, 'multiple-submits-flag'), valueBoolean: 'yes' },
        ],
      },
      'error CONF-098 Task.input[3].valueBoolean',
    ],
    [
      'two values in one input',
      { input: [neededDocument(), { ...payerUrl, valueString: 'x' }, date] },
      'error CONF-098 Task.input[1].valueString',
    ],
    [
      'an end before the beginning',
      { restriction: { period: { start: '2024-06-01', end: '2024-05-01' } } },
      'error CONF-088 Task.restriction.period',
    ],
    [
      'a due date that is none',
      { restriction: { period: { end: 'soon' } } },
      'error CONF-088 Task.restriction.period.end',
    ],
    ['a list of reasons', { reasonReference: [{ identifier: { value: 'C' } }] }, 'error CONF-088 Task.reasonReference'],
    [
      'an administrative number without value',
      { ...forPreauthorization, identifier: [trackingId, { ...adminRef, value: '' }] },
      'error admin-ref-number Task.identifier.value',
      'ci',
    ],
    [
      'two administrative numbers',
      { ...forPreauthorization, identifier: [trackingId, adminRef, adminRef] },
      'error admin-ref-number Task.identifier',
      'ci',
    ],
    [
      'an administrative number of a claim',
      { identifier: [trackingId, adminRef] },
      'warning admin-ref-number Task.identifier',
      'ci',
    ],
    [
      'an administrative number before its time',
      { ...forPreauthorization, identifier: [trackingId, adminRef] },
      'information cdex-version Task.identifier',
      '2.1',
    ],
    ['an unknown code', { code: coded(systems.pas, 'attachment-request-fax') }, 'error CONF-098 Task.code'],
  ] as [string, object, string, ('2.1' | 'ci')?][])('find %s', (_, members, finding, version = '2.1') => {
    expect(findings(attachmentRequest({ ...members }), version)).toEqual([finding]);
  });

  it('want the tracking id once and with a value', () => {
    const tracking = { type: coded(systems.cdex, 'tracking-id'), system: 's', value: 'v' };
    expect(findings(attachmentRequest({ identifier: [tracking, tracking] }))).toEqual([
      'error CONF-088 Task.identifier',
    ]);
    expect(findings(attachmentRequest({ identifier: [{ ...tracking, value: '' }] }))).toEqual([
      'error CONF-088 Task.identifier.value',
    ]);
    expect(findings(attachmentRequest({ identifier: [{ ...tracking, system: undefined }] }))).toEqual([
      'information CONF-088 Task.identifier.system',
    ]);
  });

  it('take any report type of X12, and words', () => {
    const words = { ...neededDocument(), valueCodeableConcept: { text: 'The letter' } };
    const report = { ...neededDocument(), valueCodeableConcept: coded(systems.pwk01, 'whatever') };
    expect(findings(attachmentRequest({ input: [words, report, payerUrl, date] }))).toEqual([]);
  });

  it('want one answered questionnaire, unless the partner agrees to more', () => {
    const answer = {
      type: coded(systems.pas, 'questionnaire-context'),
      valueReference: { reference: 'QuestionnaireResponse/1' },
    };
    const task = (...output: unknown[]) =>
      attachmentRequest({ ...byForm, status: 'completed', input: [neededForm(), payerUrl, date], output });
    expect(findings(task(answer))).toEqual([]);
    expect(findings(task(answer, answer))).toEqual(['warning CONF-099 Task.output[1]']);
  });

  it('want a number in a line item', () => {
    const [extension] = neededDocument().extension;
    const input = { ...neededDocument(), extension: [{ url: extension?.url, valueString: '1' }] };
    expect(findings(attachmentRequest({ input: [input, payerUrl, date] }))).toEqual([
      'error CONF-098 Task.input[0].extension',
    ]);
  });

  it('read what 2.0 wrote as 2.0, and say so where another version is spoken', () => {
    expect(findings(written20, '2.0')).toEqual([]);
    expect(findings(written20, '2.1')).toEqual(['warning cdex-version Task.code']);
    expect(findings(attachmentRequest(), '2.0')).toEqual(['warning cdex-version Task.code']);
  });

  it('know an attachment request by its code', () => {
    expect(isAttachmentRequest(attachmentRequest())).toBe(true);
    expect(isAttachmentRequest(written20)).toBe(true);
    expect(isAttachmentRequest({ code: coded(systems.cdex, 'data-request-query') })).toBe(false);
    expect(isAttachmentRequest(null)).toBe(false);
  });

  it('survive anything in any place, and every rule they name is explained', () => {
    const rubbish: unknown[] = [
      null,
      7,
      '',
      'x',
      [],
      [null],
      {},
      { coding: 'x' },
      { coding: [null] },
      [[{}]],
      [{ type: 7 }],
    ];
    for (const key of [...Object.keys(attachmentRequest()), 'output', 'statusReason']) {
      for (const value of rubbish) {
        const task = spoiled((one) => {
          one[key] = value;
        });
        for (const { rule, message, next } of checkTask(task, '2.1')) {
          expect(requirements).toHaveProperty([rule]);
          expect(`${message} ${next}`).not.toMatch(/undefined|\[object/);
        }
      }
    }
  });
});
