import type { AnswerRule } from '../../../shared/domain/answer-rule.ts';
import type { Store } from '../../../main/store/store.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { until } from '../../fakes/ports.ts';
import { type OpenReceiver, openReceiver, send } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

/** Where submissions go. */
export const submit = '/$submit-attachment';
/** One that breaks no rule. */
export const body = JSON.stringify(submissionOf());
/** What is found out about a push that answers a request of ours. */
export const matched = {
  match: { state: 'matched' as const, by: ['tracking-id' as const], says: 'By its tracking id.' },
};

/** Stores rules of answering, in this order. */
export const keep = (store: Store, ...rules: Partial<AnswerRule>[]) =>
  store.write(() => {
    for (const [order, rule] of rules.entries())
      store.answers.put({
        id: `rule-${order}`,
        name: `Rule ${order}`,
        order,
        on: true,
        when: {},
        answer: 'accept',
        ...rule,
      });
  });

/** A receiver that answers by these rules, on a clock that stands still. */
export async function answering(...rules: Partial<AnswerRule>[]): Promise<OpenReceiver & { clock: FakeClock }> {
  const clock = createFakeClock();
  const opened = await openReceiver(undefined, { clock });
  keep(opened.store, ...rules);
  return { ...opened, clock };
}

/** The newest push. */
export const pushOf = (store: Store) => store.pushes.list(5)[0];
/** The first issue of an answer. */
export const issueOf = (text: string) => JSON.parse(text).issue[0];
/** The answer to a submission, still under way. */
export const underWay = ({ receiver }: OpenReceiver) => send(receiver.port, submit, { body });
/** Waits until the newest push was answered; the status. */
export const settled = (store: Store) => until(() => pushOf(store)?.answered ?? undefined);
