import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { HeaderList } from '../../../shared/domain/exchange.ts';
import type { TokenMeans } from './token-means.ts';

/** A form on its way to an OAuth endpoint. */
export interface SentForm {
  url: string;
  form: readonly [name: string, value: string][];
  /** Secret headers. */
  headers: Record<string, string>;
  /** Values that must not come back in anything. */
  secrets: readonly string[];
  /** What it is for: `token`, `revocation`. */
  note: string;
  signal?: AbortSignal | undefined;
}

/** What came back, whatever the status. */
export interface FormAnswer {
  exchangeId: string;
  status: number;
  headers: HeaderList;
  /** The body as text; undefined when it was too large to be held. */
  text: string | undefined;
  /** Milliseconds since the epoch, by our clock: when it was sent, and when the answer was whole. */
  sentAt: number;
  receivedAt: number;
}

/** Posts a form to an OAuth endpoint of a connection's partner; one recorded exchange. Fails only where no answer came. */
export async function sendForm(
  means: Pick<TokenMeans, 'partnerAt' | 'door' | 'clock'>,
  connection: Connection,
  { url, form, headers, secrets, note, signal }: SentForm,
): Promise<Reply<FormAnswer>> {
  const partner = await means.partnerAt(connection, url, headers);
  if (!partner.ok) return partner;
  const sentAt = means.clock.now();
  const answer = await means.door.send(partner.value, {
    method: 'POST',
    url,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString(),
    expects: 'any-status',
    secrets,
    note,
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) return answer;
  const { exchangeId, httpStatus, headers: received, body } = answer.value;
  return ok({
    exchangeId,
    status: httpStatus,
    headers: received,
    text: body?.toString('utf8').replace(/^\ufeff/, ''),
    sentAt,
    receivedAt: means.clock.now(),
  });
}
