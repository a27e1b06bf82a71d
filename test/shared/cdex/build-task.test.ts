import { describe, expect, it } from 'vitest';
import { buildTask } from '../../../shared/cdex/build-task.ts';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { profiles, systems } from '../../../shared/cdex/codes.ts';
import { readTask } from '../../../shared/cdex/read-task.ts';
import type { QueryRequest } from '../../../shared/domain/task-request.ts';
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
          { system: systems.cdex, code: 'claims-processing', display: 'Claims processing' },
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
});
