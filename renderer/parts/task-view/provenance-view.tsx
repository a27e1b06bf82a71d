import { useEffect, useState } from 'react';
import { formatMoment } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { ExchangeLink } from '../exchange-link.tsx';
import type { ContentPlace } from './output-tree.ts';
import { type ProvenanceSaid, provenanceIn } from './provenance.ts';
import { readContent } from './read-content.ts';
import style from './task-outputs.module.css';

interface Read {
  said?: ProvenanceSaid[];
  problem?: string;
}

/** Who stands for a content, read where it is recorded. */
export function ProvenanceView({ place }: { place: ContentPlace }) {
  const [read, setRead] = useState<Read>({});
  const { exchangeId, pointer } = place;
  useEffect(() => {
    let left = false;
    void readContent({ exchangeId, pointer }).then((reply) => {
      if (!left) setRead(reply.ok ? { said: provenanceIn(reply.value) } : { problem: reply.error.message });
    });
    return () => {
      left = true;
    };
  }, [exchangeId, pointer]);
  if (read.problem) return <p className={style.provenance}>Provenance: {read.problem}</p>;
  return read.said?.map(({ agents, when, targets, activity, isSigned }) => (
    <p className={style.provenance} key={`${targets.join()} ${when} ${agents.join()}`}>
      <Icon name="shield" size={14} />
      <span>
        Provenance: {activity ? `${activity} by ` : ''}
        {agents.join(', ') || 'nobody named'}
        {when && `, ${/^\d{4}-\d{2}-\d{2}T/.test(when) ? formatMoment(when) : when}`}
        {targets.length > 0 && (
          <>
            , of <code>{targets.join(', ')}</code>
          </>
        )}
        {isSigned && ', signed (not checked)'} <ExchangeLink id={exchangeId} />
      </span>
    </p>
  ));
}
