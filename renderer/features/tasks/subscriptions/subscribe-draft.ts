import type { CommandInput } from '../../../../shared/contract/commands.ts';
import type { Closing, FilterStyle, PayloadContent } from '../../../../shared/domain/subscription.ts';

/** What the form of a new subscription holds; numbers as typed. */
export interface SubscribeDraft {
  /** Id of the connection; '' for the one in use. */
  connection: string;
  topic: string;
  filters: readonly { id: number; parameter: string; value: string }[];
  filterStyle: FilterStyle;
  payload: PayloadContent;
  heartbeat: string;
  ends: string;
  timeout: string;
  maxCount: string;
  endpoint: string;
  atClose: Closing;
  /** Names of further headers; their values are secrets and stay in their fields. */
  headers: readonly { id: number; name: string }[];
}

/** A form nobody has written in. */
export const emptySubscribe: SubscribeDraft = {
  connection: '',
  topic: '',
  filters: [],
  filterStyle: 'query',
  payload: 'id-only',
  heartbeat: '600',
  ends: '1440',
  timeout: '',
  maxCount: '',
  endpoint: '',
  atClose: 'resume',
  headers: [],
};

/** What is wrong with the form, by field. */
export type SubscribeProblems = Partial<
  Record<'heartbeat' | 'ends' | 'timeout' | 'maxCount' | 'endpoint' | 'headers', string>
>;

const isWhole = (text: string, least: number, most: number): boolean =>
  text.trim() === '' || (/^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most);

/** Looks through the form. */
export function subscribeProblems(draft: SubscribeDraft): SubscribeProblems {
  const { heartbeat, ends, timeout, maxCount, endpoint, headers } = draft;
  const isUrl = endpoint.trim() === '' || (/^https?:/.test(endpoint.trim()) && URL.canParse(endpoint.trim()));
  return {
    ...(isWhole(heartbeat, 0, 86_400) ? {} : { heartbeat: 'Whole seconds, at most 86400.' }),
    ...(isWhole(ends, 1, 525_600) ? {} : { ends: 'Whole minutes, at most 525600.' }),
    ...(isWhole(timeout, 1, 3_600) ? {} : { timeout: 'Whole seconds, at most 3600.' }),
    ...(isWhole(maxCount, 1, 10_000) ? {} : { maxCount: 'A number from 1 to 10000.' }),
    ...(isUrl ? {} : { endpoint: 'Write it like https://hooks.payer.example/task.' }),
    ...(headers.every(({ name }) => /^[\w-]+$/.test(name.trim()))
      ? {}
      : { headers: 'A header has a name of letters, digits and dashes.' }),
  };
}

type CreateInput = CommandInput<'subscriptions.create'>;

const numberIn = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));

/** The name of the secret field of a header. */
export const headerField = (id: number): string => `header-${id}`;

/** What the form asks for. `secrets` are the values typed for further headers, by field name; a header without a value is left out. */
export function subscribeInput(
  draft: SubscribeDraft,
  connection: string,
  secrets: Readonly<Record<string, string>>,
  sendAnyway: boolean,
): CreateInput {
  const { topic, filters, filterStyle, payload, endpoint } = draft;
  const given = filters
    .map(({ parameter, value }) => ({ parameter: parameter.trim(), value: value.trim() }))
    .filter(({ parameter, value }) => parameter !== '' && value !== '');
  const headers = draft.headers.flatMap(({ id, name }) => {
    const value = secrets[headerField(id)];
    return value ? [{ name: name.trim(), value: { value } }] : [];
  });
  return {
    partner: { connection },
    ...(topic.trim() === '' ? {} : { topic: topic.trim() }),
    filters: given.map(({ parameter, value }) => `${parameter}=${value}`),
    filterStyle,
    payload,
    ...(endpoint.trim() === '' ? {} : { endpoint: endpoint.trim() }),
    heartbeatSeconds: numberIn(draft.heartbeat),
    timeoutSeconds: numberIn(draft.timeout),
    maxCount: numberIn(draft.maxCount),
    endsInMinutes: numberIn(draft.ends),
    atClose: draft.atClose,
    ...(headers.length > 0 ? { headers } : {}),
    sendAnyway,
  };
}
