import { Button } from 'react-aria-components';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Exchange } from '../../shared/domain/exchange.ts';
import { sandboxFaults } from '../../shared/domain/sandbox-faults.ts';
import { chooseConnection, lastExchangeWith, lineState, useConnectionInUse } from '../stores/connection-in-use.ts';
import { recordsOf, useRecord, useRecords, useTable } from '../stores/records.ts';
import { goTo } from '../stores/view.ts';
import { Cord } from '../ui/cord.tsx';
import { Elided } from '../ui/elided.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { AccessFact } from './access-fact.tsx';
import style from './top-bar.module.css';

/** Us, the line and the partner; opens the choice of connections. Payer left, provider right, the filled plug is us. */
export function ConnectionPicker() {
  const connection = useConnectionInUse();
  const table = useTable('connection');
  const last = useRecords((records) => connection && lastExchangeWith(records, connection.id));
  const all = recordsOf(useRecords.getState(), 'connection').filter(({ id }) => table.byId.has(id));
  const trigger = (
    <Button className={style.picker ?? ''}>
      {connection ? (
        <Parties connection={connection} last={last} />
      ) : (
        <>
          <Icon name="plus" />
          <span>{all.length === 0 ? 'No connection yet' : 'Choose a connection'}</span>
        </>
      )}
      <Icon name="chevron-down" />
    </Button>
  );
  return (
    <Menu
      label="Connections"
      trigger={trigger}
      sections={[
        {
          title: all.length === 0 ? 'No connection yet' : 'Work with',
          choices: all.map(({ id, name, role }) => ({
            id,
            label: name,
            note: role === 'payer' ? 'provider' : 'payer',
            current: id === connection?.id,
            onAction: () => void chooseConnection(id),
          })),
        },
        {
          title: 'Connections',
          choices: [
            { id: ' add', label: 'Add a connection', icon: 'plus', onAction: () => goTo('connections', 'new') },
            ...(connection
              ? [
                  {
                    id: ' edit',
                    label: `Show ${connection.name}`,
                    icon: 'connections' as const,
                    onAction: () => goTo('connections', connection.id),
                  },
                ]
              : []),
          ],
        },
      ]}
    />
  );
}

function Parties({ connection, last }: { connection: Connection; last: Exchange | undefined }) {
  const us = (
    <span className={style.party} key="us">
      <b>This console</b>
      <small>we are {connection.role}</small>
    </span>
  );
  const partner = (
    <span className={style.party} key="partner">
      <b>{connection.name}</b>
      <small>{connection.role === 'payer' ? 'provider' : 'payer'}</small>
    </span>
  );
  const [left, right] = connection.role === 'payer' ? [us, partner] : [partner, us];
  return (
    <>
      {left}
      <Cord us={connection.role} state={lineState(last)} />
      {right}
    </>
  );
}

/** Base address, version and how we are let in. */
export function ConnectionFacts() {
  const connection = useConnectionInUse();
  const running = useRecord('role', 'sandbox')?.faults ?? [];
  const faults = connection?.origin === 'sandbox-provider' ? running : [];
  if (!connection) return null;
  return (
    <dl className={style.facts}>
      <div className={style.fact}>
        <dt>Base</dt>
        <dd className="mono">
          <Elided text={connection.baseUrl} tail={12} />
        </dd>
      </div>
      <div className={style.fact}>
        <dt>CDex</dt>
        <dd>{connection.cdexVersion === 'ci' ? 'CI build' : connection.cdexVersion}</dd>
      </div>
      <AccessFact connection={connection} />
      {faults.length > 0 && (
        <div className={style.fact}>
          <dt>Faults</dt>
          <dd data-st="warn" title={faultTitles(faults)}>
            <button type="button" onClick={() => goTo('sandbox')}>
              {faults.length} on
            </button>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** The faults by their titles, for the tooltip. */
const faultTitles = (names: readonly string[]): string =>
  sandboxFaults
    .filter(({ name }) => names.includes(name))
    .map(({ title, says }) => `${title}: ${says}`)
    .join('\n');
