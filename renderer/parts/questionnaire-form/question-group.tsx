import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes';
import type { QuestionnaireFormLoadedState } from '@medplum/react-hooks';
import { memo } from 'react';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { Question, TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';
import { isAsked, type Scope } from '../../../shared/fhir/questionnaire/scope.ts';
import type { Choice } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { Button } from '../../ui/button.tsx';
import type { Answer } from './answer-values.ts';
import { AnswerRow } from './answer-row.tsx';
import { byLinkId, type Growth, inside, isReached, signatureOf } from './drawing.ts';
import { beginningItem } from './plain-questionnaire.ts';
import { readOnlyText } from './question-field.tsx';
import style from './questionnaire-form.module.css';

/** What the parts of a form share. */
export interface FormState {
  form: QuestionnaireFormLoadedState;
  questions: ReadonlyMap<string, Question>;
  valueSets: Record<string, Choice[]>;
  /** Where the codes of a value set are searched while typing. */
  searched: Record<string, PartnerInput>;
  /** What each item begins with in another repetition, by linkId. */
  beginnings: ReadonlyMap<string, readonly TypedAnswer[]>;
  /** What is wrong with an answer, by the words of the question. */
  problems: ReadonlyMap<string, string>;
  /** Why a calculated item is left to the person. */
  problemOf: (question: Question, item: QuestionnaireResponseItem | undefined) => string | undefined;
  growth: Growth;
  /** Takes an item of the response out, with what is in it. */
  onRemove: (item: QuestionnaireResponseItem) => void;
}

interface LevelProps {
  state: FormState;
  items: readonly QuestionnaireItem[];
  responseItems: readonly QuestionnaireResponseItem[];
  context: QuestionnaireResponseItem[];
  /** The level of the form they stand in, for the conditions of its questions. */
  scope: Scope;
}

/** The items of one level, each with the parts of the response that belong to it. */
export function Level({ state, items, responseItems, context, scope }: LevelProps) {
  const known = byLinkId(responseItems);
  return items.map((item) => {
    const question = state.questions.get(item.linkId ?? '');
    if (!question || question.hidden || !isAsked(question, scope)) return null;
    const own = known.get(question.linkId) ?? [];
    if (!isReached(state.growth, own[0])) return null;
    const signature = signatureOf(question, own, scope, state);
    return <QuestionGroup key={item.linkId} {...{ state, item, question, own, context, scope, signature }} />;
  });
}

interface Props {
  state: FormState;
  item: QuestionnaireItem;
  question: Question;
  /** The items of the response with its linkId. */
  own: readonly QuestionnaireResponseItem[];
  context: QuestionnaireResponseItem[];
  scope: Scope;
  /** All that its drawing hangs on. */
  signature: string;
}

/** The items of the response are changed in place, and what is done with them finds them by what they hold: their signature tells. */
const looksTheSame = (one: Props, other: Props): boolean =>
  one.signature === other.signature && one.question === other.question && one.state.searched === other.state.searched;

/** An item of the form: words, a group with what is in it, or a question with its answers. */
const QuestionGroup = memo((props: Props) => {
  const { question } = props;
  if (question.type === 'display') return <p className={style.display}>{question.text}</p>;
  return question.type === 'group' ? <Group {...props} /> : <Asked {...props} />;
}, looksTheSame);

function Group({ state, item, question, own, context, scope }: Props) {
  const add = () => state.form.onAddGroup(context, beginningItem(item, state.beginnings));
  const isOne = own.length < 2;
  return (
    <>
      {own.map((group, index) =>
        isReached(state.growth, group) ? (
          <Repetition
            key={group.id ?? index}
            {...{ state, item, question, own: [group], context, scope }}
            place={isOne ? undefined : index + 1}
            signature={`${isOne ? '' : index + 1} ${signatureOf(question, [group], scope, state)}`}
          />
        ) : null,
      )}
      {question.repeats && (
        <Button size="small" icon="plus" onPress={add}>
          {`Add ${question.text}`}
        </Button>
      )}
    </>
  );
}

/** One of the groups of an item; `place` counts them where there are several. */
const Repetition = memo(
  ({ state, item, question, own: [group], context, scope, place }: Props & { place: number | undefined }) => {
    if (!group) return null;
    const name = place === undefined ? question.text : `${question.text} ${place}`;
    return (
      <fieldset className={style.group}>
        <legend>{question.repeats ? name : question.text}</legend>
        <Level
          state={state}
          items={item.item ?? []}
          responseItems={group.item ?? []}
          context={[...context, group]}
          scope={inside(question, group, scope)}
        />
        {question.repeats && place !== undefined && (
          <Button size="small" kind="bare" icon="trash" onPress={() => state.onRemove(group)}>
            {`Remove ${name}`}
          </Button>
        )}
      </fieldset>
    );
  },
  looksTheSame,
);

function Asked({ state, item, question, own, context, scope }: Props) {
  const [mine] = own;
  const answers = mine?.answer ?? [];
  const shown: readonly (Answer | undefined)[] = answers.length > 0 ? answers : [undefined];
  // Answers have no id of their own; their place is what they are known by.
  const places = shown.map((answer, index) => ({ answer, index, place: `${question.linkId} ${index}` }));
  const trouble = question.calculatedExpression ? state.problemOf(question, mine) : undefined;
  const change = (index: number, next: Answer) => {
    const list = shown.map((one, place) => (place === index ? next : (one ?? {})));
    state.form.onChangeAnswer(context, item, list);
  };
  const remove = (index: number) => state.form.onChangeAnswer(context, item, answers.toSpliced(index, 1));
  const fixed = question.calculatedExpression ? trouble === undefined : question.readOnly;
  const name = (index: number) => (shown.length > 1 ? `${question.text} ${index + 1}` : question.text);
  return (
    <div {...{ role: 'group', 'aria-label': question.text }} className={style.question} data-link={question.linkId}>
      <p className={style.words}>
        {question.text}
        {question.required && <em title="An answer is required"> required</em>}
        {fixed && <small>{question.calculatedExpression ? 'calculated' : 'read only'}</small>}
      </p>
      {fixed ? (
        <output className={style.fixed}>{readOnlyText(answers[0])}</output>
      ) : (
        places.map(({ answer, place, index }) => (
          <AnswerRow
            key={place}
            question={question}
            label={name(index)}
            index={index}
            answer={answer}
            valueSets={state.valueSets}
            searched={state.searched}
            error={index === 0 ? state.problems.get(question.text) : undefined}
            onChange={change}
            onRemove={shown.length > 1 ? remove : undefined}
          />
        ))
      )}
      {trouble && <p className={style.trouble}>Not calculated: {trouble}. Answer it yourself.</p>}
      {question.repeats && !fixed && (
        <Button size="small" kind="bare" icon="plus" onPress={() => state.form.onAddAnswer(context, item)}>
          Another answer
        </Button>
      )}
      {(item.item?.length ?? 0) > 0 && mine && (
        <div className={style.below}>
          <Level
            state={state}
            items={item.item ?? []}
            responseItems={mine.item ?? []}
            context={[...context, mine]}
            scope={inside(question, mine, scope)}
          />
        </div>
      )}
    </div>
  );
}
