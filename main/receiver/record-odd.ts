import type { IncomingMessage } from 'node:http';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { HeaderList } from '../../shared/domain/exchange.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { headerList } from '../wire/header-list.ts';
import { createMask, masked } from '../wire/mask.ts';
import { finding, unexpected } from '../wire/understand.ts';
import type { CommitQueue } from './commit-queue.ts';
import { originForm, type Hidden } from './guard.ts';
import { createRecordQuota } from './record-quota.ts';
import { messageOf, type Response } from './respond.ts';
import { pathOf } from './route.ts';

/** Something that came and could not be handled as a request: a head that was read, or the bytes it broke off at. */
export interface Odd {
  request?: IncomingMessage;
  packet?: Buffer | undefined;
  sender: string;
  answer: Response;
}

/** Headers of what was not understood whose values are told; any other may hold a secret under whatever name. */
const told = new Set(
  'host accept connection content-type content-length content-encoding transfer-encoding expect user-agent date'.split(
    ' ',
  ),
);
/** So many records of such things a minute. */
const most = 60;

/** What the sender was told: what is wrong, and what to do. */
function toldOf({ body }: Response): { says: string; next: string } {
  const [issue] = (JSON.parse(body) as OperationOutcome).issue;
  return { says: issue?.details?.text ?? '', next: issue?.diagnostics ?? 'Send an HTTP request.' };
}

/** What can be read of a head that broke off. */
function readPacket(packet: Buffer): { method: string; target: string; headers: HeaderList } | undefined {
  const head = packet.toString('latin1', 0, 20_000).split('\r\n\r\n', 1)[0] as string;
  const [first = '', ...lines] = head.split(/\r?\n/);
  const [, method, target] = /^([A-Z]{1,20}) (\S{1,4000})/.exec(first) ?? [];
  if (!method || !target) return undefined;
  const headers = lines.flatMap((line): HeaderList => {
    const [, name, value = ''] = /^([\w!#$%&'*+.^`|~-]{1,200}):[ \t]*(.*)$/.exec(line) ?? [];
    return name ? [[name, value.slice(0, 2_000)]] : [];
  });
  return { method, target, headers };
}

/** Keeps a record of what could not be handled, where anything is known of it. */
export function createOddRecord(
  { store, clock, queue, log }: { store: Store; clock: Clock; queue: CommitQueue; log(line: string): void },
  base: string,
  hidden: Hidden,
): (odd: Odd) => void {
  const mask = createMask(hidden.secrets, hidden.headerNames);
  const hasRoom = createRecordQuota(clock, most, 'malformed requests', log);

  return ({ request, packet, sender, answer }) => {
    const read = request
      ? { method: request.method ?? '', target: request.url ?? '/', headers: headerList(request.rawHeaders) }
      : packet && readPacket(packet);
    const { says, next } = toldOf(answer);
    if (!read) return log(`A connection from ${sender} was refused: ${says}`);
    if (!hasRoom()) return;
    const at = new Date(clock.now()).toISOString();
    const target = mask.url(originForm(read.target));
    const headers = read.headers.map(([name, value]): [string, string] => [
      name,
      told.has(name.toLowerCase()) ? value : masked,
    ]);
    queue.soon(() => {
      const exchangeId = store.exchanges.add({
        at,
        direction: 'in',
        method: read.method,
        url: `${base}${target}`,
        status: answer.status,
        outcome: 'refused',
        problem: says,
        approach: 'push',
        partner: sender,
        wireBytes: packet?.length ?? 0,
        decodedBytes: 0,
        durationMs: 0,
        phases: {},
        request: { headers: mask.headers(headers), body: { size: 0 } },
        response: messageOf(answer),
      });
      store.pushes.add({
        ...unexpected(`${read.method} ${pathOf(target)}`, finding('http', says, next)),
        sender,
        at,
        storedAt: at,
        answered: answer.status,
        answeredAt: at,
        exchangeId,
      });
    });
  };
}
