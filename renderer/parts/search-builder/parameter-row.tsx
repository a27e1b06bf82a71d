import { useMemo } from 'react';
import type { ServerAbilities } from '../../../shared/fhir/abilities.ts';
import { parameterType } from '../../../shared/fhir/search-rules.ts';
import { IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Select } from '../../ui/select.tsx';
import { comparesFor, compareOf, withCompare } from './compare.ts';
import { type DraftParameter, withParam } from './draft.ts';
import { badValues, findingId, findingsFor, rowName } from './finding-fixes.ts';
import { focusRow } from './focus-row.ts';
import type { Person } from './people.ts';
import style from './row.module.css';
import { RowFindings } from './row-findings.tsx';
import type { ParameterChoice } from './usual-types.ts';
import { ValueField } from './value-field.tsx';

interface Props {
  row: DraftParameter;
  /** Resource type the search is for. */
  type: string;
  choices: readonly ParameterChoice[];
  /** What the partner's statement says of supporting it, where the statement says such things; else the type is shown. */
  said?: string;
  abilities?: ServerAbilities;
  people: readonly Person[];
  accepted: readonly string[];
  isActive: boolean;
  onActive: (key: string) => void;
  /** Undefined takes the row out. */
  onChange: (row: DraftParameter | undefined) => void;
  /** A finding was seen and is to be sent anyway. */
  onAccept: (findingId: string) => void;
  /** What accepting leads to: "Send as typed", "Keep as typed". */
  acceptLabel: string;
}

const wordsOf = ({ expectation, kind, documentation }: ParameterChoice): string =>
  [expectation, kind, documentation].filter(Boolean).join(', ').slice(0, 90);

/** One parameter: whether it is sent, its name, how it compares, its value, and what is doubtful about it. */
export function ParameterRow(props: Props) {
  const { row, type, choices, abilities, people, accepted, isActive, onActive, onChange, onAccept } = props;
  const { param } = row;
  const kind = parameterType(type, param.name, abilities);
  const name = rowName(param);
  const findings = useMemo(
    () =>
      row.on && !row.fresh && param.name !== ''
        ? findingsFor(type, param, abilities).filter((finding) => !accepted.includes(findingId(finding)))
        : [],
    [row.on, row.fresh, type, param, abilities, accepted],
  );
  const about = choices.find((choice) => choice.name === param.name);
  const change = (next: DraftParameter['param']) => onChange(withParam(row, next));
  const fix = findings.find((finding) => finding.fix)?.fix;

  const marks = {
    'data-row': row.key,
    'data-fresh': row.fresh,
    'data-active': isActive || undefined,
    'data-off': !row.on || undefined,
    onFocus: () => onActive(row.key),
    onPointerEnter: () => onActive(row.key),
  };
  return (
    <li className={style.item} {...marks}>
      <div className={style.row}>
        <Checkbox label={`Send ${name}`} isSelected={row.on} onChange={(on) => onChange({ ...row, on })} />
        <span data-name>
          <ComboBox
            quiet
            mono
            label={`Name of ${name}`}
            value={param.name}
            placeholder="parameter"
            choices={choices.map((choice) => ({ value: choice.name, label: choice.name, note: wordsOf(choice) }))}
            onChange={(next) => {
              if (next !== param.name) change({ ...param, name: next });
            }}
            onChoose={() => focusRow(row.key, 'value')}
          />
        </span>
        <Select
          quiet
          mono
          label={`Comparison of ${name}`}
          value={compareOf(param, kind)}
          choices={comparesFor(param, kind).map(({ id, label, note }) => ({ value: id, label, note }))}
          onChange={(id) => change(withCompare(param, id, kind))}
        />
        <ValueField
          type={type}
          param={param}
          kind={kind}
          people={people}
          bad={badValues(type, param)}
          isBad={findings.some(({ severity }) => severity !== 'information')}
          onChange={(values) => change({ ...param, values })}
          onEnter={fix && (() => change(fix.param))}
        />
        <span className={style.kind} title={[about?.kind, about?.documentation].filter(Boolean).join(', ')}>
          <span>{props.said ?? kind ?? ''}</span>
          <IconButton size="small" icon="close" label={`Remove ${name}`} onPress={() => onChange(undefined)} />
        </span>
      </div>
      {findings.length > 0 && (
        <RowFindings
          type={type}
          param={param}
          findings={findings}
          onFix={change}
          onAccept={onAccept}
          acceptLabel={props.acceptLabel}
        />
      )}
    </li>
  );
}
