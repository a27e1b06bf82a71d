import { randomUUID } from 'node:crypto';
import { answerActionFault } from '../../shared/cdex/answer-policy.ts';
import { decideAnswer, sayDecision } from '../../shared/cdex/answer-policy-decision.ts';
import type { CommandParsed } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Given } from '../../shared/contract/given.ts';
import type { AnswerRule } from '../../shared/domain/answer-rule.ts';
import { defaultReceiverSetup } from '../../shared/domain/receiver.ts';
import { readPolicyText, writePolicyText } from './answers-file.ts';
import { answerPolicyFor } from './answers-policy.ts';
import type { Family, Kit } from './kit.ts';
import { readGiven } from './read-given.ts';

/** The family `answers`: how the receiver answers what was pushed. */
export function answerHandlers({ store, ports }: Kit): Family<'answers'> {
  const configured = (request: string) => store.audit.add({ action: 'configuration', request, outcome: 'done' });
  const inOrder = () => store.answers.list().sort((one, other) => one.order - other.order);

  function save({ id, name, order, on, when, ...action }: CommandParsed<'answers.save'>): Reply<AnswerRule> {
    const known = id === undefined ? undefined : store.answers.get(id);
    if (id !== undefined && !known)
      return fail('not-found', `There is no rule ${id}.`, 'List the rules; leave the id out to make a new one.');
    const fault = answerActionFault(action);
    if (fault)
      return fail(
        'invalid-input',
        `The rule cannot be followed: ${fault.says}.`,
        'Correct the rule and save it again.',
        {
          details: [`${fault.member}: ${fault.says}`],
        },
      );
    return store.write(() => {
      const last = store.answers.list().reduce((most, one) => Math.max(most, one.order), -1);
      const rule: AnswerRule = {
        id: known?.id ?? randomUUID(),
        name,
        order: order ?? known?.order ?? last + 1,
        on,
        when: present(when),
        ...(present(action) as typeof action),
      };
      store.answers.put(rule);
      configured(`save the answering rule ${rule.name} (${rule.answer})`);
      return ok(rule);
    });
  }

  return {
    'answers.list': () => ok(inOrder()),
    'answers.save': save,
    'answers.remove'({ id }) {
      const rule = store.answers.get(id);
      if (!rule) return ok({ removed: false });
      store.write(() => {
        store.answers.remove(id);
        configured(`remove the answering rule ${rule.name}`);
      });
      return ok({ removed: true });
    },
    async 'answers.read'({ policy }) {
      const read = await readPolicyFile(ports, policy);
      if (!read.ok) return read;
      store.write(() => {
        for (const { id } of store.answers.list()) store.answers.remove(id);
        for (const rule of read.value) store.answers.put(rule);
        configured(`take ${read.value.length} answering rules from a policy file in place of all there were`);
      });
      return read;
    },
    'answers.write': () => ok({ yaml: writePolicyText(inOrder()) }),
    'answers.try'({ pushId }) {
      const push = store.pushes.get(pushId);
      if (!push) return fail('not-found', `There is no push ${pushId}.`, 'Look in the push inbox.');
      const setup = store.receivers.get('receiver') ?? defaultReceiverSetup;
      const decision = decideAnswer(push, answerPolicyFor(store, setup, push));
      const { told, answer } = decision;
      return ok({
        ...(told.rule ? { rule: told.rule } : {}),
        httpStatus: told.dropped ? null : answer.status,
        says: sayDecision(decision),
      });
    },
  };
}

/**
 * The rules of a policy file a person handed over, each with an id of its own. Fails as `readGiven` does, and with `invalid-input` for
 * mistakes in it.
 */
export async function readPolicyFile(ports: Kit['ports'], policy: Given): Promise<Reply<AnswerRule[]>> {
  const bytes = await readGiven(ports, policy, 'the policy');
  if (!bytes.ok) return bytes;
  const rules = readPolicyText(bytes.value.toString('utf8'));
  return rules.ok ? ok(rules.value.map((rule) => ({ id: randomUUID(), ...rule }))) : rules;
}

/** The members that hold something. */
const present = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
