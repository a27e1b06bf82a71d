import type { Extension, Subscription } from '@medplum/fhirtypes';
import { type PayloadContent, payloadContents } from '../../../shared/domain/subscription.ts';
import { extensions } from './backport.ts';

/** The primitive's extensions lie beside it in JSON; the library's types do not know them. */
type Beside = { extension?: Extension[] } | undefined;

/** How a Subscription wants to be told. */
export interface Telling {
  endpoint: string;
  /** The media type notifications are sent under. */
  payload: string;
  content: PayloadContent;
  headers: [name: string, value: string][];
  /** Milliseconds; undefined for no heartbeat. */
  heartbeatMs?: number;
  /** Milliseconds a notification may take. */
  timeoutMs: number;
  /** Events one notification may carry; 1 where nothing is said. */
  maxCount: number;
}

/** How long a receiver may take where the Subscription does not say, in milliseconds. */
const PATIENCE = 20_000;

/** The filter criteria, as written. */
export const filtersOf = (subscription: Subscription): string[] =>
  ((subscription as { _criteria?: Beside })._criteria?.extension ?? [])
    .filter(({ url }) => url === extensions.filter)
    .map(({ valueString }) => valueString ?? '');

/** The extensions of channel.payload. */
export const payloadExtensions = ({ channel }: Subscription): Extension[] =>
  (channel as { _payload?: Beside })._payload?.extension ?? [];

/** The extensions of channel.type. */
export const typeExtensions = ({ channel }: Subscription): Extension[] =>
  (channel as { _type?: Beside })._type?.extension ?? [];

const contentOf = (subscription: Subscription): PayloadContent => {
  const said = payloadExtensions(subscription).find(({ url }) => url === extensions.content)?.valueCode;
  return payloadContents.find((one) => one === said) ?? 'empty';
};

function seconds({ channel }: Subscription, url: string): number | undefined {
  const found = channel.extension?.find((one) => one.url === url);
  return found?.valueUnsignedInt ?? found?.valuePositiveInt ?? found?.valueInteger;
}

/** Splits `Name: value` (FHIR R4 Subscription.channel.header). */
export function splitHeader(text: string): [name: string, value: string] {
  const colon = text.indexOf(':');
  return [text.slice(0, Math.max(colon, 0)).trim(), text.slice(colon + 1).trim()];
}

/** Reads how a Subscription that was taken in wants to be told. */
export function tellingOf(subscription: Subscription): Telling {
  const { channel } = subscription;
  const heartbeat = seconds(subscription, extensions.heartbeat);
  const timeout = seconds(subscription, extensions.timeout);
  return {
    endpoint: channel.endpoint ?? '',
    payload: channel.payload ?? 'application/fhir+json',
    content: contentOf(subscription),
    headers: (channel.header ?? []).map(splitHeader),
    ...(heartbeat ? { heartbeatMs: heartbeat * 1000 } : {}),
    timeoutMs: timeout ? timeout * 1000 : PATIENCE,
    maxCount: seconds(subscription, extensions.maxCount) ?? 1,
  };
}
