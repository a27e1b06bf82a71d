import { describe, expect, it } from 'vitest';
import { buildAuthorization, buildTask } from '../../../shared/cdex/build-task.ts';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { profiles, systems } from '../../../shared/cdex/codes.ts';
import { readTask } from '../../../shared/cdex/read-task.ts';
import type { Authorization, CodeRequest, QueryRequest } from '../../../shared/domain/task-request.ts';
import { everyKind, queryRequest, questionnaireRequest } from './requests.ts';
import { coded } from './samples.ts';

const context = {
  cdexVersion: '2.1' as const,
  now: '2024-05-01T10:00:00.000Z',
  requester: { identifier: 'http://payer.example/ids|P-1', display: 'Example Health' },
  owner: { reference: 'Organization/1' },
};
const query = 'Condition?patient=1&clinical-status=active';
const smallest: QueryRequest = { kind: 'data-request-query', query, patientId: '1' };

describe('building a data request', () => {
  it('writes every element asked for, and no other', () => {
    const request: QueryRequest = {
      kind: 'data-request-query',
      query: ` ${query} `,
      patientId: '1',
      member: 'http://payer.example/members|M-1',
      requester: 'http://payer.example/ids|P-2',
      owner: '1999999984',
      purposeOfUse: ['COVERAGE', 'payment-noe', 'http://payer.example/purposes|audit'],
      workQueue: ['claims-processing', 'of-our-own'],
      signature: true,
      reason: ' Claim review ',
      claim: 'http://payer.example/claims|C-1',
      basedOn: 'ServiceRequest/5',
      due: '2024-06-01',
    };
    expect(buildTask(request, context)).toEqual({
      resourceType: 'Task',
      meta: {
        profile: [profiles.dataRequest],
        tag: [
          { system: systems.cdex, code: 'claims-processing' },
          { system: systems.cdex, code: 'of-our-own' },
        ],
      },
      basedOn: [{ reference: 'ServiceRequest/5' }],
      status: 'requested',
      intent: 'order',
      code: coded(systems.cdex, 'data-request-query'),
      for: {
        reference: 'Patient/1',
        identifier: {
          type: coded(systems.identifierType, 'MB'),
          system: 'http://payer.example/members',
          value: 'M-1',
        },
      },
      authoredOn: '2024-05-01T10:00:00.000Z',
      requester: { identifier: { system: 'http://payer.example/ids', value: 'P-2' } },
      owner: { identifier: { system: systems.npi, value: '1999999984' } },
      reasonCode: { text: 'Claim review' },
      reasonReference: {
        identifier: {
          type: coded(systems.identifierType, 'FILL'),
          system: 'http://payer.example/claims',
          value: 'C-1',
        },
      },
      restriction: { period: { end: '2024-06-01' } },
      input: [
        { type: coded(systems.hrex, 'data-query'), valueString: query },
        { type: coded(systems.cdex, 'signature-flag'), valueBoolean: true },
        {
          type: coded(systems.cdex, 'purpose-of-use'),
          valueCodeableConcept: {
            coding: [
              { system: systems.actReason, code: 'COVERAGE' },
              { system: systems.cdex, code: 'payment-noe' },
              { system: 'http://payer.example/purposes', code: 'audit' },
            ],
          },
        },
      ],
    });
  });

  it('takes actors from what is known, and writes nothing empty', () => {
    expect(buildTask(smallest, context)).toEqual({
      resourceType: 'Task',
      meta: { profile: [profiles.dataRequest] },
      status: 'requested',
      intent: 'order',
      code: coded(systems.cdex, 'data-request-query'),
      for: { reference: 'Patient/1' },
      authoredOn: '2024-05-01T10:00:00.000Z',
      requester: { identifier: { system: 'http://payer.example/ids', value: 'P-1' }, display: 'Example Health' },
      owner: { reference: 'Organization/1' },
      input: [{ type: coded(systems.hrex, 'data-query'), valueString: query }],
    });
  });

  it.each([
    ['2.0', coded(systems.hrex, 'UMB')],
    ['2.1', coded(systems.identifierType, 'MB')],
    ['ci', coded(systems.identifierType, 'MB')],
  ] as const)('types the member id as version %s does', (cdexVersion, type) => {
    const task = buildTask({ kind: 'data-request-query', query, member: 's|M-1' }, { ...context, cdexVersion });
    expect(task.for).toEqual({ identifier: { type, system: 's', value: 'M-1' } });
  });

  it.each([
    ['1', 'Patient/1'],
    ['Patient/1', 'Patient/1'],
    ['https://ehr.example/fhir/Patient/1', 'https://ehr.example/fhir/Patient/1'],
  ])('makes %s the reference %s', (patientId, reference) => {
    expect(buildTask({ ...smallest, patientId }, context).for?.reference).toBe(reference);
  });

  it('takes ten digits for an NPI in the owner only', () => {
    const task = buildTask({ ...smallest, owner: '1999999984', requester: '1999999984' }, context);
    expect(task.owner?.identifier).toEqual({ system: systems.npi, value: '1999999984' });
    expect(task.requester?.identifier).toEqual({ value: '1999999984' });
    expect(buildTask({ ...smallest, owner: 'x|1999999984' }, context).owner?.identifier?.system).toBe('x');
    expect(buildTask({ ...smallest, owner: '123' }, context).owner?.identifier).toEqual({ value: '123' });
  });

  it('marks an id the provider gave to the claim', () => {
    const task = buildTask({ ...smallest, claim: 's|C', claimAssignedBy: 'provider' }, context);
    expect(task.reasonReference?.identifier?.type).toEqual(coded(systems.identifierType, 'PLAC'));
  });

  it('says so when no signature is wanted, and nothing when nobody said', () => {
    const flags = (signature?: boolean) =>
      buildTask({ ...smallest, signature }, context).input?.map((input) => input.valueBoolean);
    expect(flags(false)).toEqual([undefined, false]);
    expect(flags()).toEqual([undefined]);
  });

  it.each(['2.0', '2.1', 'ci'] as const)('pleases the rules of %s', (cdexVersion) => {
    const task = buildTask({ ...smallest, reason: 'Review' }, { ...context, cdexVersion });
    expect(checkTask(task, cdexVersion)).toEqual([]);
    expect(readTask(task)).toMatchObject({ code: 'data-request-query', asked: query, member: 'Patient/1' });
  });

  it('leaves it to the rules to miss what nobody named', () => {
    const task = buildTask({ kind: 'data-request-query', query }, { cdexVersion: '2.1', now: context.now });
    expect(task).not.toHaveProperty('for');
    expect(checkTask(task, '2.1').map((one) => one.path)).toEqual(
      expect.arrayContaining(['Task.for', 'Task.requester', 'Task.owner']),
    );
  });

  it('asks for documents by code, by words, or by both', () => {
    const input = (request: Partial<CodeRequest>) =>
      buildTask({ kind: 'data-request-code', patientId: '1', ...request }, context).input?.[0]?.valueCodeableConcept;
    expect(input({ code: '34117-2' })).toEqual(coded(systems.loinc, '34117-2'));
    expect(input({ code: 'http://codes.example|x' })).toEqual(coded('http://codes.example', 'x'));
    expect(input({ text: ' Last note ' })).toEqual({ text: 'Last note' });
    expect(input({ code: '34117-2', text: 'Last one' })).toEqual({
      ...coded(systems.loinc, '34117-2'),
      text: 'Last one',
    });
    expect(buildTask({ kind: 'data-request-code' }, context)).not.toHaveProperty('input');
  });

  it('asks for a questionnaire by its URL, in the system of SDC', () => {
    const task = buildTask(questionnaireRequest(), context);
    expect(task.code).toEqual(coded(systems.cdex, 'data-request-questionnaire'));
    expect(task.input?.[0]).toEqual({
      type: coded(systems.sdc, 'questionnaire'),
      valueCanonical: 'http://forms.example/oxygen|1.0',
      _valueCanonical: {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/display', valueString: 'Oxygen at home' }],
      },
    });
  });

  it('refers to claim or coverage by reference, identifier or both (CONF-082)', () => {
    const reason = (request: Partial<QueryRequest>) => buildTask({ ...smallest, ...request }, context).reasonReference;
    expect(reason({ reasonReference: 'Claim/1' })).toEqual({ reference: 'Claim/1' });
    expect(reason({ reasonReference: 'Coverage/1', claim: 's|C' })).toEqual({
      reference: 'Coverage/1',
      identifier: { type: coded(systems.identifierType, 'FILL'), system: 's', value: 'C' },
    });
    expect(reason({ reasonType: 'Coverage', claim: 'C' })).toEqual({
      type: 'Coverage',
      identifier: { type: coded(systems.identifierType, 'FILL'), value: 'C' },
    });
  });

  it.each(['Practitioner/4', 'Organization/5', 'https://ehr.example/fhir/Practitioner/4'])(
    'takes %s for a reference to an actor',
    (text) => {
      const task = buildTask({ ...smallest, requester: text, owner: text }, context);
      expect([task.requester, task.owner]).toEqual([{ reference: text }, { reference: text }]);
      expect(buildTask({ ...smallest, owner: `s|${text}` }, context).owner?.identifier?.value).toBe(text);
    },
  );

  it('contains the authorization it names, and leaves one that is posted to be named by reference', () => {
    const task = buildTask(queryRequest(), context);
    expect(task.identifier).toEqual([{ system: 'http://payer.example/requests', value: 'R-1' }]);
    expect(task.basedOn).toEqual([{ reference: 'ServiceRequest/5' }, { reference: '#authorization' }]);
    expect(task.contained).toEqual([
      {
        resourceType: 'CommunicationRequest',
        id: 'authorization',
        status: 'active',
        category: [coded('http://payer.example/kinds', 'authorization')],
        subject: task.for,
        payload: [{ contentString: 'Notes of the stay may be given.' }],
        authoredOn: '2024-04-01',
        requester: task.requester,
        recipient: [task.requester],
        sender: task.owner,
      },
    ]);
    const authorization: Authorization = {
      resourceType: 'ServiceRequest',
      code: '34117-2',
      text: 'Notes',
      place: 'posted',
    };
    expect(buildTask({ ...smallest, authorization }, context)).toEqual(buildTask(smallest, context));
    expect(buildAuthorization(authorization, smallest, context)).toEqual({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      code: { ...coded(systems.loinc, '34117-2'), text: 'Notes' },
      subject: { reference: 'Patient/1' },
      requester: { identifier: { system: 'http://payer.example/ids', value: 'P-1' }, display: 'Example Health' },
      performer: [{ reference: 'Organization/1' }],
    });
  });

  it('never says that data are absent (CONF-090, CONF-091)', () => {
    for (const request of everyKind())
      for (const cdexVersion of ['2.0', '2.1', 'ci'] as const)
        expect(JSON.stringify(buildTask(request, { ...context, cdexVersion }))).not.toMatch(/absent/i);
  });
});
