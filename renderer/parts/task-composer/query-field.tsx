import { useMemo } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { checkSearch } from '../../../shared/fhir/check-search.ts';
import { useAbilities } from '../../stores/abilities.ts';
import { Button } from '../../ui/button.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { findingResult } from '../finding-result.ts';
import type { FieldsProps } from './form-fields.tsx';
import style from './task-composer.module.css';
import { exampleQueries } from './task-form.ts';

interface Props extends FieldsProps {
  partner: Connection;
  /** The builder below says what is wrong, beside the part it is about. */
  isBuilt: boolean;
}

/** The search the partner is to run, held against what its server says it understands. */
export function QueryField({ form, onChange, partner, isBuilt }: Props) {
  const [{ value: abilities }] = useAbilities(partner.id);
  const { query } = form;
  const findings = useMemo(() => (query.trim() ? checkSearch(query, abilities) : []), [query, abilities]);
  const set = (next: string) => onChange((before) => ({ ...before, query: next }));
  return (
    <>
      <TextField
        quiet
        label="Query"
        mono
        value={query}
        onChange={set}
        placeholder="Condition?patient=...&clinical-status=active"
      />
      <p className={style.examples}>
        {exampleQueries(form.patientId).map(({ name, query: text }) => (
          <Button key={name} size="small" kind="bare" onPress={() => set(text)}>
            {name}
          </Button>
        ))}
      </p>
      {!isBuilt && findings.length > 0 && (
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
    </>
  );
}
