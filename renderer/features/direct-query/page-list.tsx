import { useEffect, useState } from 'react';
import { dig, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import { call } from '../../api/call.ts';
import { ExchangeLink } from '../../parts/exchange-link.tsx';
import { Button } from '../../ui/button.tsx';
import { formatDuration, formatNumberOf, formatSize } from '../../ui/format.ts';
import { Part, PaneBody } from '../../ui/pane.tsx';
import { pageOf, type QueryState } from './query-state.ts';
import style from './result.module.css';

interface Props {
  state: QueryState;
  onShow: (at: number) => void;
}

interface Link {
  relation: string;
  url: string;
}

/** The pages received so far, and the links the shown one carries. */
export function PageList({ state, onShow }: Props) {
  const shown = pageOf(state);
  return (
    <PaneBody label="Pages">
      <Part title="Received" count={formatNumberOf(state.pages.length, 'page')}>
        <table className={style.table}>
          <thead>
            <tr>
              <th>Page</th>
              <th>Exchange</th>
              <th>Entries</th>
              <th>Decoded</th>
              <th>Time</th>
              <th>Links</th>
            </tr>
          </thead>
          <tbody>
            {state.pages.map((page, at) => (
              <tr key={page.exchangeId} aria-current={at === state.at || undefined}>
                <td>
                  <Button size="small" kind="bare" onPress={() => onShow(at)} label={`Show page ${at + 1}`}>
                    {at + 1}
                  </Button>
                </td>
                <td>
                  <ExchangeLink id={page.exchangeId} />
                </td>
                <td>{page.entries}</td>
                <td>{formatSize(page.decodedBytes)}</td>
                <td>{formatDuration(page.durationMs)}</td>
                <td>{[page.hasPrevious && 'previous', page.hasNext && 'next'].filter(Boolean).join(', ') || 'none'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      {shown && <Links key={shown.exchangeId} exchangeId={shown.exchangeId} />}
    </PaneBody>
  );
}

/** The links of a page as the server wrote them, where the page is small enough to be read whole. */
function Links({ exchangeId }: { exchangeId: string }) {
  const [links, setLinks] = useState<readonly Link[] | 'too-large'>();
  useEffect(() => {
    let isCurrent = true;
    void call('queries.entry', { exchangeId }).then((reply) => {
      if (!isCurrent) return;
      const given = reply.ok ? objectsOf(dig(reply.value.resource, 'link')) : [];
      const read = given.map((link) => ({ relation: textOf(link.relation) ?? '', url: textOf(link.url) ?? '' }));
      setLinks(reply.ok ? read : 'too-large');
    });
    return () => {
      isCurrent = false;
    };
  }, [exchangeId]);
  return (
    <Part title="Links" count="as the server wrote them">
      {links === 'too-large' && (
        <p className="muted">This page is too large to be read whole; its links are followed all the same.</p>
      )}
      {Array.isArray(links) && links.length === 0 && <p className="muted">The Bundle carries no link.</p>}
      {Array.isArray(links) && links.length > 0 && (
        <dl className={style.pairs}>
          {links.map(({ relation, url }: Link) => (
            <div key={`${relation} ${url}`}>
              <dt>{relation}</dt>
              <dd>{url}</dd>
            </div>
          ))}
        </dl>
      )}
    </Part>
  );
}
