import type { ConsoleEvent } from '../../../../shared/contract/events.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import type { ReceiverAddress } from '../../../../shared/domain/role.ts';
import type { Console } from '../../../app/console.ts';
import type { Command, Session } from '../command.ts';
import { jsonLine } from '../printing.ts';
import { refuse } from '../refusal.ts';
import { staying, untilEnded } from '../stay.ts';

/** A push as the line scripts read. */
export function pushLine(push: Push): object {
  const { id, at, kind, trackingId, attachTo, memberId, answered, attachments, findings } = push;
  return {
    id,
    at,
    kind,
    trackingId,
    attachTo,
    memberId,
    answered,
    attachments: attachments.map(({ code, contentType, bytes, sha256 }) => ({ code, contentType, bytes, sha256 })),
    findings: findings.map(({ rule, severity, path, message }) => ({ rule, severity, path, message })),
  };
}

function pushText(push: Push): string {
  const about = push.trackingId ? ` ${push.trackingId}` : '';
  const findings = push.findings.map(({ severity, rule, message }) => `\n    ${severity} ${rule}: ${message}`).join('');
  return `${push.at}  ${push.kind}${about}  ${push.title}  answered ${push.answered}, ${push.attachments.length} attachment(s)${findings}\n`;
}

/** Handshakes and heartbeats keep a subscription alive; they are printed, and not counted as pushes. */
const counts = ({ notification }: Push) => notification !== 'handshake' && notification !== 'heartbeat';

/** Calls back once for every push that was answered after `since`, in the order they are heard. Undone by the function it answers. */
export function followPushes(console: Console, since: string, hear: (push: Push) => void): () => void {
  const told = new Set<string>();
  const take = (push: Push) => {
    if (push.answered === null || push.storedAt < since || told.has(push.id)) return;
    told.add(push.id);
    hear(push);
  };
  const readAgain = async () => {
    const reply = await console.dispatch('inbox.list', { limit: 5000 });
    if (reply.ok) for (const push of (reply.value as Push[]).toReversed()) take(push);
  };
  return console.listen(
    (event: ConsoleEvent) => {
      if (event.type === 'resync') void readAgain();
      if (event.type === 'change' && event.change.kind === 'push' && event.change.op === 'put')
        take(event.change.record);
    },
    ['push'],
  );
}

function announce(session: Session, { submitAttachmentUrl, notificationUrl, metadataUrl, jwksUrl }: ReceiverAddress) {
  if (session.jsonLines) return session.print(jsonLine({ submitAttachmentUrl, notificationUrl, metadataUrl, jwksUrl }));
  return session.print(`Listening: submissions ${submitAttachmentUrl}, notifications ${notificationUrl}\n`);
}

/** `listen`: the receiver, and a line for every push it stored. */
export const listen: Command = {
  words: [],
  options: { port: { type: 'text' }, count: { type: 'text' }, 'max-bytes': { type: 'text' } },
  async run(given, session) {
    const port = given.integer('port', 0, 65535);
    const maxBytes = given.integer('max-bytes', 1, Number.MAX_SAFE_INTEGER);
    const wanted = given.integer('count', 1, 1_000_000_000) ?? Number.POSITIVE_INFINITY;
    const console = await session.open({ capabilities: staying });
    const since = new Date().toISOString();
    const enough = new AbortController();
    let heard = 0;
    // Pushes may arrive before the first line is out; they wait behind it.
    const first = Promise.withResolvers<void>();
    let printed: Promise<void> = first.promise;
    let lines = '';
    const printLines = () => {
      const text = lines;
      lines = '';
      return text === '' ? undefined : session.print(text);
    };
    const stopFollowing = followPushes(console, since, (push) => {
      if (heard === wanted) return;
      if (counts(push)) heard += 1;
      lines += session.jsonLines ? jsonLine(pushLine(push)) : pushText(push);
      printed = printed.then(printLines); // pushes told together are written together
      if (heard === wanted) enough.abort();
    });
    try {
      const role = await session.run('receiver.start', { port, maxBytes });
      if (!role.receiver) return refuse('internal', 'The receiver started without an address.', 'Report it.');
      await announce(session, role.receiver);
      first.resolve();
      await untilEnded(AbortSignal.any([session.surface.ended, enough.signal]));
      await printed;
      return 0;
    } finally {
      stopFollowing();
    }
  },
};
