import { taskTopic, type SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { useNow } from '../../../stores/now.ts';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { formatWhen } from '../../../ui/format.ts';
import { Part } from '../../../ui/pane.tsx';
import { RuleChip } from '../../../ui/rule-chip.tsx';
import { standingOf } from './standing.ts';

const payloads: Record<SubscriptionRecord['payload'], string> = {
  'id-only': 'id-only: the Task is read after it',
  'full-resource': 'full-resource: carries the Task',
  empty: 'empty: says only that something changed',
};

/** What was asked for, and how it stands in words. */
export function SubscriptionFacts({ record }: { record: SubscriptionRecord }) {
  const now = useNow(5_000);
  const { partner, topic, filters, filterStyle, payload, endpoint, headers, handshakeAt, end, checkedAt, recent } =
    record;
  const { reopenedAt } = record;
  const { word, says } = standingOf(record, now);
  const handshake = recent.find(({ type }) => type === 'handshake')?.exchangeId;
  return (
    <Part>
      <Facts
        shape="list"
        facts={[
          ['Status', says ? `${word}: ${says}` : word],
          ['Partner', partner],
          [
            'Topic',
            <span key="topic">
              <code>{topic}</code> {topic === taskTopic && <RuleChip rule="CONF-065" />}
            </span>,
          ],
          [
            'Filters',
            filters.length === 0 ? 'none: every Task we may see' : <code key="filters">{filters.join(' & ')}</code>,
          ],
          ['Written as', filters.length > 0 && (filterStyle === 'query' ? 'Task?parameter=value' : 'parameter=value')],
          ['Payload', payloads[payload]],
          ['Sent to', <code key="endpoint">{endpoint}</code>],
          ['Headers', headers.length > 0 && <code key="headers">{headers.join(', ')}</code>],
          [
            'Handshake',
            handshakeAt ? (
              <span key="handshake">
                {formatWhen(handshakeAt)} {handshake && <ExchangeLink id={handshake} />}
              </span>
            ) : (
              'none yet'
            ),
          ],
          ['Ends', end ? `${formatWhen(end)}, renewed before` : 'never by itself'],
          ['Asked for again', reopenedAt && `${formatWhen(reopenedAt)}: the last close had removed it`],
          ['Asked $status', checkedAt && formatWhen(checkedAt)],
        ]}
      />
    </Part>
  );
}
