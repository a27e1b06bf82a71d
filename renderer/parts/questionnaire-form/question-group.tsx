import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes';
import type { QuestionnaireFormLoadedState } from '@medplum/react-hooks';
import type { Finding } from '../../../shared/domain/finding.ts';
import { objectsOf } from '../../../shared/fhir/json.ts';
import type { Question } from '../../../shared/fhir/questionnaire/questions.ts';
import { isAsked, type Scope, scopeOf } from '../../../shared/fhir/questionnaire/scope.ts';
import type { Choice } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Answer } from './answer-values.ts';
import { QuestionField, readOnlyText } from './question-field.tsx';
import style from './questionnaire-form.module.css';

/** What the parts of a form share. */
export interface FormState {
  form: QuestionnaireFormLoadedState;
  questions: ReadonlyMap<string, Question>;
  valueSets: Record<string, Choice[]>;
  /** What is wrong with the answers, by the words of the question. */
  problems: readonly Finding[];
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
  return items.map((item) => {
    const question = state.questions.get(item.linkId ?? '');
    if (!question || question.hidden || !isAsked(question, scope)) return null;
    const own = responseItems.filter(({ linkId }) => linkId === item.linkId);
    return (
      <QuestionGroup
        key={item.linkId}
        state={state}
        item={item}
        question={question}
        own={own}
        context={context}
        scope={scope}
      />
    );
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
}

/** An item of the form: words, a group with what is in it, or a question with its answers. */
function QuestionGroup(props: Props) {
  const { question } = props;
  if (question.type === 'display') return <p className={style.display}>{question.text}</p>;
  return question.type === 'group' ? <Group {...props} /> : <Asked {...props} />;
}

/** The level inside an item of the response. */
const inside = (question: Question, item: QuestionnaireResponseItem, scope: Scope): Scope =>
  scopeOf(question.items, objectsOf(item.item), scope);

function Group({ state, item, question, own, context, scope }: Props) {
  const add = () => state.form.onAddGroup(context, item);
  return (
    <>
      {own.map((group, index) => (
        <fieldset key={group.id ?? index} className={style.group}>
          <legend>
            {question.text}
            {question.repeats && own.length > 1 && ` ${index + 1}`}
          </legend>
          <Level
            state={state}
            items={item.item ?? []}
            responseItems={group.item ?? []}
            context={[...context, group]}
            scope={inside(question, group, scope)}
          />
          {question.repeats && own.length > 1 && (
            <Button size="small" kind="bare" icon="trash" onPress={() => state.onRemove(group)}>
              {`Remove ${question.text} ${index + 1}`}
            </Button>
          )}
        </fieldset>
      ))}
      {question.repeats && (
        <Button size="small" icon="plus" onPress={add}>
          {`Add ${question.text}`}
        </Button>
      )}
    </>
  );
}

function Asked({ state, item, question, own, context, scope }: Props) {
  const [mine] = own;
  const answers = mine?.answer ?? [];
  const shown: readonly (Answer | undefined)[] = answers.length > 0 ? answers : [undefined];
  // Answers have no id of their own; their place is what they are known by.
  const places = shown.map((answer, index) => ({ answer, index, place: `${question.linkId} ${index}` }));
  const problem = state.problems.find(
    ({ message, severity }) => severity === 'error' && message.includes(`“${question.text}”`),
  );
  const change = (index: number, next: Answer) => {
    const list = shown.map((one, place) => (place === index ? next : (one ?? {})));
    state.form.onChangeAnswer(context, item, list);
  };
  const remove = (index: number) => state.form.onChangeAnswer(context, item, answers.toSpliced(index, 1));
  const fixed = question.readOnly || question.calculatedExpression !== undefined;
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
          <div key={place} className={style.answer}>
            <QuestionField
              question={question}
              label={name(index)}
              answer={answer}
              valueSets={state.valueSets}
              error={index === 0 ? problem?.message : undefined}
              onChange={(next) => change(index, next)}
            />
            {shown.length > 1 && (
              <IconButton icon="close" label={`Remove ${name(index)}`} onPress={() => remove(index)} />
            )}
          </div>
        ))
      )}
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
