import type { Claim, ClaimResponse, Resource, Task } from '@medplum/fhirtypes';
import { buildTask } from '../../../shared/cdex/build-task.ts';
import type { SandboxClaim } from '../../../shared/domain/sandbox-parties.ts';
import type { Chart } from './chart/chart.ts';
import {
  CLINIC_CLAIMS,
  LOINC,
  MEMBER_SYSTEM,
  NPI,
  PAYER_AUTHORIZATIONS,
  PAYER_CLAIMS,
  PAYER_TRACKING,
} from './codes/systems.ts';
import { dateTime, moveDay } from './days.ts';
import { makeRandom } from './random.ts';
import { CLINIC, PAYER_IDENTIFIER } from './world/organizations.ts';

const ofType = <T extends Resource>(chart: Chart, type: T['resourceType']): T[] =>
  chart.resources.filter((resource): resource is T & Resource => resource.resourceType === type) as T[];

const dayOfClaim = ({ billablePeriod, created }: Claim): string => (billablePeriod?.start ?? created).slice(0, 10);

const answerTo = (chart: Chart, claim: Claim): ClaimResponse | undefined =>
  ofType<ClaimResponse>(chart, 'ClaimResponse').find(({ request }) => request?.reference === `Claim/${claim.id}`);

/** The payer asks for documents about the newest claim, which it has not paid, and about every prior authorization. */
function isAskedFor(chart: Chart, claim: Claim): boolean {
  const claims = ofType<Claim>(chart, 'Claim');
  return claim.use === 'preauthorization' || claim === claims.filter(({ use }) => use === 'claim').at(-1);
}

/** The claims and prior authorizations of a member, as the provider numbers them, with what the payer asks by. */
export function claimsOf(seed: number, chart: Chart): SandboxClaim[] {
  const random = makeRandom(seed, `payer-requests/${chart.person.id}`);
  return ofType<Claim>(chart, 'Claim').map((claim) => {
    const tracking = `HMT${random.digits(8)}`;
    const reference = answerTo(chart, claim)?.preAuthRef;
    return {
      id: `${CLINIC_CLAIMS}|${claim.identifier?.[0]?.value}`,
      use: claim.use === 'preauthorization' ? 'preauthorization' : 'claim',
      serviceDate: dayOfClaim(claim),
      lineItems: (claim.item ?? []).map(({ sequence }) => String(sequence)),
      ...(isAskedFor(chart, claim) ? { trackingId: `${PAYER_TRACKING}|${tracking}` } : {}),
      ...(reference ? { adminRef: `${PAYER_AUTHORIZATIONS}|${reference}` } : {}),
    };
  });
}

/**
 * The payer's own records of what it has asked for: attachment requests to the clinic. `billed` are the claims as the payer holds them, in
 * the order of the chart's. The one about an authorization that was approved is completed, all others wait.
 */
export function requestsFor(seed: number, chart: Chart, billed: readonly Claim[]): Task[] {
  const claims = ofType<Claim>(chart, 'Claim');
  return claimsOf(seed, chart).flatMap(({ use, serviceDate, trackingId, adminRef }, index) => {
    const [claim, ours] = [claims[index], billed[index]];
    if (!claim || !ours || trackingId === undefined) return [];
    const asked = moveDay(ours.created.slice(0, 10), 3);
    const number = ours.identifier?.find(({ system }) => system === PAYER_CLAIMS)?.value;
    const task = buildTask(
      {
        kind: 'attachment-request-code',
        use,
        claim: `${PAYER_CLAIMS}|${number}`,
        attachments: [{ what: `${LOINC}|${use === 'claim' ? '11506-3' : '11488-4'}` }],
        trackingId,
        adminRef,
        serviceDate,
        member: `${MEMBER_SYSTEM}|${chart.particulars.memberId}`,
        name: `${chart.person.family}, ${chart.person.given.join(' ')}`,
        birthDate: chart.born,
        npi: chart.physician.npi,
        organizationNpi: CLINIC.identifier?.find(({ system }) => system === NPI)?.value,
        payerUrl: 'https://harbor-mutual.example/fhir/$submit-attachment',
        due: moveDay(asked, 30),
        multipleSubmits: true,
      },
      {
        cdexVersion: 'ci',
        now: dateTime(asked, '09:00'),
        requester: { identifier: `${PAYER_IDENTIFIER.system}|${PAYER_IDENTIFIER.value}` },
      },
    );
    const isDone = use === 'preauthorization' && answerTo(chart, claim)?.outcome === 'complete';
    return [{ ...task, id: `${ours.id}-request`, status: isDone ? ('completed' as const) : task.status }];
  });
}
