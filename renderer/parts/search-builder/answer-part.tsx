import { Fragment, type ReactNode } from 'react';
import type { ServerAbilities } from '../../../shared/fhir/abilities.ts';
import { IconButton } from '../../ui/button.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Part } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { countOf, includesOf, sortOf, withCount, withInclude, withoutInclude, withSort } from './answer-shape.ts';
import { isSent, type SearchDraft } from './draft.ts';
import { findingId, findingsFor } from './finding-fixes.ts';
import { findingResult } from '../finding-result.ts';
import style from './search-builder.module.css';
import { answerParameters, includesFor, sortsFor } from './usual-types.ts';

interface Props {
  draft: SearchDraft;
  onChange: (draft: SearchDraft) => void;
  abilities?: ServerAbilities;
  onActive: (key: string | undefined) => void;
  /** More terms: pairs of `dt` and `dd`. */
  children?: ReactNode;
}

/** What comes with the matches, in which order, how many at a time. */
export function AnswerPart({ draft, onChange, abilities, onActive, children }: Props) {
  const findings = draft.params
    .filter((row) => isSent(row) && answerParameters.includes(row.param.name))
    .flatMap(({ param }) => findingsFor(draft.type, param, abilities))
    .filter((finding) => !draft.accepted.includes(findingId(finding)));
  const shared = { draft, onChange, abilities, onActive };
  return (
    <Part title="Answer">
      <dl className={style.shape}>
        <Includes name="_include" {...shared} />
        <Includes name="_revinclude" {...shared} />
        <Sort {...shared} />
        <Count {...shared} />
        {children}
      </dl>
      {findings.length > 0 && (
        <FindingList label="Findings on the answer">
          {findings.map((finding) => (
            <Finding
              key={findingId(finding)}
              result={findingResult(finding.severity)}
              message={finding.message}
              next={finding.next}
            />
          ))}
        </FindingList>
      )}
    </Part>
  );
}

type RowProps = Omit<Props, 'children'>;

function Includes({ name, draft, onChange, abilities, onActive }: RowProps & { name: '_include' | '_revinclude' }) {
  const taken = includesOf(draft, name);
  const offered = includesFor(draft.type, name, abilities).filter((one) => taken.every(({ text }) => text !== one));
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {taken.map(({ key, text, modifier }) => (
          <span
            key={`${key} ${text}`}
            className={style.include}
            {...{ onPointerEnter: () => onActive(key), onFocus: () => onActive(key) }}
          >
            {modifier && <em>{modifier} </em>}
            {text}
            <IconButton
              size="small"
              icon="close"
              label={`Leave out ${text}`}
              onPress={() => onChange(withoutInclude(draft, key, text))}
            />
          </span>
        ))}
        {offered.length > 0 ? (
          <Menu
            label={`Add to ${name}`}
            trigger={<IconButton size="small" icon="plus" label={`Add to ${name}`} />}
            sections={[
              {
                choices: offered.map((one) => ({
                  id: one,
                  label: one,
                  onAction: () => onChange(withInclude(draft, name, one)),
                })),
              },
            ]}
          />
        ) : (
          taken.length === 0 && <span className="muted">the server offers none</span>
        )}
      </dd>
    </>
  );
}

function Sort({ draft, onChange, abilities }: RowProps) {
  const { name, down, rest } = sortOf(draft);
  const choices = sortsFor(draft.type, abilities).map((one) => ({ value: one.name, label: one.name, note: one.kind }));
  const known = name === '' || choices.some(({ value }) => value === name);
  const isDate = choices.find(({ value }) => value === name)?.note === 'date';
  return (
    <>
      <dt>_sort</dt>
      <dd>
        <span className={style.narrow}>
          <Select
            quiet
            mono
            label="Sort by"
            value={name}
            choices={[
              { value: '', label: 'not sent' },
              ...(known ? [] : [{ value: name, label: name, note: 'not listed' }]),
              ...choices,
            ]}
            onChange={(next) => onChange(withSort(draft, next, next === name ? down : true, rest))}
          />
        </span>
        {name === '' ? (
          <span className="muted">the source decides the order</span>
        ) : (
          <Segmented
            label="Order"
            size="small"
            value={down ? 'down' : 'up'}
            options={[
              { value: 'up', label: isDate ? 'oldest first' : 'ascending' },
              { value: 'down', label: isDate ? 'newest first' : 'descending' },
            ]}
            onChange={(way) => onChange(withSort(draft, name, way === 'down', rest))}
          />
        )}
        {rest.length > 0 && <code>then {rest.join(', ')}</code>}
      </dd>
    </>
  );
}

const counts = ['1', '5', '10', '20', '50', '100', '250', '500', '1000'];

function Count({ draft, onChange }: RowProps) {
  const now = countOf(draft);
  const values = now === '' || counts.includes(now) ? counts : [...counts, now];
  return (
    <>
      <dt>_count</dt>
      <dd>
        <span className={style.narrow}>
          <Select
            quiet
            mono
            label="Matches a page"
            value={now}
            choices={[{ value: '', label: 'not sent' }, ...values.map((value) => ({ value, label: value }))]}
            onChange={(value) => onChange(withCount(draft, value))}
          />
        </span>
        <span className="muted">{now === '' ? 'the source decides the page size' : 'matches a page'}</span>
      </dd>
    </>
  );
}

/** One term of the Answer part. */
export function AnswerTerm({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Fragment>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </Fragment>
  );
}
