import type {
  DavinciConfiguration,
  Found,
  SmartConfiguration,
  UdapMetadata,
} from '../../../shared/domain/discovery.ts';
import type { JsonObject } from '../../../shared/fhir/json.ts';
import type { Door } from '../door.ts';
import type { Partner } from '../partner.ts';
import { parseDavinciConfiguration } from './davinci-configuration.ts';
import { withoutClientCertificate } from './plain-partner.ts';
import { type Asked, notOfItsKind, readPublished } from './published.ts';
import type { SignedMetadataNeed } from './signed-metadata.ts';
import { parseSmartConfiguration } from './smart-configuration.ts';
import { parseUdapMetadata } from './udap-metadata.ts';

const wellKnown = (baseUrl: string, name: string) => `${baseUrl}/.well-known/${name}`;

type Parsed<T> = { value: T; problems: string[] } | undefined;
type Settled<T> = { found: Found<T>; elsewhere: boolean };

/** A document as what it should be. */
async function settleAs<T>(
  asked: Asked,
  kind: string,
  parse: (document: JsonObject) => Parsed<T> | Promise<Parsed<T>>,
): Promise<Settled<T>> {
  if (asked.state !== 'document') {
    const { elsewhere = false, wantsCertificate: _why, ...found } = asked;
    return { found, elsewhere };
  }
  const { exchangeId, problems } = asked;
  const parsed = await parse(asked.document);
  if (!parsed) return { found: notOfItsKind(exchangeId, kind), elsewhere: true };
  const { value } = parsed;
  return {
    found: { state: 'found', exchangeId, value, problems: [...problems, ...parsed.problems] },
    elsewhere: false,
  };
}

/** `[base]/.well-known/smart-configuration` (SMART App Launch 2.2, conformance). */
export async function readSmart(
  door: Door,
  partner: Partner,
  signal?: AbortSignal,
): Promise<Found<SmartConfiguration>> {
  const url = wellKnown(partner.baseUrl, 'smart-configuration');
  const asked = await readPublished(door, partner, { url, note: 'SMART configuration', ...(signal && { signal }) });
  const settled = await settleAs(asked, 'SMART configuration', (document) => parseSmartConfiguration(document, url));
  return settled.found;
}

/** `[base]/.well-known/udap` (UDAP Security, discovery). `now` in milliseconds; `ca` as the signed metadata are held against. */
export async function readUdap(
  door: Door,
  partner: Partner,
  need: Omit<SignedMetadataNeed, 'baseUrl'>,
  signal?: AbortSignal,
): Promise<Found<UdapMetadata>> {
  const { baseUrl } = partner;
  const url = wellKnown(baseUrl, 'udap');
  const asked = await readPublished(door, partner, { url, note: 'UDAP metadata', ...(signal && { signal }) });
  const settled = await settleAs(asked, 'UDAP metadata', (document) =>
    parseUdapMetadata(document, { ...need, baseUrl, at: url }),
  );
  return settled.found;
}

/**
 * `davinci-configuration` (HRex, endpoint discovery): below the base and, where nothing of the kind is there, at the root of its origin,
 * which is all an X12 271 answer may have room for. Read by plain TLS, as HRex wants it served; where a partner lets nobody near it
 * without a client certificate, ours is shown after all.
 */
export async function readDavinci(
  door: Door,
  partner: Partner,
  signal?: AbortSignal,
): Promise<Found<DavinciConfiguration>> {
  const name = 'davinci-configuration';
  const plain = withoutClientCertificate(partner);
  async function ask(url: string): Promise<Settled<DavinciConfiguration>> {
    const request = { url, note: 'Da Vinci configuration', ...(signal && { signal }) };
    const first = await readPublished(door, plain, request);
    const closed = first.state === 'failed' && first.wantsCertificate && partner.tls?.cert !== undefined;
    const asked = closed ? await readPublished(door, partner, request) : first;
    if (closed && asked.state === 'document')
      asked.problems.push('It is served to clients with a certificate alone; HRex wants it open to everybody.');
    return settleAs(asked, 'Da Vinci configuration', (document) => parseDavinciConfiguration(document, url));
  }
  const below = await ask(wellKnown(partner.baseUrl, name));
  const { origin } = new URL(partner.baseUrl);
  if ((below.found.state !== 'absent' && !below.elsewhere) || partner.baseUrl === origin) return below.found;
  const root = await ask(wellKnown(origin, name));
  return root.found.state === 'found' || below.found.state === 'absent' ? root.found : below.found;
}
