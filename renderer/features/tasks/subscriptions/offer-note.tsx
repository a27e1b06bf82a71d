import type { Reply } from '../../../../shared/contract/errors.ts';
import type { SubscriptionOffer } from '../../../../shared/contract/subscriptions.ts';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';

/** Whether messages can reach us, as a result. */
const reaches = { yes: 'ok', unlikely: 'warn', 'no-receiver': 'warn' } as const;

interface Props {
  partner: string;
  offer: Reply<SubscriptionOffer> | undefined;
  /** Whether an address of one's own was typed: then nothing is known of how it is reached. */
  hasEndpoint: boolean;
  onRetry: () => void;
}

/** What a partner offers, and whether its messages can reach us, in words; where they cannot, that polling goes on. */
export function OfferNote({ partner, offer, hasEndpoint, onRetry }: Props) {
  if (!offer) return <p role="status">Asking what {partner} offers</p>;
  if (!offer.ok) return <FailureNote failure={offer.error} onRetry={onRetry} />;
  const { declaresTaskTopic, topics, operations, reachable, says, next, exchangeId } = offer.value;
  const has = (name: string) => operations.includes(name) || operations.includes(`$${name}`);
  return (
    <FindingList label="What the partner offers">
      <Finding
        result={declaresTaskTopic ? 'ok' : 'warn'}
        rule={declaresTaskTopic ? 'CONF-067' : 'CONF-069'}
        message={
          <>
            {declaresTaskTopic
              ? 'It declares the topic of Task updates.'
              : topics.length > 0
                ? 'It declares other topics, not that of Task updates.'
                : 'It declares no topic.'}{' '}
            {has('status') ? '' : 'It declares no $status. '}
            {has('events') ? '' : 'It declares no $events: missing events are made up for by a search.'}{' '}
            {exchangeId && <ExchangeLink id={exchangeId} />}
          </>
        }
        next={
          declaresTaskTopic
            ? undefined
            : 'Subscribe all the same where the partner says it knows the topic, or type another.'
        }
      />
      {hasEndpoint ? (
        <Finding
          result="unchecked"
          message="Messages go to the address typed below. Whether they come on from there to our receiver cannot be told from here."
          next="Look for the handshake after subscribing."
        />
      ) : (
        <Finding
          result={reaches[reachable]}
          message={reachable === 'yes' ? says : `${says} Until it can, Tasks are polled as before.`}
          next={reachable === 'yes' ? undefined : next}
        />
      )}
    </FindingList>
  );
}
