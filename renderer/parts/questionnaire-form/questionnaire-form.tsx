import type { Questionnaire, QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes';
import { useQuestionnaireForm } from '@medplum/react-hooks';
import { useEffect, useMemo, useRef } from 'react';
import type { Finding } from '../../../shared/domain/finding.ts';
import { objectsOf } from '../../../shared/fhir/json.ts';
import { everyQuestion, questionsOf } from '../../../shared/fhir/questionnaire/questions.ts';
import { scopeOf } from '../../../shared/fhir/questionnaire/scope.ts';
import { withSimpleExpressions } from '../../../shared/fhir/questionnaire/simple-expression.ts';
import type { Choice } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { WithIdleClient } from './idle-client.tsx';
import { type FormState, Level } from './question-group.tsx';
import style from './questionnaire-form.module.css';
import { tidyResponse, withoutItem } from './tidy-response.ts';

interface Props {
  questionnaire: unknown;
  /** Where it begins; a change of it later is not taken in (give the form another key for that). */
  response: Record<string, unknown>;
  valueSets: Record<string, Choice[]>;
  findings: readonly Finding[];
  onChange: (response: Record<string, unknown>) => void;
  /** A part was taken out: the form begins anew with what is left. */
  onBeginWith: (response: Record<string, unknown>) => void;
}

/** A Questionnaire to be filled in: groups, repeats, conditions and calculated answers are kept by the hook, drawn by our kit. */
export const QuestionnaireForm = (props: Props) => (
  <WithIdleClient>
    <Form {...props} />
  </WithIdleClient>
);

function Form({ questionnaire, response, valueSets, findings, onChange, onBeginWith }: Props) {
  const bounded = useMemo(() => withSimpleExpressions(questionnaire as Questionnaire), [questionnaire]);
  // The hook hands on a copy without what it takes for not asked: conditions of groups that repeat it reads from the first group alone, and
  // hidden answers it leaves out. What is kept is what it holds, which it changes in place.
  const held = useRef<readonly QuestionnaireResponseItem[]>(undefined);
  const tell = () => {
    if (held.current) onChange(tidyResponse(response, { item: held.current }));
  };
  const state = useQuestionnaireForm({
    questionnaire: bounded,
    defaultValue: response as unknown as QuestionnaireResponse,
    disablePagination: true,
    onChange: tell,
  });
  const items = state.loading ? undefined : state.responseItems;
  const begin = useRef(tell);
  useEffect(() => {
    held.current = items;
    begin.current = tell;
  });
  // What is calculated from the beginning is told once it is there.
  useEffect(() => {
    if (items) begin.current();
  }, [items]);
  const levels = useMemo(() => questionsOf(questionnaire), [questionnaire]);
  const questions = useMemo(
    () => new Map(everyQuestion(levels).map((question) => [question.linkId, question])),
    [levels],
  );
  if (state.loading) return null;
  const shared: FormState = {
    form: state,
    questions,
    valueSets,
    problems: findings,
    onRemove: (item) => onBeginWith(tidyResponse(response, withoutItem({ item: state.responseItems }, item))),
  };
  return (
    <div className={style.form}>
      <Level
        state={shared}
        items={state.items}
        responseItems={state.responseItems}
        context={[]}
        scope={scopeOf(levels, objectsOf(state.responseItems))}
      />
    </div>
  );
}
