import { useMemo } from 'react';
import { dig, textOf } from '../../../shared/fhir/json.ts';
import { referenceText } from '../../../shared/fhir/datatype.ts';
import { numbered } from '../document-viewer/numbered.ts';
import { Sheet } from '../document-viewer/sheet.tsx';
import { FailureNote } from '../failure-note.tsx';
import { RuleFindings } from '../rule-finding.tsx';
import { Button } from '../../ui/button.tsx';
import { formatMoment, formatNumberOf } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { type AnswerRow, answerSheet } from './answer-rows.ts';
import { AnswerWords } from './answer-words.tsx';
import type { FhirViewProps } from './fhir-view-props.ts';
import style from './fhir-viewer.module.css';
import { type AnsweredForm, useAnsweredForm } from './questionnaire-of.ts';

/** A QuestionnaireResponse beside its Questionnaire: what was asked, in the form's order, and what was answered. */
export function AnswersView({ name, resource, head, onOpen }: FhirViewProps) {
  const form = useAnsweredForm(resource);
  const { rows, notAsked } = useMemo(() => answerSheet(form.questionnaire, resource), [form.questionnaire, resource]);
  const answered = rows.filter(({ answers }) => answers.length > 0).length;
  const status = textOf(dig(resource, 'status'));
  const author = referenceText(dig(resource, 'author'));
  const authored = textOf(dig(resource, 'authored'));
  const about = [
    status,
    authored && formatMoment(authored),
    author && `by ${author}`,
    referenceText(dig(resource, 'subject')) && `about ${referenceText(dig(resource, 'subject'))}`,
  ];
  const title = textOf(dig(form.questionnaire, 'title')) ?? textOf(dig(form.questionnaire, 'name')) ?? name;
  return (
    <Sheet label={`Answers of ${name}`} lead={<span>{formatNumberOf(answered, 'answer')}</span>} head={head}>
      <article className={style.sheet}>
        <h3>{title}</h3>
        <p className={style.about}>{about.filter(Boolean).join(', ')}</p>
        <FormSource form={form} />
        <table className={style.answers}>
          <thead className="hidden">
            <tr>
              <th scope="col">Question</th>
              <th scope="col">Answer</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.key} row={row} hasForm={form.questionnaire !== undefined} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
        {notAsked > 0 && (
          <p className={style.quiet}>
            {formatNumberOf(notAsked, 'question')} of the form {notAsked === 1 ? 'was' : 'were'} not asked: a condition
            does not hold.
          </p>
        )}
        {form.findings.length > 0 && (
          <section className={style.against}>
            <h4>Against the questionnaire</h4>
            <RuleFindings label="Answers against the questionnaire" findings={form.findings} />
          </section>
        )}
      </article>
    </Sheet>
  );
}

/** Where the questions are, and how to get them. */
function FormSource({ form: { url, questionnaire, isFetching, failure, fetch } }: { form: AnsweredForm }) {
  if (questionnaire !== undefined) return null;
  if (url === undefined) return <p className={style.quiet}>It names no questionnaire; its own words stand here.</p>;
  if (url.startsWith('#')) return <p className={style.quiet}>Its questionnaire {url} is not inside it.</p>;
  return (
    <div className={style.source}>
      <p>
        The questions are in <code>{url}</code>, which is not here. It is fetched only when you say so.
      </p>
      <Button size="small" icon="download" isDisabled={isFetching} onPress={fetch}>
        {isFetching ? 'Fetching' : 'Fetch the questionnaire'}
      </Button>
      {failure && <FailureNote failure={failure} onRetry={fetch} />}
    </div>
  );
}

const notes: Record<AnswerRow['state'], string | undefined> = {
  answered: undefined,
  open: 'not answered',
  missing: 'not answered, and it had to be',
  unknown: 'not a question of this form',
};

interface RowProps {
  row: AnswerRow;
  hasForm: boolean;
  onOpen: FhirViewProps['onOpen'];
}

function Row({ row: { linkId, depth, text, isGroup, answers, state }, hasForm, onOpen }: RowProps) {
  const indent = { '--depth': Math.min(depth, 6) } as React.CSSProperties;
  const words = hasForm && text !== linkId ? text : text || linkId;
  if (isGroup) {
    return (
      <tr data-group style={indent}>
        <th colSpan={2} scope="colgroup">
          {words} {state === 'unknown' && <em>{notes.unknown}</em>}
        </th>
      </tr>
    );
  }
  return (
    <tr style={indent} data-state={state}>
      <th scope="row">
        {words} {text !== linkId && <code>{linkId}</code>}
      </th>
      <td>
        {answers.length > 1 ? (
          <ul>
            {numbered(answers).map(({ key, value }) => (
              <li key={key}>
                <AnswerWords answer={value} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        ) : (
          answers[0] && <AnswerWords answer={answers[0]} onOpen={onOpen} />
        )}
        {notes[state] && (
          <em>
            {state !== 'open' && <Icon name="warn" size={12} />} {notes[state]}
          </em>
        )}
      </td>
    </tr>
  );
}
