import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubmissionRequest } from '../../../shared/domain/submission.ts';
import { codesOf } from '../../../shared/fhir/datatype.ts';
import { formatIdentifier } from '../../../shared/fhir/identifier.ts';
import { dig, type JsonObject, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import { parseReference } from '../../../shared/fhir/reference.ts';
import type { Partner } from '../../exchange/partner.ts';
import { search } from '../../exchange/search.ts';
import { isMemberId } from '../../../shared/cdex/check-attachment-actors.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import { fail } from '../../../shared/contract/errors.ts';
import { identifierToken } from '../identifier-token.ts';
import type { Means } from './content.ts';
import { readSource } from './content-of-reference.ts';

/** What a claim or a patient's record says of a submission. */
export type Learned = Partial<
  Pick<SubmissionRequest, 'attachTo' | 'payerId' | 'organizationId' | 'providerId' | 'memberId' | 'serviceDate'>
>;

/** The identifier people know an actor by: a National Provider Identifier before others. */
const usual = (resource: unknown): string | undefined => {
  const list = objectsOf(dig(resource, 'identifier'));
  return formatIdentifier(list.find(({ system }) => system === systems.npi) ?? list[0]);
};

/** Who a reference names: by its identifier, else by that of the resource it leads to. */
async function identifierBehind(
  means: Means,
  partner: Partner,
  reference: unknown,
  type?: string,
): Promise<string | undefined> {
  const own = formatIdentifier(dig(reference, 'identifier'));
  const written = textOf(dig(reference, 'reference'));
  const found = written ? parseReference(written, partner.baseUrl).type : undefined;
  if (type !== undefined && found !== undefined && found !== type) return undefined;
  if (own || !written || written.startsWith('#')) return own;
  const read = await readSource(means, partner, written);
  return read.ok ? usual(read.value) : undefined;
}

/** The member id of a patient: the identifier that is typed as one, else the one of a coverage, else the first of another system than ours. */
export async function memberOf(means: Means, partner: Partner, reference: string): Promise<Reply<Learned>> {
  const read = await readSource(means, partner, reference.includes('/') ? reference : `Patient/${reference}`);
  if (!read.ok) return read;
  const list = objectsOf(read.value.identifier);
  const member = formatIdentifier(list.find(isMemberId) ?? list.find((one) => codesOf(one.type).includes('MB')));
  const chosen = member ?? formatIdentifier(list[0]);
  return ok(chosen ? { memberId: chosen } : {});
}

async function findClaim(means: Means, partner: Partner, claim: string): Promise<Reply<JsonObject>> {
  if (/^(https?:\/\/.*\/)?Claim\/[^/]+$/.test(claim)) return readSource(means, partner, claim);
  const query = `Claim?identifier=${encodeURIComponent(identifierToken(claim))}`;
  const context = { approach: 'push' as const, note: 'claim of a submission', signal: means.signal };
  const reply = await search(means.kit.door, partner, query, false, context);
  if (!reply.ok) return reply;
  const found = objectsOf(dig(reply.value.resource, 'entry')).flatMap(({ resource }) =>
    dig(resource, 'resourceType') === 'Claim' ? [resource as JsonObject] : [],
  );
  const [only] = found;
  if (only && found.length === 1) return ok(only);
  return fail(
    'not-found',
    `${partner.name} has ${found.length === 0 ? 'no claim' : `${found.length} claims`} with the identifier ${claim}.`,
    'Check the identifier, or name the claim as Claim/ID.',
    { exchangeId: reply.value.exchangeId },
  );
}

/** What a claim at the server we work for says: its use, payer, provider, member and date of service. Fails where it cannot be read. */
export async function learnFromClaim(means: Means, partner: Partner, claim: string): Promise<Reply<Learned>> {
  const found = await findClaim(means, partner, claim);
  if (!found.ok) return found;
  const { use, insurer, provider, patient, billablePeriod, item, careTeam, created } = found.value;
  const [first] = objectsOf(item);
  const date =
    textOf(dig(billablePeriod, 'start')) ??
    textOf(first?.servicedDate) ??
    textOf(dig(first, 'servicedPeriod', 'start')) ??
    textOf(created);
  const member = textOf(dig(patient, 'reference'));
  const patients = member ? await memberOf(means, partner, member) : ok({} as Learned);
  const payerId = await identifierBehind(means, partner, insurer);
  const organizationId = await identifierBehind(means, partner, provider, 'Organization');
  const careProvider = objectsOf(careTeam)[0]?.provider;
  const providerId =
    (await identifierBehind(means, partner, careProvider, 'Practitioner')) ??
    (await identifierBehind(means, partner, provider, 'Practitioner'));
  return ok({
    attachTo: use === 'preauthorization' ? 'preauthorization' : 'claim',
    ...(payerId ? { payerId } : {}),
    ...(organizationId ? { organizationId } : {}),
    ...(providerId && providerId !== organizationId ? { providerId } : {}),
    ...(patients.ok ? patients.value : {}),
    ...(date ? { serviceDate: date.slice(0, 10) } : {}),
  });
}
