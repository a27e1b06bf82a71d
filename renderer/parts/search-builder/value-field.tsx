import type { SearchParameter, SearchValue } from '../../../shared/fhir/search.ts';
import { resultParameters } from '../../../shared/fhir/search-rules.ts';
import { Select } from '../../ui/select.tsx';
import { compareOf, isOrdered } from './compare.ts';
import { asksForPatient, type Person } from './people.ts';
import { PersonField } from './person-field.tsx';
import { TextValue } from './text-value.tsx';
import { TokenField } from './token-field.tsx';
import { type CodeChoice, codeChoices } from './usual-codes.ts';
import { dateWords, readValues, valuesText } from './values.ts';

interface Props {
  type: string;
  param: SearchParameter;
  /** The parameter's type, where known. */
  kind: string | undefined;
  people: readonly Person[];
  bad: ReadonlySet<string>;
  /** A rule speaks against it. */
  isBad: boolean;
  onChange: (values: SearchValue[]) => void;
  onEnter?: () => void;
}

const placeholders: Record<string, string> = {
  date: '2024, 2024-05 or 2024-05-17',
  number: '5.4',
  quantity: '5.4|http://unitsofmeasure.org|mg',
  reference: 'Type/id',
  uri: 'http://...',
  token: 'code or system|code',
};

/** The editor that fits a parameter's type. */
export function ValueField({ type, param, kind, people, bad, isBad, onChange, onEnter }: Props) {
  const label = `Value of ${param.name || 'the parameter'}`;
  const closed = param.modifier === 'missing' ? ['true', 'false'] : resultParameters[param.name]?.values;
  const text = valuesText(param.values, true);
  if (closed && (text === '' || closed.includes(text))) {
    const choices = closed.map((value) => ({ value, label: value }));
    return (
      <Select
        quiet
        mono
        label={label}
        value={text || undefined}
        choices={choices}
        onChange={(value) => onChange(readValues(value))}
      />
    );
  }
  if (asksForPatient(type, param.name, kind) && param.modifier === undefined) {
    const read = (value: string) => onChange(readValues(value));
    return <PersonField label={label} value={text} onChange={read} people={people} isBad={isBad} onEnter={onEnter} />;
  }
  if (kind === 'token' && param.modifier !== 'text') {
    return (
      <TokenField
        label={label}
        values={param.values}
        onChange={onChange}
        bad={bad}
        choices={choicesFor(type, param.name, people)}
        placeholder={placeholders.token}
        onEnter={onEnter}
      />
    );
  }
  const compare = compareOf(param, kind);
  const prefix = isOrdered(kind) && compare !== '*' ? param.values[0]?.prefix : undefined;
  const bare = prefix ? valuesText(param.values, false) : text;
  const words = kind === 'date' && param.values.length === 1 ? dateWords(bare, Date.now()) : '';
  return (
    <TextValue
      label={label}
      value={bare}
      onChange={(value) => onChange(readValues(value, prefix))}
      placeholder={kind ? placeholders[kind] : undefined}
      words={words}
      isBad={isBad}
      onEnter={onEnter}
    />
  );
}

/** Member ids where a Patient's identifier is asked for, else the codes of the parameter. */
function choicesFor(type: string, name: string, people: readonly Person[]): readonly CodeChoice[] {
  if (type !== 'Patient' || name !== 'identifier') return codeChoices(type, name);
  return people.map(({ memberId, name: display }) => ({ value: memberId, display }));
}
