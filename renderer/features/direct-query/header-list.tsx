import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { ExchangeDetail, HeaderList as Headers } from '../../../shared/domain/exchange.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Part, PaneBody } from '../../ui/pane.tsx';
import style from './result.module.css';

/** The headers of an exchange, answer first, as they travelled; secrets masked. */
export function HeaderList({ exchangeId }: { exchangeId: string }) {
  const [exchange, setExchange] = useState<ExchangeDetail>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let isCurrent = true;
    void call('exchanges.get', { id: exchangeId }).then((reply) => {
      if (!isCurrent) return;
      setExchange(reply.ok ? reply.value : undefined);
      setFailure(reply.ok ? undefined : reply.error);
    });
    return () => {
      isCurrent = false;
    };
  }, [exchangeId]);
  if (failure) return <FailureNote failure={failure} />;
  if (!exchange) return <p className={style.wait}>Reading the headers</p>;
  return (
    <PaneBody label="Headers">
      <Part title="Answer" count={exchange.response.headers.length}>
        <Pairs headers={exchange.response.headers} />
      </Part>
      <Part title="Request" count={exchange.request.headers.length}>
        <p className={style.url}>
          {exchange.method} {exchange.url}
        </p>
        <Pairs headers={exchange.request.headers} />
      </Part>
    </PaneBody>
  );
}

function Pairs({ headers }: { headers: Headers }) {
  return (
    <dl className={style.pairs}>
      {headers.map(([name, value]) => (
        <div key={`${name} ${value}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
