import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { QueryBuilder } from '../../composer/query-builder.tsx';
import { QueryExamples, QueryFindings } from '../../composer/query-help.tsx';
import { usePatientId } from './about-patient.ts';
import type { ContentProps } from './content-props.ts';
import style from './content.module.css';

/** Every match of a search in the record, as one Bundle: written, or put together. */
export function QueryContent({ card: { query }, set, source, name }: ContentProps) {
  const [isBuilding, setBuilding] = useState(false);
  const patientId = usePatientId(source);
  const change = (next: string) => set({ query: next });
  return (
    <div className={style.whole}>
      <div className={style.line}>
        <TextField
          quiet
          mono
          label={`Query of ${name}`}
          value={query}
          placeholder="Observation?patient=…&category=laboratory"
          onChange={change}
        />
        <Button size="small" onPress={() => setBuilding(!isBuilding)}>
          {isBuilding ? 'Write it' : 'Build it'}
        </Button>
      </div>
      {query === '' && (
        <p className={style.examples}>
          <QueryExamples patientId={patientId} onChoose={change} />
        </p>
      )}
      {isBuilding ? (
        <div className={style.builder}>
          <QueryBuilder query={query} server={source} onChange={change} />
        </div>
      ) : (
        <QueryFindings label={`Findings on the query of ${name}`} query={query} server={source} />
      )}
    </div>
  );
}
