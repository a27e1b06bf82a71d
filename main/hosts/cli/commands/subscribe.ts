import type { CommandInput } from '../../../../shared/contract/commands.ts';
import type { ConsoleEvent } from '../../../../shared/contract/events.ts';
import type { Reply } from '../../../../shared/contract/errors.ts';
import {
  filterStyles,
  payloadContents,
  type SubscriptionEvent,
  type SubscriptionRecord,
} from '../../../../shared/domain/subscription.ts';
import type { Console } from '../../../app/console.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { oneOf } from '../request-options.ts';
import { partnerOptions, requiredPartner } from '../partner-options.ts';
import { jsonLine } from '../printing.ts';
import { misused, unwrap } from '../refusal.ts';
import { staying, untilEnded } from '../stay.ts';

/** What a subscription told, as the line scripts read. `status` stands first where a subscription is active without a handshake. */
function eventLine({ type, number, to, focus, at, message }: SubscriptionEvent): object {
  return { type, number, to, focus, at, message };
}

function eventText({ type, number, to, focus, at, message }: SubscriptionEvent): string {
  const numbers = number === undefined ? '' : ` ${number}${to === undefined || to === number ? '' : ` to ${to}`}`;
  return `${at}  ${type}${numbers}  ${[focus.join(', '), message].filter(Boolean).join('  ')}\n`;
}

/**
 * Calls back with everything a subscription told since `after`, in order, each once; another process may have heard it. Changes are only a
 * sign to look: what was told is read from where it is kept, so that a flood loses nothing. Undone by the function it answers.
 */
function follow(console: Console, id: string, hear: (events: SubscriptionEvent[]) => void): () => void {
  let seen = 0;
  let reading = false;
  let again = false;
  const read = async () => {
    do {
      again = false;
      const reply = (await console.dispatch('subscriptions.events', { id, after: seen, limit: 5_000 })) as Reply<
        SubscriptionEvent[]
      >;
      const fresh = reply.ok ? reply.value.toReversed() : [];
      seen = fresh.at(-1)?.seq ?? seen;
      if (fresh.length > 0) hear(fresh);
    } while (again);
    reading = false;
  };
  const look = () => {
    again = true;
    if (reading) return;
    reading = true;
    void read();
  };
  const stop = console.listen(
    (event: ConsoleEvent) => {
      if (event.type === 'resync' || (event.type === 'change' && event.change.id === id)) look();
    },
    ['subscription'],
  );
  look();
  return stop;
}

/** The receiver on the port that was asked for; where another process receives on the folder, its address is as good, unless a port was named. */
async function receive(session: Session, given: Given): Promise<void> {
  const port = given.integer('port', 0, 65_535);
  if (given.text('endpoint') !== undefined && port !== undefined)
    misused('Both --endpoint and --port say where notifications go.', 'Give one of the two.');
  if (port !== undefined) await session.run('receiver.start', { port });
}

/** Creates it. Who ends the process meanwhile still gets it removed: what was made at the partner must be known to the end. */
async function create(session: Session, console: Console, input: CommandInput<'subscriptions.create'>) {
  const operationId = 'subscribe';
  const { ended } = session.surface;
  const cancel = () => void console.dispatch('operations.cancel', { operationId });
  ended.addEventListener('abort', cancel);
  try {
    return unwrap(
      (await console.dispatch('subscriptions.create', { ...input, operationId })) as Reply<SubscriptionRecord>,
    );
  } finally {
    ended.removeEventListener('abort', cancel);
  }
}

/**
 * `subscribe`: a Subscription to Task changes, and a line for everything it tells. The end of the console that runs here removes it at the
 * partner, and says so where it cannot; with `--keep` it stays there, and the next console goes on with it.
 */
export const subscribe: Command = {
  words: [],
  options: {
    ...partnerOptions,
    endpoint: { type: 'text' },
    port: { type: 'text' },
    filter: { type: 'text', variadic: true },
    'filter-style': { type: 'text' },
    payload: { type: 'text' },
    topic: { type: 'text' },
    heartbeat: { type: 'text' },
    'ends-in': { type: 'text' },
    anyway: { type: 'flag' },
    keep: { type: 'flag' },
    count: { type: 'text' },
  },
  async run(given, session) {
    const partner = requiredPartner(given);
    const wanted = given.integer('count', 1, 1_000_000_000) ?? Number.POSITIVE_INFINITY;
    const input: CommandInput<'subscriptions.create'> = {
      partner,
      topic: given.text('topic'),
      filters: given.texts('filter'),
      filterStyle: oneOf(given, 'filter-style', filterStyles),
      payload: oneOf(given, 'payload', payloadContents),
      endpoint: given.text('endpoint'),
      heartbeatSeconds: given.integer('heartbeat', 0, 86_400),
      endsInMinutes: given.integer('ends-in', 1, 525_600),
      sendAnyway: given.flag('anyway'),
      atClose: given.flag('keep') ? 'keep' : 'end',
    };
    const console = await session.open({ capabilities: staying });
    await receive(session, given);
    const record = await create(session, console, input);
    const enough = new AbortController();
    let heard = 0;
    let printed = Promise.resolve();
    const stopFollowing = follow(console, record.id, (events) => {
      let lines = '';
      for (const event of events) {
        if (heard >= wanted || event.type === 'status') continue;
        if (event.type === 'event') heard += 1;
        lines += session.jsonLines ? jsonLine(eventLine(event)) : eventText(event);
      }
      if (lines) printed = printed.then(() => session.print(lines));
      if (heard >= wanted) enough.abort();
    });
    try {
      session.say(`Subscribed at ${record.partner} (${record.status}); notifications go to ${record.endpoint}.`);
      if (record.problem) session.say(record.problem);
      if (given.flag('keep')) session.say('It stays there when this ends; the next console goes on with it.');
      if (record.status === 'active' && !record.handshakeAt) await session.print(readyLine(session, record));
      await untilEnded(AbortSignal.any([session.surface.ended, enough.signal]));
      await printed;
      return 0;
    } finally {
      stopFollowing();
    }
  },
};

/** The first line of a subscription that is active without a handshake: whoever waits for it must not wait for the first event. */
function readyLine(session: Session, { status, endpoint, createdAt, subscriptionId }: SubscriptionRecord): string {
  return session.jsonLines
    ? jsonLine({ type: 'status', status, focus: [], at: createdAt, subscriptionId, endpoint })
    : `${createdAt}  ${status}\n`;
}
