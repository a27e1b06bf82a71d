import { refusedFor } from '../../shared/cdex/answer-policy-outcome.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { NotificationAdmission } from '../services/notifications.ts';
import { finding } from '../wire/understand.ts';
import type { Understood } from '../wire/understood.ts';
import type { Decide, Decision, Question } from './decide.ts';
import { outcomeOf, respond, responseOf } from './respond.ts';

const rule = 'CONF-064';

/**
 * The answer to a push; to what came to the entrance of notifications, by who sent it, and what is noted with it. Only a proven message is answered 200; whoever
 * sends to an address of nobody, or without the secret, is told so, and nothing of it is acted on (Subscriptions Backport, safety).
 */
export function judgeNotification(
  question: Question,
  admission: NotificationAdmission | undefined,
  decide: Decide,
): Decision {
  const { sender: _sender, ...understood } = question;
  switch (admission?.verdict) {
    case 'unknown':
      return refused(
        understood,
        404,
        'not-found',
        finding(rule, 'There is no subscription of this address here.', 'Delete the Subscription, or set it off.'),
      );
    case 'unproven':
      return refused(
        understood,
        401,
        'login',
        finding(
          rule,
          'The header that proves the subscription is missing or wrong.',
          'Send every header of Subscription.channel.header, as it was last given.',
        ),
      );
    case 'proven': {
      const { subscriptionId } = admission;
      const known = { ...understood, ...(subscriptionId ? { subscriptionId } : {}) };
      if (understood.kind === 'notification' || understood.findings.some(({ severity }) => severity === 'error'))
        return decide({ ...question, ...known });
      const none = finding(
        rule,
        'The message has no status of a subscription.',
        'Send a notification Bundle.',
        'Bundle',
      );
      const judged = { ...known, findings: [none, ...understood.findings] };
      return { understood: judged, response: responseOf(refusedFor([none])), answer: { how: 'reject' } };
    }
    default:
      return decide(question);
  }
}

function refused(understood: Understood, status: number, code: 'not-found' | 'login', why: Finding): Decision {
  const response = respond(status, outcomeOf('error', code, why.message, why.next));
  return {
    understood: { ...understood, findings: [why, ...understood.findings] },
    response,
    answer: { how: 'reject' },
  };
}
