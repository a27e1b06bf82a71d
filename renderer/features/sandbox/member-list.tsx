import { useMemo, useState } from 'react';
import type { SandboxMemberInfo } from '../../../shared/contract/sandbox.ts';
import { startQuery } from '../../parts/query-draft.ts';
import { changeSettings } from '../../stores/settings.ts';
import { recordsOf, useRecords } from '../../stores/records.ts';
import { useFilter } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatNumberOf } from '../../ui/format.ts';
import { FilterField } from '../../ui/text-field.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import style from './sandbox.module.css';

interface Props {
  members: readonly SandboxMemberInfo[];
  isBusy: boolean;
  /** Pushes a document about this patient. */
  onPush: (patientId: string) => void;
}

/** The value of `system|value`; the system is the same for all and only in the copy. */
const bareValue = (identifier: string) => identifier.split('|').at(-1) ?? identifier;

const columns: Column<SandboxMemberInfo>[] = [
  {
    id: 'name',
    title: 'Member',
    width: '184px',
    cell: ({ name, birthDate }) => (
      <>
        <b>{name}</b>
        <small>born {birthDate}</small>
      </>
    ),
  },
  {
    id: 'ids',
    title: 'Member id, claim',
    width: '140px',
    cell: ({ memberId, claimId }) => (
      <>
        <code>{bareValue(memberId)}</code>
        <small className="mono">{claimId ? bareValue(claimId) : 'no claim'}</small>
      </>
    ),
  },
  {
    id: 'storyline',
    title: 'Storyline',
    width: 'minmax(0, 1fr)',
    cell: ({ storyline }) => (
      <span className={style.story} title={storyline}>
        {storyline}
      </span>
    ),
  },
];

/** Works with the sandbox's provider and starts a search about a member. */
async function query(patientId: string): Promise<void> {
  const provider = recordsOf(useRecords.getState(), 'connection').find(({ origin }) => origin === 'sandbox-provider');
  if (provider) await changeSettings({ connectionId: provider.id });
  startQuery(`Condition?patient=${patientId}&clinical-status=active`);
}

/** Who lives in the sandbox; below the list what can be done with the one chosen. */
export function MemberList({ members, isBusy, onPush }: Props) {
  const [filter, setFilter] = useFilter('sandbox');
  const [selected, setSelected] = useState<string>();
  const rows = useMemo(() => {
    const wanted = filter.toLowerCase();
    return members.filter((member) => Object.values(member).join(' ').toLowerCase().includes(wanted));
  }, [members, filter]);
  const member = rows.find(({ patientId }) => patientId === selected);
  return (
    <>
      <div className={style.tools}>
        <span className="muted">{formatNumberOf(members.length, 'member')}</span>
        <FilterField label="Filter members" placeholder="name, id, story" value={filter} onChange={setFilter} />
      </div>
      <VirtualGrid
        label="Members of the sandbox"
        primary
        columns={columns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyAt={(index) => rows[index]?.patientId ?? ''}
        rowHeight={40}
        selectedKey={selected}
        onSelect={setSelected}
        onOpen={(id) => void query(id)}
        empty={<Empty title={members.length === 0 ? 'Reading the members' : 'No member fits the filter'} />}
      />
      {member && (
        <section className={style.member} aria-label={member.name}>
          <p>
            <b>{member.name}</b> {member.storyline}
          </p>
          <Facts
            facts={[
              ['Patient', <Copied key="p" text={member.patientId} what="patient id" />],
              ['Member', <Copied key="m" text={member.memberId} what="member id" />],
              ['Claim', member.claimId && <Copied key="c" text={member.claimId} what="claim id" />],
            ]}
          />
          <div className={style.row}>
            <Button kind="main" icon="direct-query" keys="Enter" onPress={() => void query(member.patientId)}>
              Query
            </Button>
            <Button icon="push" isDisabled={isBusy} onPress={() => onPush(member.patientId)}>
              Push a document about them
            </Button>
          </div>
        </section>
      )}
    </>
  );
}

function Copied({ text, what }: { text: string; what: string }) {
  return (
    <>
      <code>{bareValue(text)}</code>
      <CopyButton text={text} label={`Copy ${what}`} size="small" />
    </>
  );
}
