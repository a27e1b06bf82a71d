import { useMemo, useState } from 'react';
import { checkSearch } from '../../../shared/fhir/check-search.ts';
import { useAbilities } from '../../stores/abilities.ts';
import { Button } from '../../ui/button.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { Part } from '../../ui/pane.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { findingResult } from '../finding-result.ts';
import style from './fields.module.css';
import { exampleQueries } from './queries.ts';
import { QueryBuilder } from './query-builder.tsx';
import { type FieldsProps, Slot } from './slot.tsx';

/** The search the partner is to run, written or put together, held against what its server says it understands. */
export function QueryPart(props: FieldsProps) {
  const { form, set, partner } = props;
  const [building, setBuilding] = useState(false);
  const [{ value: abilities }] = useAbilities(partner.id);
  const { query } = form;
  const findings = useMemo(() => (query.trim() ? checkSearch(query, abilities) : []), [query, abilities]);
  return (
    <>
      <Part
        title="Query"
        actions={
          <Button size="small" kind="bare" onPress={() => setBuilding(!building)}>
            {building ? 'Write it' : 'Build it'}
          </Button>
        }
      >
        <Slot field="query">
          <TextField
            quiet
            label="Query"
            mono
            value={query}
            onChange={(next) => set({ query: next })}
            placeholder="Condition?patient=...&clinical-status=active"
          />
        </Slot>
        <p className={style.examples}>
          {exampleQueries(form.patientId).map(({ name, query: text }) => (
            <Button key={name} size="small" kind="bare" onPress={() => set({ query: text })}>
              {name}
            </Button>
          ))}
        </p>
        {!building && findings.length > 0 && (
          <FindingList label="Findings on the query">
            {findings.map(({ rule, severity, path, message, next }) => (
              <Finding
                key={`${rule} ${path} ${message}`}
                result={findingResult(severity)}
                rule={rule}
                message={message}
                path={path}
                next={next}
              />
            ))}
          </FindingList>
        )}
      </Part>
      {building && <QueryBuilder {...props} />}
    </>
  );
}
