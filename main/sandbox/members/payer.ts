import type { Claim, ClaimResponse, Coverage, Patient, Reference, Resource } from '@medplum/fhirtypes';
import type { Chart } from './chart/chart.ts';
import { dollars } from './chart/claims.ts';
import { coding, concept, hl7System, IDENTIFIER_TYPE, PAYER_CLAIMS, usCore } from './codes/systems.ts';
import { moveDay } from './days.ts';
import { makeRandom } from './random.ts';
import { requestsFor } from './requests.ts';
import { INSURER, toOrganization } from './world/organizations.ts';
import { displayName, memberIdentifier, namesOf } from './world/people.ts';

/** The id under which the payer knows a person. */
export function payerPatientId(chart: Chart): string {
  return `member-${chart.particulars.memberId.toLowerCase()}`;
}

/**
 * What the payer knows of a member: demographics under an id of its own, the coverage, the claims that came in
 * with the payer's number beside the provider's, its answers, and its requests for documents. No clinical data: that is what it asks for.
 */
export function payerRecord(seed: number, chart: Chart): Resource[] {
  const random = makeRandom(seed, `payer/${chart.person.id}`);
  const claims = chart.resources.filter((resource) => resource.resourceType === 'Claim');
  const answers = chart.resources.filter((resource) => resource.resourceType === 'ClaimResponse');
  const coverages = chart.resources.filter((resource) => resource.resourceType === 'Coverage');
  const newest = claims.filter((claim) => claim.use === 'claim').at(-1);
  const billed = claims.map((claim) => numbered(chart, claim, `HMC${random.digits(9)}`));
  return [
    memberPatient(chart),
    ...coverages.map((coverage) => ourCoverage(chart, coverage)),
    ...billed,
    ...answers.map((answer) => ourAnswer(chart, answer)),
    ...requestsFor(seed, chart, billed),
    // The newest claim waits for attachments; all older ones are paid.
    ...billed.filter((claim) => claim.use === 'claim').map((claim) => settle(claim, claim.id !== ourId(newest?.id))),
  ];
}

function memberPatient(chart: Chart): Patient {
  const { person, particulars } = chart;
  return {
    resourceType: 'Patient',
    id: payerPatientId(chart),
    meta: usCore('patient'),
    identifier: [memberIdentifier(particulars)],
    active: true,
    name: namesOf(person).slice(0, 1),
    gender: person.gender,
    birthDate: chart.born,
    ...(chart.died !== undefined && { deceasedBoolean: true }),
    address: [particulars.address],
  };
}

/** The payer's id of a record the provider has too. It differs, so that nobody can mistake one server for the other. */
function ourId(id: string | undefined): string {
  return `hm-${id}`;
}

function ourCoverage(chart: Chart, coverage: Coverage): Coverage {
  return { ...coverage, id: ourId(coverage.id), beneficiary: toMember(chart) };
}

function ourAnswer(chart: Chart, answer: ClaimResponse): ClaimResponse {
  return { ...answer, id: ourId(answer.id), patient: toMember(chart), request: ourReference(answer.request) };
}

function ourReference<T extends Resource>(reference: Reference<T> | undefined): Reference<T> {
  return { reference: reference?.reference?.replace('/', '/hm-') };
}

function toMember(chart: Chart): Reference<Patient> {
  return { reference: `Patient/${payerPatientId(chart)}`, display: displayName(chart.person) };
}

function numbered(chart: Chart, claim: Claim, number: string): Claim {
  const filler = {
    type: { coding: [coding(IDENTIFIER_TYPE, 'FILL', 'Filler Identifier')] },
    system: PAYER_CLAIMS,
    value: number,
  };
  const { careTeam: _careTeam, ...rest } = claim;
  return {
    ...rest,
    id: ourId(claim.id),
    patient: toMember(chart),
    insurance: claim.insurance.map((entry) => ({ ...entry, coverage: ourReference(entry.coverage) })),
    identifier: [...(claim.identifier ?? []), filler],
    // Encounters and practitioners are resources of the provider; the payer holds neither.
    item: claim.item?.map(({ encounter: _encounter, careTeamSequence: _sequence, ...item }) => item),
  };
}

function settle(claim: Claim, paid: boolean): ClaimResponse {
  const total = claim.total?.value ?? 0;
  const benefit = Math.round(total * 0.8);
  const amount = (code: string, display: string, value: number) => ({
    category: concept(hl7System('adjudication'), code, display),
    amount: dollars(value),
  });
  return {
    resourceType: 'ClaimResponse',
    id: `${claim.id}-answer`,
    identifier: claim.identifier?.slice(-1),
    status: 'active',
    type: claim.type,
    use: 'claim',
    patient: claim.patient,
    created: moveDay(claim.created, paid ? 14 : 3),
    insurer: toOrganization(INSURER),
    requestor: claim.provider,
    request: { reference: `Claim/${claim.id}` },
    outcome: paid ? 'complete' : 'queued',
    disposition: paid ? 'Paid.' : 'Waiting for documentation.',
    ...(paid && {
      total: [amount('submitted', 'Submitted Amount', total), amount('benefit', 'Benefit Amount', benefit)],
    }),
  };
}
