import type { FoundPatients, PatientCandidate } from '../../../shared/contract/patients.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { RuleFindings } from '../rule-finding.tsx';
import { formatNumberOf } from '../../ui/format.ts';
import type { Column } from '../../ui/grid-column.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { ExchangeLink } from '../exchange-link.tsx';
import { Button } from '../../ui/button.tsx';
import { useState } from 'react';
import style from './patient-picker.module.css';

const graded: Column<PatientCandidate> = {
  id: 'grade',
  title: 'Match',
  width: '108px',
  cell: ({ grade, score }) => (
    <>
      {grade ?? 'not graded'}
      {score !== undefined && <small>{score.toFixed(2)}</small>}
    </>
  ),
};

const columns: Column<PatientCandidate>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(120px, 3fr)',
    cell: ({ name, gender }) => (
      <>
        {name || 'no name'}
        <small>{gender}</small>
      </>
    ),
  },
  { id: 'birth', title: 'Born', width: '88px', cell: ({ birthDate }) => <span className="mono">{birthDate}</span> },
  {
    id: 'identifiers',
    title: 'Identifiers',
    width: 'minmax(140px, 4fr)',
    cell: ({ identifiers }) => (
      <span
        className="mono"
        title={identifiers.map(({ text, type }) => [type, text].filter(Boolean).join(' ')).join('\n')}
      >
        {identifiers.map(({ text, type }) => [type, identifierValue(text)].filter(Boolean).join(' ')).join(', ')}
      </span>
    ),
  },
  { id: 'id', title: 'Patient id', width: 'minmax(90px, 2fr)', cell: ({ id }) => <code title={id}>{id}</code> },
];

interface Props {
  found: FoundPatients;
  onChoose: (candidate: PatientCandidate) => void;
}

/** Who was found, best first; Enter or a double click takes one. */
export function CandidateList({ found, onChoose }: Props) {
  const { candidates, how, exchangeId, findings } = found;
  const [selected, setSelected] = useState(candidates[0]?.id);
  const candidate = candidates.find(({ id }) => id === selected) ?? candidates[0];
  return (
    <section className={style.found} aria-label="Who was found">
      <p className={style.says}>
        {candidates.length === 0
          ? 'Nobody was found.'
          : `${formatNumberOf(candidates.length, 'patient', 'patients')} by ${how === 'match' ? '$match' : how}.`}{' '}
        <ExchangeLink id={exchangeId} />
      </p>
      <RuleFindings label="Findings on the answer" findings={findings} />
      {candidates.length > 0 && (
        <>
          <div className={style.grid} style={{ height: Math.min(6, candidates.length) * 40 + 26 }}>
            <VirtualGrid
              label="Patients found"
              columns={how === 'match' ? [graded, ...columns] : columns}
              count={candidates.length}
              rowAt={(index) => candidates[index]}
              keyAt={(index) => candidates[index]?.id ?? ''}
              rowHeight={40}
              selectedKey={candidate?.id}
              onSelect={setSelected}
              onOpen={(_key, index) => candidates[index] && onChoose(candidates[index])}
            />
          </div>
          <span className={style.take}>
            <Button kind="main" isDisabled={!candidate} onPress={() => candidate && onChoose(candidate)}>
              Take {candidate?.name || candidate?.id}
            </Button>
          </span>
        </>
      )}
    </section>
  );
}
