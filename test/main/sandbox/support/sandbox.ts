import type { Resource } from '@medplum/fhirtypes';
import type { SandboxSeed } from '../../../../main/sandbox/members/types.ts';
import type { SandboxOptions } from '../../../../main/sandbox/sandbox.ts';
import { startSandbox } from '../../../../main/sandbox/start-sandbox.ts';
import { TestClock } from './clock.ts';
import { definitionsFile } from './definitions.ts';
import { Client } from './http.ts';
import { record } from './records.ts';

const claim: Resource = {
  resourceType: 'Claim',
  id: 'claim',
  identifier: [{ system: 'urn:example:claims', value: 'claim-ann' }],
  status: 'active',
  type: { text: 'Professional' },
  use: 'claim',
  patient: { reference: 'Patient/ann' },
  created: '2023-03-03',
  billablePeriod: { start: '2023-03-01', end: '2023-03-01' },
  provider: { reference: 'Organization/org' },
  priority: { text: 'normal' },
  insurance: [{ sequence: 1, focal: true, coverage: { display: 'Coverage' } }],
};

const member = { system: 'urn:example:member', value: 'member-ann' };

/** A seed with one member and one claim on each side. */
export const makeSeed = (): SandboxSeed => ({
  provider: [...record, claim],
  payer: [
    { resourceType: 'Patient', id: 'insured', identifier: [member], name: [{ family: 'Müller', given: ['Ann'] }] },
    { ...claim, patient: { reference: 'Patient/insured' } } as Resource,
  ],
  members: [
    {
      patientId: 'ann',
      name: 'Ann Müller',
      birthDate: '1980-05-31',
      memberId: member,
      mrn: { system: 'urn:example:mrn', value: 'mrn-ann' },
      claimId: { system: 'urn:example:claims', value: 'claim-ann' },
      claims: [{ id: 'urn:example:claims|claim-ann', use: 'claim', serviceDate: '2023-03-01', lineItems: [] }],
      storyline: 'Diabetes with a progress note.',
    },
  ],
});

/** A sandbox with that seed, a clock that stands still, and clients for both servers. */
export async function start(options: Partial<SandboxOptions> = {}, clock = new TestClock()) {
  const file = await definitionsFile();
  const sandbox = await startSandbox({ folder: ':memory:', definitionsFile: file, ...options }, { clock, makeSeed });
  const provider = new Client(sandbox.provider.fhirBaseUrl);
  const payer = new Client(sandbox.payer.fhirBaseUrl);
  return { sandbox, provider, payer, clock };
}
