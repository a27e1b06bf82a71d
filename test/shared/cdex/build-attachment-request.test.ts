import { describe, expect, it } from 'vitest';
import { buildTask } from '../../../shared/cdex/build-task.ts';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import { attachmentRequestByCode, attachmentRequestByForm } from './requests.ts';
import { coded } from './samples.ts';

const root = 'http://hl7.org/fhir/us/davinci-cdex';
const context = { cdexVersion: 'ci' as const, now: '2024-05-01T10:00:00.000Z' };
const version = (cdexVersion: '2.0' | '2.1' | 'ci') => ({ ...context, cdexVersion });
const flag = (code: string, valueBoolean: boolean) => ({ type: coded(systems.cdex, code), valueBoolean });
const line = (valueInteger: number) => ({
  url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-paLineNumber',
  valueInteger,
});
const line20 = (valuePositiveInt: number) => ({
  url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-serviceLineNumber',
  valuePositiveInt,
});
const purpose = {
  type: coded(systems.cdex, 'purpose-of-use'),
  valueCodeableConcept: {
    coding: [
      { system: systems.actReason, code: 'COVAUTH' },
      { system: systems.cdex, code: 'payment-noe' },
      { system: 'http://payer.example/purposes', code: 'audit' },
    ],
  },
};
const display = { url: 'http://hl7.org/fhir/StructureDefinition/display', valueString: 'Oxygen at home' };

describe('building an attachment request', () => {
  it('writes every element asked for, and no other (CONF-092, CONF-098)', () => {
    expect(buildTask(attachmentRequestByCode(), context)).toEqual({
      resourceType: 'Task',
      meta: {
        profile: [`${root}/StructureDefinition/cdex-task-attachment-request`],
        tag: [
          { system: systems.cdex, code: 'claims-processing' },
          { system: 'http://payer.example/queues', code: 'late' },
        ],
      },
      contained: [
        {
          resourceType: 'Patient',
          id: 'patient',
          meta: { profile: [`${root}/StructureDefinition/cdex-patient-demographics`] },
          identifier: [
            { type: coded(systems.identifierType, 'MB'), system: 'http://payer.example/members', value: 'M-1' },
            {
              type: coded('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType', 'pat'),
              system: 'http://clinic.example/patients',
              value: 'PA-1',
            },
          ],
          name: [{ family: 'Example', given: ['Ada', 'Beth'] }],
          birthDate: '1961-02-03',
        },
        {
          resourceType: 'PractitionerRole',
          id: 'practitionerrole',
          meta: { profile: [`${root}/StructureDefinition/cdex-practitionerrole`] },
          practitioner: { identifier: { system: systems.npi, value: '1999999984' } },
          organization: { identifier: { system: systems.npi, value: '1888888885' } },
        },
      ],
      identifier: [
        { type: coded(systems.cdex, 'tracking-id'), system: 'http://payer.example/tracking', value: 'T-1' },
        { type: coded(systems.cdex, 'admin-ref-number'), system: 'http://payer.example/references', value: 'A-1' },
      ],
      status: 'requested',
      intent: 'order',
      code: coded(systems.pas, 'attachment-request-code'),
      for: { reference: '#patient' },
      authoredOn: context.now,
      requester: { identifier: { system: 'http://payer.example/ids', value: 'P-1' } },
      owner: { reference: '#practitionerrole' },
      reasonCode: { ...coded(systems.claimUse, 'preauthorization'), text: 'preauthorization' },
      reasonReference: { identifier: { system: 'http://payer.example/claims', value: 'C-1' } },
      restriction: { period: { end: '2024-06-01' } },
      input: [
        {
          extension: [line(1), line(2)],
          type: coded(systems.pas, 'attachments-needed'),
          valueCodeableConcept: { ...coded(systems.loinc, '11506-3'), text: 'Progress note' },
        },
        { type: coded(systems.pas, 'attachments-needed'), valueCodeableConcept: coded(systems.pwk01, '04') },
        {
          extension: [line(3)],
          type: coded(systems.pas, 'attachments-needed'),
          valueCodeableConcept: { text: 'A letter of the physician' },
        },
        { type: coded(systems.pas, 'payer-url'), valueUrl: 'https://payer.example/fhir/$submit-attachment' },
        { type: coded(systems.cdex, 'service-date'), valueDate: '2024-04-20' },
        flag('signature-flag', true),
        purpose,
        flag('multiple-submits-flag', true),
      ],
    });
  });

  it('writes 2.0 in the words of 2.0', () => {
    const task = buildTask(attachmentRequestByCode(), version('2.0'));
    expect(task.code).toEqual(coded(systems.cdex, 'attachment-request-code'));
    expect(task.identifier).toHaveLength(1);
    expect(task.contained?.map((one) => one.resourceType)).toEqual(['Patient', 'PractitionerRole']);
    expect(JSON.stringify(task.contained)).toContain('"code":"UMB"');
    expect(task.input?.slice(0, 4)).toEqual([
      {
        extension: [line20(1), line20(2)],
        type: coded(systems.hrex, 'data-code'),
        valueCodeableConcept: { ...coded(systems.loinc, '11506-3'), text: 'Progress note' },
      },
      { type: coded(systems.hrex, 'data-code'), valueCodeableConcept: coded(systems.pwk01, '04') },
      {
        extension: [line20(3)],
        type: coded(systems.hrex, 'data-code'),
        valueCodeableConcept: { text: 'A letter of the physician' },
      },
      { type: coded(systems.cdex, 'payer-url'), valueUrl: 'https://payer.example/fhir/$submit-attachment' },
    ]);
    const form = buildTask(attachmentRequestByForm(), version('2.0'));
    expect(form.code).toEqual(coded(systems.cdex, 'attachment-request-questionnaire'));
    expect(form.input?.[0]).toEqual({
      extension: [line20(1)],
      type: coded(systems.sdc, 'questionnaire'),
      valueCanonical: 'http://forms.example/oxygen|1.0',
      _valueCanonical: { extension: [display] },
    });
  });

  it('writes the administrative reference number in the continuous build only', () => {
    const codes = (cdexVersion: '2.1' | 'ci') =>
      buildTask(attachmentRequestByCode(), version(cdexVersion)).identifier?.map((one) => one.type?.coding?.[0]?.code);
    expect(codes('2.1')).toEqual(['tracking-id']);
    expect(codes('ci')).toEqual(['tracking-id', 'admin-ref-number']);
  });

  it('names a questionnaire by its URL, with what people call it (CONF-099)', () => {
    expect(buildTask(attachmentRequestByForm(), context).input?.[0]).toEqual({
      extension: [line(1)],
      type: coded(systems.pas, 'questionnaire-context'),
      valueCanonical: 'http://forms.example/oxygen|1.0',
      _valueCanonical: { extension: [display] },
    });
  });

  it('takes from the context what the request leaves open, the owner in place of numbers', () => {
    const {
      npi: _npi,
      organizationNpi: _organization,
      trackingId: _id,
      payerUrl: _url,
      ...rest
    } = attachmentRequestByCode();
    const task = buildTask(
      { ...rest, requester: undefined },
      {
        ...context,
        requester: { identifier: 'http://payer.example/ids|P-9', display: 'Example Health' },
        owner: { identifier: '1777777776' },
        trackingId: 'http://payer.example/tracking|T-9',
        payerUrl: 'https://payer.example/$submit-attachment',
      },
    );
    expect(task.requester).toEqual({
      identifier: { system: 'http://payer.example/ids', value: 'P-9' },
      display: 'Example Health',
    });
    expect(task.identifier?.[0]?.value).toBe('T-9');
    expect(task.contained?.[1]).toMatchObject({
      organization: { identifier: { system: systems.npi, value: '1777777776' } },
    });
    expect(task.contained?.[1]).not.toHaveProperty('practitioner');
    expect(task.input?.find((one) => one.valueUrl)?.valueUrl).toBe('https://payer.example/$submit-attachment');
  });

  it.each(['2.0', '2.1', 'ci'] as const)('pleases the rules of %s', (cdexVersion) => {
    for (const request of [attachmentRequestByCode(), attachmentRequestByForm()]) {
      const findings = checkTask(buildTask(request, version(cdexVersion)), cdexVersion);
      expect(findings.filter((one) => one.severity !== 'information')).toEqual([]);
    }
  });

  it('can be built from a form in which nothing is filled in yet', () => {
    const task = buildTask({ kind: 'attachment-request-code' }, context);
    expect(task.contained).toHaveLength(2);
    expect(task).not.toHaveProperty('input');
    expect(checkTask(task, 'ci').filter((one) => one.severity === 'error').length).toBeGreaterThan(5);
  });
});
