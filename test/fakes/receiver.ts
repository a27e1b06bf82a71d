import { parse, stringify } from 'yaml';
import type { CommandInput } from '../../shared/contract/commands.ts';
import { fail, ok } from '../../shared/contract/errors.ts';
import type { Snapshot } from '../../shared/contract/host.ts';
import type { AnswerRule } from '../../shared/domain/answer-rule.ts';
import { defaultReceiverSetup, type Reach, type ReceiverSetup } from '../../shared/domain/receiver.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { ChangeWithoutSeq, Overrides } from './bridge.ts';

interface Means {
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
}

type Change = CommandInput<'receiver.change'>;

const addressOf = (host: string, kind: Reach['addresses'][number]['kind'], network: string, answered: boolean) => ({
  address: host,
  network,
  kind,
  submitAttachmentUrl: `http://${host}:8443/$submit-attachment`,
  result: answered ? ('answered' as const) : ('silent' as const),
  says: answered ? 'The receiver answered there.' : 'Nothing listens there.',
  durationMs: 3,
});

/** Who can reach a receiver that is set up so. */
export function reachOf({ host, tls, proof }: ReceiverSetup, running: boolean): Reach {
  const isWide = host !== '127.0.0.1';
  const told = (code: Reach['obstacles'][number]['code'], message: string, next: string) =>
    ({ code, severity: 'warning', message, next }) as const;
  return {
    at: new Date().toISOString(),
    running,
    says: !running
      ? 'The receiver is off: nobody can reach it.'
      : isWide
        ? 'Machines of your network can reach it.'
        : 'Programs of this machine alone can reach it.',
    addresses: running
      ? [addressOf('127.0.0.1', 'loopback', 'lo', true), addressOf('192.168.4.21', 'private', 'en0', isWide)]
      : [],
    obstacles: [
      ...(isWide
        ? [told('nat', 'All its addresses are private.', 'Open a tunnel, or forward a port of the router.')]
        : [told('loopback-only', 'It listens on 127.0.0.1 alone.', 'Let it listen wider, or open a tunnel to it.')]),
      ...(tls.mode === 'off' ? [told('plain-http', 'It speaks plain HTTP.', 'Give it a certificate.')] : []),
      ...(proof === 'none' ? [told('no-proof', 'Whoever reaches it may send.', 'Ask senders for a secret.')] : []),
    ],
  };
}

/** A receiver that can be set up, and the rules it answers by. */
export function receiverAnswers({ snapshot, change }: Means): Overrides {
  let setup: ReceiverSetup = snapshot.receiver[0] ?? defaultReceiverSetup;
  let rules: AnswerRule[] = [...snapshot.answer];
  const began = snapshot.role.find(({ id }) => id === 'receiver');
  const play = (record: Role) => {
    snapshot.role = snapshot.role.map((one) => (one.id === 'receiver' ? record : one));
    change({ kind: 'role', id: 'receiver', op: 'put', record });
    return ok(record);
  };
  const running = () => snapshot.role.find(({ id }) => id === 'receiver')?.running ?? false;
  const keep = (record: AnswerRule) => {
    rules = [...rules.filter(({ id }) => id !== record.id), record];
    change({ kind: 'answer', id: record.id, op: 'put', record });
    return record;
  };
  const drop = (id: string) => {
    rules = rules.filter((rule) => rule.id !== id);
    change({ kind: 'answer', id, op: 'delete' });
  };
  return {
    'receiver.setup': () => ok(setup),
    'receiver.stop': () => play({ id: 'receiver', running: false }),
    'receiver.start': () => play({ ...(began ?? { id: 'receiver' }), running: true, since: new Date().toISOString() }),
    'receiver.change'({ key, secret, newSecret, wider, certificate, clientCa, tls, publicUrl, ...plain }: Change) {
      if (tls === 'given' && certificate && !('value' in certificate && certificate.value.includes('BEGIN')))
        return fail('invalid-input', 'The certificate is no PEM.', 'Give the chain as PEM.');
      const secrets = [
        ...(key ? (['tls-key'] as const) : []),
        ...(secret || newSecret ? [plain.proof === 'path' ? ('path' as const) : ('header' as const)] : []),
      ];
      setup = {
        ...setup,
        ...(plain as Partial<ReceiverSetup>),
        ...(publicUrl ? { publicUrl } : {}),
        tls: { mode: tls ?? setup.tls.mode },
        secrets: [...new Set([...setup.secrets, ...secrets])],
      };
      change({ kind: 'receiver', id: 'receiver', op: 'put', record: setup });
      return ok(setup);
    },
    'receiver.reach': () => ok(reachOf(setup, running())),
    'answers.list': () => ok(rules),
    'answers.save': ({ id, order, when = {}, answer = 'accept', on = true, ...rest }: CommandInput<'answers.save'>) =>
      ok(
        keep({
          id: id ?? crypto.randomUUID(),
          order: order ?? rules.find((rule) => rule.id === id)?.order ?? rules.length,
          on,
          when: when as AnswerRule['when'],
          answer,
          ...(rest as Pick<AnswerRule, 'name'>),
        }),
      ),
    'answers.remove': ({ id }: { id: string }) => {
      drop(id);
      return ok({ removed: true });
    },
    'answers.write': () => ok({ yaml: stringify(rules.map(({ id: _id, order: _order, ...rule }) => rule)) }),
    'answers.read': ({ policy }: { policy: { value: string } }) => {
      const list: unknown = parse(policy.value);
      if (!Array.isArray(list)) return fail('invalid-input', 'The policy is no list.', 'Begin each rule with a dash.');
      for (const { id } of rules) drop(id);
      for (const [order, rule] of list.entries())
        keep({ id: crypto.randomUUID(), order, on: true, name: `Rule ${order + 1}`, when: {}, ...rule });
      return ok(rules);
    },
  };
}
