import { warning } from '../../../shared/cdex/findings.ts';
import { submissionBase, submissionUrl } from '../../../shared/cdex/submission-url.ts';
import { type Failure, fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import type { DavinciConfiguration, Found } from '../../../shared/domain/discovery.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { isLoopback } from '../../../shared/domain/loopback.ts';
import type { SubmissionTarget } from '../../../shared/domain/submission.ts';
import { isUnderBase, sameOrigin } from '../../../shared/fhir/reference.ts';
import { ensureDiscovery } from '../../exchange/discovery/ensure-discovery.ts';
import { withoutCredentials } from '../../exchange/discovery/plain-partner.ts';
import { readDavinci } from '../../exchange/discovery/well-known.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import { fromConnection, resolvePartner } from '../partners.ts';

/** Where a submission goes, and by whom it is let in there. */
export interface Destination {
  target: SubmissionTarget;
  partner: Partner;
}

/** What is known of where it goes. */
export interface Whereto {
  partner?: PartnerInput | undefined;
  /** As a person gave it: the operation's URL or a base. */
  to?: string | undefined;
  /** As the Task gave it. */
  payerUrl?: string | undefined;
  /** Base URL of the server the Task is on. */
  taskBase?: string | undefined;
  signal?: AbortSignal;
  /** Whether the payer may be asked for its endpoint; what was read before is used either way. */
  ask: boolean;
}

/** What is to be thought of before health data go there. */
export function targetFindings({ target, partner }: Destination): Finding[] {
  const { withheld } = target;
  const { hostname, protocol, host } = new URL(target.url);
  const found: Finding[] = [];
  if (protocol === 'http:' && !isLoopback(hostname)) {
    const message = `${host} is spoken to by plain http: the attachments can be read on the way.`;
    found.push(warning('CONF-014', 'POST', message, 'Ask the payer for an https address.'));
  }
  if (withheld !== undefined) {
    const message = `The Task sends the attachments to ${host}, where your connection ${withheld} is; what lets you in there is not sent along.`;
    found.push(warning('payer-url', 'POST', message, chooseConnection(withheld)));
  } else if (target.source === 'payer-url' && !partner.connectionId) {
    const message = `The Task sends the attachments to ${host}, where none of your connections is.`;
    found.push(warning('payer-url', 'POST', message, 'See that the payer is who you think before you send anything.'));
  }
  return found;
}

const chooseConnection = (name: string): string =>
  `If the Task is from ${name}, choose that connection as the payer (on the command line --connection ${JSON.stringify(name)} beside --source).`;

/** Why a payer let nobody in, where it is because nobody said that our credentials may go there. */
export const withWithheldAdvice = (error: Failure, { target: { withheld } }: Destination): Failure =>
  withheld !== undefined && (error.httpStatus === 401 || error.httpStatus === 403)
    ? { ...error, next: chooseConnection(withheld) }
    : error;

const code = 'davinci_cdex_attachsubmit_endpoint';

/** A version as numbers, to be compared. */
const numbers = (version: string): number => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
};

/**
 * The endpoint of a version (HRex, endpoint discovery): its own, else the highest of the same major version, else the highest there is;
 * one without a version, which is deprecated, last. The continuous build takes the highest.
 */
export function endpointFor(
  { endpoints }: DavinciConfiguration,
  version: CdexVersion,
): { url: string; version?: string } | undefined {
  const all = endpoints.flatMap(({ code: written, url }) => {
    const [name, of] = written.split('#', 2);
    return name === code ? [{ url, ...(of ? { version: of } : {}) }] : [];
  });
  const numbered = all
    .filter((one) => one.version !== undefined && /^\d+(\.\d+)*$/.test(one.version))
    .sort((one, next) => numbers(next.version ?? '') - numbers(one.version ?? ''));
  const major = version.split('.')[0];
  return (
    numbered.find((one) => one.version === version) ??
    numbered.find((one) => one.version?.split('.')[0] === major) ??
    numbered[0] ??
    all[0]
  );
}

const noUrl = (text: string, whose: string): Reply<never> =>
  fail(
    'invalid-input',
    `${whose} ${JSON.stringify(text.slice(0, 200))} is no http or https URL.`,
    'Give the URL of $submit-attachment, or the base it stands below.',
    { details: ['to: an http or https URL'] },
  );

/** Parameters of a URL that let somebody in (RFC 6750, section 2.3, and what is like it). */
const credentials = /^(access_token|refresh_token|id_token|token|client_secret|password)$/i;

/** A refusal of an address with a name, password or token in it: records and messages would repeat it. Nothing of it is repeated here. */
export function refuseCredentials(url: string, whose: string): Reply<never> | undefined {
  const { username, password, searchParams } = new URL(url);
  const isNamed = username !== '' || password !== '';
  if (!isNamed && ![...searchParams.keys()].some((name) => credentials.test(name))) return undefined;
  return fail(
    'invalid-input',
    `${whose} has a ${isNamed ? 'name or password' : 'token or password'} in it.`,
    'Give the URL without them; name credentials by --header-env or --token-env, or in a connection.',
  );
}

/** A URL somebody named; credentials in it are not sent anywhere. */
function named(text: string, whose: string): Reply<string> {
  const url = submissionUrl(text);
  if (!url) return noUrl(text, whose);
  return refuseCredentials(url, whose) ?? ok(url);
}

/** The payers' connection a URL lies at. */
const connectionAt = (kit: Kit, url: string) =>
  kit.store.connections
    .list()
    .filter(({ role, baseUrl }) => role === 'provider' && (isUnderBase(url, baseUrl) || sameOrigin(url, baseUrl)))
    .sort((one, next) => Number(isUnderBase(url, next.baseUrl)) - Number(isUnderBase(url, one.baseUrl)))[0];

/** Where a submission goes: the URL given, the Task's payer-url, the payer's davinci-configuration, its base; and who said so. */
export async function destinationOf(kit: Kit, heavy: Heavy, whereto: Whereto): Promise<Reply<Destination>> {
  const given = whereto.partner ? resolvePartner(kit, whereto.partner) : undefined;
  if (given && !given.ok) return given;
  const partner = given?.value;
  const { to, payerUrl, taskBase } = whereto;
  if (to) {
    const url = named(to, 'The URL');
    return url.ok ? at(kit, url.value, partner, { source: 'given', says: 'The URL was given.' }) : url;
  }
  if (payerUrl) {
    const url = named(payerUrl, 'The Task’s payer-url');
    return url.ok
      ? at(kit, url.value, partner, { source: 'payer-url', says: 'The Task says where to (payer-url).' }, taskBase)
      : url;
  }
  if (!partner)
    return fail(
      'invalid-input',
      'It is not said where to submit to.',
      'Name the payer’s connection, or give the URL.',
      {
        details: ['to: or partner is needed'],
      },
    );
  const published = await configurationOf(kit, heavy, partner, whereto);
  const found = published?.state === 'found' ? endpointFor(published.value, partner.cdexVersion) : undefined;
  const url = submissionUrl(found?.url ?? partner.baseUrl) as string;
  if (found && published?.state === 'found')
    return ok({
      partner,
      target: {
        url,
        source: 'davinci-configuration',
        says: `${partner.name} publishes it in its davinci-configuration${found.version ? `, for version ${found.version}` : ', without a version'}.${away(url, partner)}`,
        exchangeId: published.exchangeId,
      },
    });
  const why = published === undefined ? '' : ' It publishes no endpoint for attachments.';
  return ok({ partner, target: { url, source: 'base', says: `The base URL of ${partner.name} was taken.${why}` } });
}

const away = (url: string, partner: Partner): string =>
  sameOrigin(url, partner.baseUrl)
    ? ''
    : ` It lies outside ${new URL(partner.baseUrl).origin}, so nothing that lets us in there is sent along.`;

/**
 * The partner for a URL: the one named, else for a payer-url the connection it lies at, else its server as anybody meets it. Whoever may
 * write a Task may name any payer of ours in it: its credentials go along only where the Task itself came from there, or a person says so.
 */
function at(
  kit: Kit,
  url: string,
  partner: Partner | undefined,
  { source, says }: Pick<SubmissionTarget, 'source' | 'says'>,
  taskBase?: string,
): Reply<Destination> {
  const known = !partner && source === 'payer-url' ? connectionAt(kit, url) : undefined;
  if (known) {
    const mine = fromConnection(kit, known);
    const lies = `${says} It lies at ${mine.name}`;
    if (!mine.admit || (taskBase && sameOrigin(url, taskBase)))
      return ok({ partner: mine, target: { url, source, says: `${lies}.` } });
    // Not as that connection, either: what failed is sent again by the connection of its record.
    const { admit: _admit, connectionId: _connectionId, ...open } = mine;
    const withheld = mine.name;
    const told = `${lies}, and what lets us in there is not sent along unless you choose ${withheld}.`;
    return ok({ partner: open, target: { url, source, says: told, withheld } });
  }
  if (partner) return ok({ partner, target: { url, source, says: `${says}${away(url, partner)}` } });
  const plain = resolvePartner(kit, { baseUrl: submissionBase(url) ?? url });
  return plain.ok ? ok({ partner: plain.value, target: { url, source, says } }) : plain;
}

/** The payer's davinci-configuration; undefined where nobody has asked for it and nobody may now. */
async function configurationOf(
  kit: Kit,
  heavy: Heavy,
  partner: Partner,
  { ask, signal }: Whereto,
): Promise<Found<DavinciConfiguration> | undefined> {
  const { connectionId } = partner;
  const kept = connectionId ? kit.store.discoveries.get(connectionId) : undefined;
  if (kept?.baseUrl === partner.baseUrl && (!ask || kept.davinci.state !== 'failed')) return kept.davinci;
  if (!ask) return undefined;
  if (!connectionId) return readDavinci(kit.door, withoutCredentials(partner), signal);
  const means = { store: kit.store, door: kit.door, clock: kit.ports.clock, heavy };
  return (await ensureDiscovery(means, partner, connectionId)).davinci;
}
