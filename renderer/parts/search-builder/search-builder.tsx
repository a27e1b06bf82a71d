import { type ReactNode, useMemo } from 'react';
import type { ServerAbilities } from '../../../shared/fhir/abilities.ts';
import { expectationIn, findType } from '../../../shared/fhir/abilities.ts';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { Part } from '../../ui/pane.tsx';
import { AnswerPart } from './answer-part.tsx';
import { isSent, type SearchDraft, withNewRow, withRow } from './draft.ts';
import { findingId, typeFindings } from './finding-fixes.ts';
import { focusRow } from './focus-row.ts';
import { ParameterRow } from './parameter-row.tsx';
import type { Person } from './people.ts';
import style from './row.module.css';
import { findingResult } from '../finding-result.ts';
import own from './search-builder.module.css';
import {
  answerParameters,
  combinationWords,
  interactionWords,
  parametersFor,
  saysExpectations,
  typesFor,
} from './usual-types.ts';

interface Props {
  draft: SearchDraft;
  onChange: (draft: SearchDraft) => void;
  /** What the server says it can do; undefined where it does not say. */
  abilities?: ServerAbilities;
  /** Shown under the type: where the choices come from when the server does not say. */
  note?: ReactNode;
  people: readonly Person[];
  /** The row in hand; the query line draws it. */
  active?: string;
  onActive: (key: string | undefined) => void;
  /** Keys of the button that adds a parameter; registering them is the screen's matter. */
  addKeys?: string;
  /** A finding was accepted: send it (then the button says so). */
  onAccepted?: (draft: SearchDraft) => void;
  /** More rows of the Answer part. */
  answer?: ReactNode;
}

/** Adds an empty parameter and goes to its name. */
export function addParameter(draft: SearchDraft, onChange: (draft: SearchDraft) => void): void {
  const [next, row] = withNewRow(draft, { name: '', values: [] });
  onChange(next);
  focusRow(row.key, 'name');
}

/** A search put together from what the server says it understands: type, parameters, shape of the answer. */
export function SearchBuilder(props: Props) {
  const { draft, onChange, abilities, note, people, active, onActive, addKeys, onAccepted, answer } = props;
  const { type } = draft;
  const choices = useMemo(() => parametersFor(type, abilities), [type, abilities]);
  const rows = draft.params.filter(({ param }) => !answerParameters.includes(param.name));
  const sent = rows.filter(isSent).length;
  const ability = findType(abilities, type);
  const isSaid = saysExpectations(ability);
  const names = draft.params.filter(isSent).map(({ param }) => param.name);

  const accept = (id: string) => {
    const next = { ...draft, accepted: [...draft.accepted, id] };
    onChange(next);
    onAccepted?.(next);
  };
  return (
    <>
      <TypePart draft={draft} onChange={onChange} abilities={abilities} note={note} />
      <Part title="Parameters" count={rows.length > 0 ? `${sent} of ${rows.length} sent` : undefined}>
        {rows.length > 0 && (
          <div className={style.head} aria-hidden>
            <span />
            <span>Name</span>
            <span>Compare</span>
            <span>Value</span>
            <span>{isSaid ? 'Partner' : 'Type'}</span>
          </div>
        )}
        <ul>
          {rows.map((row) => (
            <ParameterRow
              key={row.key}
              row={row}
              type={type}
              choices={choices}
              said={isSaid ? (expectationIn(ability, row.param.name, names) ?? '') : undefined}
              abilities={abilities}
              people={people}
              accepted={draft.accepted}
              isActive={row.key === active}
              onActive={onActive}
              onChange={(next) => onChange(withRow(draft, row.key, () => next))}
              onAccept={accept}
              acceptLabel={onAccepted ? 'Send as typed' : 'Keep as typed'}
            />
          ))}
        </ul>
        <span className={own.add}>
          <Button kind="bare" icon="plus" keys={addKeys} onPress={() => addParameter(draft, onChange)}>
            Parameter
          </Button>
        </span>
      </Part>
      <AnswerPart draft={draft} onChange={onChange} abilities={abilities} onActive={onActive}>
        {answer}
      </AnswerPart>
    </>
  );
}

function TypePart({ draft, onChange, abilities, note }: Pick<Props, 'draft' | 'onChange' | 'abilities' | 'note'>) {
  const { type } = draft;
  const ability = findType(abilities, type);
  const types = useMemo(
    () =>
      typesFor(abilities).map((one) => ({ value: one, label: one, note: interactionWords(findType(abilities, one)) })),
    [abilities],
  );
  const findings = typeFindings(type, abilities);
  const together = combinationWords(
    ability,
    draft.params.filter(isSent).map(({ param }) => param.name),
  );
  const offered = ability?.interactions.includes('search-type') ? interactionWords(ability) : 'no search is offered';
  return (
    <Part title="Type">
      <div className={own.type}>
        <span className={own.pick}>
          <ComboBox
            quiet
            label="Resource type"
            value={type}
            choices={types}
            limit={200}
            onChange={(next) => {
              if (next !== type) onChange({ ...draft, type: next });
            }}
          />
        </span>
        {ability?.expectation && (
          <span className={own.verb} title={`The partner’s statement on ${type}`}>
            {ability.expectation}
          </span>
        )}
        {ability && (
          <span className="muted" title={[together && offered, ability.documentation].filter(Boolean).join('. ')}>
            {together || offered}
          </span>
        )}
      </div>
      {note}
      {findings.length > 0 && (
        <FindingList label="Findings on the type">
          {findings.map((finding) => (
            <Finding
              key={findingId(finding)}
              result={findingResult(finding.severity)}
              message={finding.message}
              next={finding.next}
            >
              {finding.near && (
                <Button
                  size="small"
                  kind="main"
                  onPress={() => finding.near && onChange({ ...draft, type: finding.near })}
                >
                  Use {finding.near}
                </Button>
              )}
            </Finding>
          ))}
        </FindingList>
      )}
    </Part>
  );
}
