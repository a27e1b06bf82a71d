import type { Bundle, DocumentReference, Resource } from '@medplum/fhirtypes';
import type { SandboxSeed } from '../../../../main/sandbox/members/types.ts';
import { makeSeed } from '../support/sandbox.ts';
import { bearer, signIn, startLocked } from './auth-client.ts';

const text = (words: string) => ({ text: words });
const bob = { reference: 'Patient/bob' };
const ann = { reference: 'Patient/ann' };

const letter = (id: string, subject: typeof bob, ...urls: string[]): DocumentReference => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  type: text('Letter'),
  subject,
  content: urls.map((url) => ({ attachment: { contentType: 'text/plain', url } })),
});

const page = (id: string, words: string): Resource => ({
  resourceType: 'Binary',
  id,
  contentType: 'text/plain',
  data: Buffer.from(words).toString('base64'),
});

/** Marks whatever is Bob's, so that a test can look for it in any answer. */
export const SECRET = 'of-bob-alone';

/** What Bob has, and what has to do with both. Nothing of it may come to a token for Ann. */
export const bobs: Resource[] = [
  { resourceType: 'Condition', id: 'bobs-condition', subject: bob, code: text(`asthma ${SECRET}`) },
  {
    resourceType: 'Encounter',
    id: 'bobs-visit',
    status: 'finished',
    class: { code: 'AMB', display: SECRET },
    subject: bob,
    serviceProvider: { reference: 'Organization/org' },
  },
  letter('bobs-letter', bob, 'Binary/bobs-page', 'Binary/shared-page'),
  page('bobs-page', SECRET),
  // linked from records of both, so nobody's
  page('shared-page', SECRET),
  page('stray-page', SECRET),
  {
    resourceType: 'Provenance',
    id: 'bobs-provenance',
    target: [{ reference: 'Condition/bobs-condition' }],
    recorded: '2023-01-01T00:00:00Z',
    agent: [{ who: { reference: 'Practitioner/doc', display: SECRET } }],
  },
  {
    resourceType: 'Provenance',
    id: 'shared-provenance',
    target: [{ reference: 'Condition/diabetes' }, { reference: 'Condition/bobs-condition' }],
    recorded: '2023-01-01T00:00:00Z',
    agent: [{ who: { reference: 'Practitioner/doc', display: SECRET } }],
  },
  {
    resourceType: 'Coverage',
    id: 'bobs-coverage',
    status: 'active',
    beneficiary: bob,
    subscriber: ann,
    subscriberId: SECRET,
    payor: [{ reference: 'Organization/org' }],
  },
  {
    resourceType: 'Communication',
    id: 'about-bob',
    status: 'completed',
    subject: bob,
    recipient: [ann],
    payload: [{ contentString: SECRET }],
  },
  {
    resourceType: 'Observation',
    id: 'by-ann',
    status: 'final',
    code: text(SECRET),
    subject: bob,
    performer: [ann],
  },
  {
    resourceType: 'Group',
    id: 'roster',
    type: 'person',
    actual: true,
    name: SECRET,
    member: [{ entity: ann }, { entity: bob }],
  },
  {
    resourceType: 'Task',
    id: 'bobs-task',
    status: 'completed',
    intent: 'order',
    description: SECRET,
    for: bob,
    requester: ann,
  },
  // says it is Bob's by reference and Ann's by number
  {
    resourceType: 'Condition',
    id: 'two-voices',
    subject: { ...bob, identifier: { system: 'urn:example:member', value: 'member-ann' } },
    code: text(SECRET),
  },
  { resourceType: 'Bundle', id: 'loose-bundle', type: 'collection', identifier: { value: SECRET } },
  {
    resourceType: 'Subscription',
    id: 'watch',
    status: 'active',
    reason: SECRET,
    criteria: 'Task?patient=bob',
    channel: { type: 'rest-hook' },
  },
  { resourceType: 'RelatedPerson', id: 'bobs-relative', patient: bob, name: [text(SECRET)] },
];

/** What Ann has beside the usual record. */
const anns: Resource[] = [
  letter('anns-letter', ann, 'Binary/anns-page', 'Binary/shared-page'),
  page('anns-page', 'a letter of Ann'),
  {
    resourceType: 'Coverage',
    id: 'anns-coverage',
    status: 'active',
    beneficiary: ann,
    subscriber: bob,
    payor: [{ reference: 'Organization/org' }],
  },
  {
    resourceType: 'Task',
    id: 'anns-task',
    status: 'completed',
    intent: 'order',
    for: ann,
    focus: { reference: 'Condition/bobs-condition' },
  },
  {
    resourceType: 'Observation',
    id: 'by-bob',
    status: 'final',
    code: text('measured by her brother'),
    subject: ann,
    performer: [bob],
  },
];

/** The seed with both of them. */
export function twoMembers(): SandboxSeed {
  const seed = makeSeed();
  return { ...seed, provider: [...seed.provider, ...anns, ...bobs] };
}

/** What is Bob's in an answer: ids of his that carry data, and the mark of his data. */
export function traces(text: string): string[] {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      const { resourceType, id } = value as Resource;
      if (resourceType === 'Patient' && id !== 'ann') found.push(`Patient/${id}`);
      if (id === 'a1c-4' || bobs.some((one) => one.resourceType === resourceType && one.id === id))
        found.push(String(id));
      Object.values(value).forEach(look);
    }
  };
  const { link: _, ...said } = JSON.parse(text) as Bundle; // links repeat what was asked
  look(said);
  return JSON.stringify(said).includes(SECRET) ? [...found, SECRET] : found;
}

/** A locked sandbox with both of them, and a token for everything a person can grant for Ann. */
export async function startForAnn() {
  const started = await startLocked({}, { makeSeed: twoMembers });
  const signedIn = async (member: string, scope: string): Promise<Record<string, string>> => {
    const { tokenUrl, fhirBaseUrl } = started.sandbox.provider;
    const { json } = await signIn(tokenUrl, fhirBaseUrl, member, scope);
    if (json.patient !== member) throw new Error(`The token is for ${json.patient}, not for ${member}.`);
    return bearer(json.access_token);
  };
  const ann = await signedIn('ann', 'patient/*.cruds launch/patient');
  return { ...started, ann, signedIn };
}
