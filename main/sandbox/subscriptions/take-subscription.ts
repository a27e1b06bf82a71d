import type { Resource, Subscription } from '@medplum/fhirtypes';
import { payloadContents, taskTopic } from '../../../shared/domain/subscription.ts';
import { isLoopback } from '../../../shared/domain/loopback.ts';
import { problem } from '../fhir/problems.ts';
import { extensions } from './backport.ts';
import { parseFilter } from './parse-filter.ts';
import { filtersOf, payloadExtensions, splitHeader, typeExtensions } from './read-subscription.ts';

function refuse(element: string, text: string, diagnostics: string): Error {
  return problem(422, text, { code: 'not-supported', expression: [`Subscription.${element}`], diagnostics });
}

function checkTopic({ criteria }: Subscription): void {
  if (criteria === taskTopic) return;
  throw refuse(
    'criteria',
    `CONF-066: This server has no topic "${criteria}".`,
    `The topic it has is ${taskTopic} (CONF-065).`,
  );
}

function checkChannel(subscription: Subscription): void {
  const { type, endpoint = '', header = [] } = subscription.channel;
  const custom = typeExtensions(subscription).find(({ url }) => url === extensions.channelType)?.valueCoding?.code;
  if (type !== 'rest-hook' || custom !== undefined)
    throw refuse('channel.type', `This server has no channel "${custom ?? type}".`, 'It sends to rest-hook alone.');
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw refuse('channel.endpoint', `"${endpoint}" is no URL to send to.`, 'Give an https URL.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw refuse(
      'channel.endpoint',
      `Notifications do not go to ${url.hostname} in the clear.`,
      'Give an https URL; plain http is for this machine alone.',
    );
  for (const text of header) {
    const [name, value] = splitHeader(text);
    const fits = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
    if (!fits) throw refuse('channel.header', `The header "${name || text}" is no "Name: value".`, 'Correct it.');
    if (/^(content-.*|host|connection|transfer-encoding|expect|te|upgrade)$/i.test(name))
      throw refuse('channel.header', `The header ${name} is the sender's own.`, 'Leave it out.');
  }
}

function checkPayload(subscription: Subscription): void {
  const { payload = '' } = subscription.channel;
  const [media = '', ...parameters] = payload.split(';').map((part) => part.trim().toLowerCase());
  const isJson = media === 'application/fhir+json' || media === 'application/json';
  const version = parameters.find((part) => part.startsWith('fhirversion='))?.slice('fhirversion='.length);
  if (!isJson || (version !== undefined && !/^4\.0(\.\d+)?$/.test(version)))
    throw refuse('channel.payload', `This server does not send "${payload}".`, 'Ask for application/fhir+json.');
  const contents = payloadExtensions(subscription).filter(({ url }) => url === extensions.content);
  const said = contents[0]?.valueCode;
  if (contents.length === 1 && payloadContents.some((one) => one === said)) return;
  const text = contents.length
    ? `The payload content cannot be "${said}".`
    : 'How much a notification carries is not said.';
  throw refuse('channel.payload.extension', text, `Say ${payloadContents.join(', ')} by ${extensions.content}.`);
}

function checkNumbers({ channel }: Subscription): void {
  for (const [url, least] of [
    [extensions.heartbeat, 0],
    [extensions.timeout, 1],
    [extensions.maxCount, 1],
  ] as const) {
    const found = channel.extension?.find((one) => one.url === url);
    const value = found?.valueUnsignedInt ?? found?.valuePositiveInt ?? found?.valueInteger;
    if (!found || (value !== undefined && Number.isInteger(value) && value >= least)) continue;
    const name = url.slice(url.lastIndexOf('/') + 1);
    throw refuse('channel.extension', `${name} is no whole number from ${least} on.`, 'Correct it, or leave it out.');
  }
}

/**
 * A Subscription as it is taken in from a client: requested (whoever says active is asked by a handshake as well), or off. Refuses (422),
 * naming it, another topic, filter, channel or payload than this server has (CONF-066), and an endpoint in the clear. Other types pass.
 */
export function takeSubscription(resource: Resource, now: number): Resource {
  if (resource.resourceType !== 'Subscription') return resource;
  checkTopic(resource);
  checkChannel(resource);
  checkPayload(resource);
  checkNumbers(resource);
  for (const filter of filtersOf(resource)) parseFilter(filter);
  const { status, end } = resource;
  if (end !== undefined && !(Date.parse(end) > now))
    throw refuse('end', `The subscription would have ended at ${end}.`, 'Give a later end, or none.');
  if (status === 'error') throw refuse('status', 'Only the server finds an error.', 'Set the status to requested.');
  const { error: _, ...rest } = resource;
  return { ...rest, status: status === 'off' ? 'off' : 'requested' };
}
