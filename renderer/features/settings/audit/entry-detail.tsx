import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { formatCount, formatDay, formatTime } from '../../../ui/format.ts';
import { MonoId } from '../../../ui/mono-id.tsx';
import { PaneBody, PaneHead, Part } from '../../../ui/pane.tsx';
import style from './audit.module.css';
import { actionWords, hostWords, isTrouble } from './words.ts';

/** One entry of the trail, whole: what happened, and its place in the chain. */
export function EntryDetail({ entry }: { entry: AuditEntry }) {
  const { seq, at, action, actor, peer, request, outcome, exchangeId, requestDigest, previous, hash } = entry;
  const id = (value: string) => <MonoId key={value} id={value} head={10} tail={6} copy />;
  return (
    <>
      <PaneHead title={`Entry ${formatCount(seq)}`} level={2} size="slim" />
      <PaneBody label={`Entry ${seq}`}>
        <Part>
          <Facts
            shape="list"
            facts={[
              ['When', `${formatDay(at)} ${formatTime(at, true)}`],
              ['What', actionWords[action]],
              ['Who', `${actor.user}, ${hostWords(actor)}`],
              ['Peer', peer],
              ['Request', request && <code key="r">{request}</code>],
              [
                'Outcome',
                <span key="o" className={style.outcome} data-st={isTrouble(entry) ? 'fail' : undefined}>
                  {outcome}
                </span>,
              ],
              ['Exchange', exchangeId !== undefined && <ExchangeLink key="x" id={exchangeId} />],
            ]}
          />
        </Part>
        <Part title="In the chain" count="SHA-256">
          <Facts
            shape="list"
            facts={[
              ['Entry before', seq === 1 ? 'none, the trail begins here' : id(previous)],
              ['Its own hash', id(hash)],
              ['Request, salted', id(requestDigest)],
            ]}
          />
          <p className={style.hint}>
            The hash covers all of the above and the hash of the entry before; the request by its digest, so that an
            export without requests can be verified too.
          </p>
        </Part>
      </PaneBody>
    </>
  );
}
