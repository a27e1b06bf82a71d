import { queryOf } from '../../parts/search-builder/draft.ts';
import { QueryLine } from '../../parts/search-builder/query-line.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import style from './direct-query.module.css';
import { addressOf, isRead } from './query-address.ts';
import type { DirectQuery } from './use-direct-query.ts';

interface Props {
  query: DirectQuery;
  active?: string;
  onActive: (key: string | undefined) => void;
}

/** The request in one line: method, query, copy, send. */
export function RequestLine({ query, active, onActive }: Props) {
  const { draft, setDraft, connection, operation } = query;
  const text = queryOf(draft.search);
  const method = draft.post && !isRead(text) ? 'POST' : 'GET';
  return (
    <section className={style.request} data-approach="direct-query" data-pane aria-label="Request">
      <Menu
        label="Method"
        trigger={
          <Button kind="bare" label={`Method: ${method}`}>
            <b className="mono">{method}</b>
          </Button>
        }
        sections={[
          {
            choices: [
              {
                id: 'GET',
                label: 'GET',
                note: 'the query in the address',
                current: !draft.post,
                onAction: () => setDraft((now) => ({ ...now, post: false })),
              },
              {
                id: 'POST',
                label: 'POST',
                note: 'the query in the body, to _search',
                current: draft.post,
                onAction: () => setDraft((now) => ({ ...now, post: true })),
              },
            ],
          },
        ]}
      />
      <code className={style.base} title={connection?.baseUrl}>
        [base]/
      </code>
      <QueryLine
        label="Query"
        draft={draft.search}
        onChange={query.setSearch}
        active={active}
        onActive={onActive}
        isFilter
      />
      <CopyButton label="Copy URL" text={() => addressOf(connection?.baseUrl ?? '[base]', text)} />
      <Button
        kind="main"
        keys="Mod+Enter"
        isDisabled={!connection || operation !== undefined}
        onPress={() => void query.send()}
      >
        Send
      </Button>
    </section>
  );
}
