import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { OpenedQuestionnaire } from '../../../shared/contract/questionnaires.ts';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { dig, objectsOf, textOf, typeOfResource } from '../../../shared/fhir/json.ts';
import { everyQuestion, questionsOf } from '../../../shared/fhir/questionnaire/questions.ts';
import { codesIn, containedResource } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { sameOrigin } from '../../../shared/fhir/reference.ts';
import { formatSearch } from '../../../shared/fhir/search.ts';
import type { Partner } from '../../exchange/partner.ts';
import { search } from '../../exchange/search.ts';
import type { Kit } from '../kit.ts';
import { expandedAt, mostCodes } from './find-codes.ts';

/** What opening a questionnaire needs. */
interface Opening {
  kit: Kit;
  /** Servers to look for it at, in this order. */
  servers: readonly Partner[];
  signal: AbortSignal;
  exchangeIds: string[];
}

/** Value sets a form may name before the rest are left to be typed. */
const mostValueSets = 30;

/**
 * Finds a Questionnaire by its canonical URL: at the servers by search, else where the URL itself leads, asked without credentials unless
 * it lies at one of them. Value sets that list their codes come with it. Source: digest C (the questionnaire is fetched from the payer).
 */
export async function openQuestionnaire(
  url: string,
  means: Omit<Opening, 'exchangeIds'>,
): Promise<Reply<OpenedQuestionnaire>> {
  const opening: Opening = { ...means, exchangeIds: [] };
  const found = (await atServers('Questionnaire', url, opening)) ?? (await atUrl(url, opening));
  if (!found) return missing(url, opening);
  const questionnaire = found.resource;
  const { valueSets, searched, findings } = await valueSetsOf(questionnaire, found.server, opening);
  return ok({ questionnaire, valueSets, searched, exchangeIds: opening.exchangeIds, findings });
}

/** A resource and the server that has it. */
interface Found {
  resource: unknown;
  server?: Partner;
}

async function atServers(type: string, canonical: string, opening: Opening): Promise<Found | undefined> {
  for (const server of opening.servers) {
    const resource = await byCanonical(type, canonical, server, opening);
    if (resource) return { resource, server };
  }
  return undefined;
}

async function byCanonical(type: string, canonical: string, server: Partner, opening: Opening): Promise<unknown> {
  const [url = '', version] = canonical.split('|');
  const params = [
    { name: 'url', values: [{ text: url }] },
    ...(version ? [{ name: 'version', values: [{ text: version }] }] : []),
  ];
  const { kit, signal, exchangeIds } = opening;
  const reply = await search(kit.door, server, formatSearch({ type, params }), false, {
    approach: 'task',
    note: type === 'Questionnaire' ? 'questionnaire' : 'value set',
    signal,
  });
  if (!reply.ok) return undefined;
  exchangeIds.push(reply.value.exchangeId);
  return objectsOf(dig(reply.value.resource, 'entry'))
    .map(({ resource }) => resource)
    .find((resource) => typeOfResource(resource) === type);
}

/** Where the canonical URL itself leads. */
async function atUrl(canonical: string, { kit, servers, signal, exchangeIds }: Opening): Promise<Found | undefined> {
  const [url = ''] = canonical.split('|');
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) return undefined;
  const server = servers.find(({ baseUrl }) => sameOrigin(baseUrl, url)) ?? servers[0];
  if (!server) return undefined;
  const reply = await kit.door.send(server, {
    method: 'GET',
    url,
    foreign: 'without-credentials',
    expects: 'resource',
    approach: 'task',
    note: 'questionnaire',
    signal,
  });
  if (!reply.ok || typeOfResource(reply.value.resource) !== 'Questionnaire') return undefined;
  exchangeIds.push(reply.value.exchangeId);
  return { resource: reply.value.resource, ...(sameOrigin(server.baseUrl, url) ? { server } : {}) };
}

function missing(url: string, { servers, signal, exchangeIds }: Opening): Reply<never> {
  if (signal.aborted) return fail('cancelled', 'The search for the questionnaire was stopped.', 'Start it again.');
  const asked = servers.map(({ name }) => name).join(', ');
  return fail(
    'not-found',
    `The questionnaire ${url} was found nowhere${asked ? `: ${asked} and the address itself were asked` : ''}.`,
    'Ask the payer where it can be read, name that server, or open the questionnaire from a file.',
    exchangeIds[0] ? { exchangeId: exchangeIds[0] } : {},
  );
}

async function valueSetsOf(questionnaire: unknown, server: Partner | undefined, opening: Opening) {
  const named = [...new Set(everyQuestion(questionsOf(questionnaire)).flatMap(({ valueSet }) => valueSet ?? []))];
  const valueSets: OpenedQuestionnaire['valueSets'] = {};
  const searched: OpenedQuestionnaire['searched'] = {};
  const findings = named.slice(mostValueSets).map(notOpened);
  for (const canonical of named.slice(0, mostValueSets)) {
    const isContained = canonical.startsWith('#');
    const resource = isContained
      ? containedResource(questionnaire, canonical)
      : server && (await byCanonical('ValueSet', canonical, server, opening));
    const listed = codesIn(resource);
    const means = server && !isContained ? { ...opening, server } : undefined;
    const opened = listed && listed.length <= mostCodes ? listed : means && (await expandedAt(canonical, means));
    if (opened === 'too-many' && server) searched[canonical] = namedAgain(server);
    else if (Array.isArray(opened)) valueSets[canonical] = opened;
    else if (listed) valueSets[canonical] = listed;
    else findings.push(unexpanded(canonical, resource !== undefined));
  }
  return { valueSets, searched, findings };
}

/** A server as a command names it. */
const namedAgain = ({ connectionId, baseUrl }: Partner): PartnerInput =>
  connectionId ? { connection: connectionId } : { baseUrl };

const unexpanded = (canonical: string, isThere: boolean): Finding => ({
  rule: 'value-set',
  severity: 'information',
  path: 'Questionnaire.item.answerValueSet',
  message: isThere
    ? `The value set ${canonical} does not list its codes, and the server does not expand it.`
    : `The value set ${canonical} was not found.`,
  next: 'Type the code, with its system.',
});

const notOpened = (canonical: string): Finding => ({
  ...unexpanded(canonical, false),
  message: `The value set ${canonical} was not opened: the form names more than ${mostValueSets}.`,
});

/** What a questionnaire is called: its title, its name or its URL. */
export const titleOf = (questionnaire: unknown): string =>
  textOf(dig(questionnaire, 'title')) ??
  textOf(dig(questionnaire, 'name')) ??
  textOf(dig(questionnaire, 'url')) ??
  'Questionnaire';
