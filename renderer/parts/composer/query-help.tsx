import { useMemo } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { checkSearch } from '../../../shared/fhir/check-search.ts';
import { RuleFindings } from '../rule-finding.tsx';
import { useAbilities } from '../../stores/abilities.ts';
import { Button } from '../../ui/button.tsx';
import { exampleQueries } from './queries.ts';

interface ExamplesProps {
  /** '' where it is not known. */
  patientId: string;
  onChoose: (query: string) => void;
}

/** Searches to begin with. */
export const QueryExamples = ({ patientId, onChoose }: ExamplesProps) =>
  exampleQueries(patientId).map(({ name, query }) => (
    <Button key={name} size="small" kind="bare" onPress={() => onChoose(query)}>
      {name}
    </Button>
  ));

interface FindingsProps {
  label: string;
  query: string;
  /** Whose server is to run it. */
  server: Connection | undefined;
}

/** A query held against what the server says it understands; nothing where nothing is wrong. */
export function QueryFindings({ label, query, server }: FindingsProps) {
  const [{ value: abilities }] = useAbilities(server?.id);
  const findings = useMemo(() => (query.trim() ? checkSearch(query, abilities) : []), [query, abilities]);
  return <RuleFindings label={label} findings={findings} />;
}
