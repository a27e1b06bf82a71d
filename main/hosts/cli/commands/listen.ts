import type { ConsoleEvent } from '../../../../shared/contract/events.ts';
import { isSettled, type Push } from '../../../../shared/domain/push.ts';
import type { ReceiverAddress } from '../../../../shared/domain/role.ts';
import type { Console } from '../../../app/console.ts';
import type { Command, Session } from '../command.ts';
import { policyGiven } from '../policy-file.ts';
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
  const answered = push.answered === null ? 'left without an answer' : `answered ${push.answered}`;
  return `${push.at}  ${push.kind}${about}  ${push.title}  ${answered}, ${push.attachments.length} attachment(s)${findings}\n`;
}

/** Handshakes and heartbeats keep a subscription alive; they are printed, and not counted as pushes. */
const counts = ({ notification }: Push) => notification !== 'handshake' && notification !== 'heartbeat';

/** Whom pushes are told to. */
interface Hearer {
  /** Once for every push: it was answered, or left without an answer. */
  settled(push: Push): void;
  /** Once for every push whose sender waits for a person. */
  waiting(push: Push): void;
}

/** Tells of every push since `since`, in the order they are heard, until the function it answers is called. */
function followPushes(console: Console, since: string, { settled, waiting }: Hearer): () => void {
  const told = new Set<string>();
  const asked = new Set<string>();
  const take = (push: Push) => {
    if (push.storedAt < since || told.has(push.id)) return;
    if (isSettled(push)) {
      told.add(push.id);
      settled(push);
    } else if (push.waitsUntil && !asked.has(push.id)) {
      asked.add(push.id);
      waiting(push);
    }
  };
  const readAgain = async () => {
    const reply = await console.dispatch('inbox.list', { limit: 5000, repeats: true });
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

function announce(session: Session, address: ReceiverAddress) {
  const { submitAttachmentUrl, notificationUrl, metadataUrl, jwksUrl, proof } = address;
  if (proof === 'path')
    session.say('Partners need the secret part of the path too: switchboard receiver tell --out FILE writes it.');
  if (session.jsonLines) return session.print(jsonLine({ submitAttachmentUrl, notificationUrl, metadataUrl, jwksUrl }));
  return session.print(`Listening: submissions ${submitAttachmentUrl}, notifications ${notificationUrl}\n`);
}

/** `listen`: the receiver, and a line for every push it stored. */
export const listen: Command = {
  words: [],
  options: {
    port: { type: 'text' },
    count: { type: 'text' },
    'max-bytes': { type: 'text' },
    policy: { type: 'text' },
    'require-signature': { type: 'flag' },
  },
  async run(given, session) {
    const port = given.integer('port', 0, 65535);
    const maxBytes = given.integer('max-bytes', 1, Number.MAX_SAFE_INTEGER);
    const requireSignature = given.flag('require-signature') || undefined;
    const source = given.text('policy');
    const policy = source === undefined ? undefined : await policyGiven(source, session.surface);
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
    const stopFollowing = followPushes(console, since, {
      settled(push) {
        if (heard === wanted) return;
        if (counts(push)) heard += 1;
        lines += session.jsonLines ? jsonLine(pushLine(push)) : pushText(push);
        printed = printed.then(printLines); // pushes told together are written together
        if (heard === wanted) enough.abort();
      },
      waiting: ({ id, waitsUntil }) =>
        session.say(
          `Push ${id} waits for your answer until ${waitsUntil}: switchboard inbox answer ${id} --answer ...`,
        ),
    });
    try {
      const role = await session.run('receiver.start', { port, maxBytes, requireSignature, policy });
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
