import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Part } from '../../ui/pane.tsx';
import { TextField } from '../../ui/text-field.tsx';
import style from '../composer/fields.module.css';
import { QueryBuilder } from '../composer/query-builder.tsx';
import { QueryExamples, QueryFindings } from '../composer/query-help.tsx';
import { type FieldsProps, Slot } from './slot.tsx';

/** The search the partner is to run, written or put together, held against what its server says it understands. */
export function QueryPart({ form: { query, patientId }, set, partner }: FieldsProps) {
  const [isBuilding, setBuilding] = useState(false);
  const change = (next: string) => set({ query: next });
  return (
    <>
      <Part
        title="Query"
        actions={
          <Button size="small" kind="bare" onPress={() => setBuilding(!isBuilding)}>
            {isBuilding ? 'Write it' : 'Build it'}
          </Button>
        }
      >
        <Slot field="query">
          <TextField
            quiet
            label="Query"
            mono
            value={query}
            onChange={change}
            placeholder="Condition?patient=...&clinical-status=active"
          />
        </Slot>
        <p className={style.examples}>
          <QueryExamples patientId={patientId} onChoose={change} />
        </p>
        {!isBuilding && <QueryFindings label="Findings on the query" query={query} server={partner} />}
      </Part>
      {isBuilding && <QueryBuilder query={query} server={partner} onChange={change} />}
    </>
  );
}
