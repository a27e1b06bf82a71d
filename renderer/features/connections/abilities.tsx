import { useMemo, useState } from 'react';
import type { ServerAbilities, TypeAbility } from '../../../shared/fhir/abilities.ts';
import { ExchangeLink } from '../../parts/exchange-link.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { ReadAgain } from '../../parts/read-again.tsx';
import { useAbilities } from '../../stores/abilities.ts';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatNumberOf, formatTime } from '../../ui/format.ts';
import { Part } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import style from './connections.module.css';
import { TypeDetail } from './type-detail.tsx';

/** What the server says it can do: its CapabilityStatement, read when looked at. */
export function Abilities({ connectionId }: { connectionId: string }) {
  const [{ value, failure, reading }, read] = useAbilities(connectionId, 350);
  if (failure) return <FailureNote failure={failure} onRetry={() => read(true)} />;
  if (!value) {
    return (
      <Empty title={reading ? 'Reading the CapabilityStatement' : 'Nothing read yet'}>
        GET [base]/metadata says software, FHIR version, types and search parameters.
      </Empty>
    );
  }
  return (
    <>
      <Part
        title="What it can do"
        actions={
          <ReadAgain verb="Read again" isBusy={reading} onPress={() => read(true)}>
            read {formatTime(value.readAt)} <ExchangeLink id={value.exchangeId} />
          </ReadAgain>
        }
      >
        <Summary abilities={value} />
      </Part>
      <Types types={value.types} />
    </>
  );
}

function Summary({ abilities }: { abilities: ServerAbilities }) {
  const { software, fhirVersion, formats, instantiates, operations, description } = abilities;
  return (
    <>
      {description && <p className={style.description}>{description}</p>}
      <Facts
        facts={[
          ['Software', software ?? 'not said'],
          ['FHIR', <code key="v">{fhirVersion ?? 'not said'}</code>],
          ['Formats', formats.length > 0 ? <code key="f">{formats.join(', ')}</code> : 'not said'],
          [
            'Operations',
            operations.length > 0 && <code key="o">{operations.map((name) => `$${name}`).join(', ')}</code>,
          ],
        ]}
      />
      {instantiates.length > 0 && (
        <Facts facts={[['Instantiates', <code key="i">{instantiates.map(lastPart).join(', ')}</code>]]} />
      )}
    </>
  );
}

const lastPart = (url: string) => url.split('/').at(-1) ?? url;

const columns: Column<TypeAbility>[] = [
  { id: 'type', title: 'Type', width: 'minmax(0, 1fr)', cell: ({ type }) => <code>{type}</code> },
  {
    id: 'interactions',
    title: 'Interactions',
    width: 'minmax(0, 1fr)',
    cell: ({ interactions }) => <span title={interactions.join(', ')}>{interactions.join(', ')}</span>,
  },
  {
    id: 'parameters',
    title: 'Search',
    width: '60px',
    align: 'end',
    cell: ({ searchParameters }) => searchParameters.length,
  },
];

function Types({ types }: { types: readonly TypeAbility[] }) {
  const sorted = useMemo(() => [...types].sort((a, b) => a.type.localeCompare(b.type)), [types]);
  const [selected, setSelected] = useState(sorted[0]?.type);
  const current = sorted.find(({ type }) => type === selected);
  return (
    <SplitPane name="abilities" label="list of types" start={340} minRest={240}>
      <VirtualGrid
        label={`Resource types, ${formatNumberOf(sorted.length, 'type')}`}
        columns={columns}
        count={sorted.length}
        rowAt={(index) => sorted[index]}
        keyAt={(index) => sorted[index]?.type ?? ''}
        selectedKey={selected}
        onSelect={setSelected}
        empty={<Empty title="The server names no resource type">Its CapabilityStatement has no rest.resource.</Empty>}
      />
      {current ? <TypeDetail ability={current} /> : <Empty title="Choose a type to see its search parameters" />}
    </SplitPane>
  );
}
