import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes';
import { useQuestionnaireForm } from '@medplum/react-hooks';
import { useMemo } from 'react';
import type { Finding } from '../../../shared/domain/finding.ts';
import { answersById, isEnabled } from '../../../shared/fhir/questionnaire/answers.ts';
import { everyQuestion, questionsOf } from '../../../shared/fhir/questionnaire/questions.ts';
import { withSimpleExpressions } from '../../../shared/fhir/questionnaire/simple-expression.ts';
import type { Choice } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { WithIdleClient } from './idle-client.tsx';
import { type FormState, Level } from './question-group.tsx';
import style from './questionnaire-form.module.css';
import { tidyResponse } from './tidy-response.ts';

interface Props {
  questionnaire: unknown;
  /** Where it begins; a change of it later is not taken in (give the form another key for that). */
  response: Record<string, unknown>;
  valueSets: Record<string, Choice[]>;
  findings: readonly Finding[];
  onChange: (response: Record<string, unknown>) => void;
}

/** A Questionnaire to be filled in: groups, repeats, conditions and calculated answers are kept by the hook, drawn by our kit. */
export const QuestionnaireForm = (props: Props) => (
  <WithIdleClient>
    <Form {...props} />
  </WithIdleClient>
);

function Form({ questionnaire, response, valueSets, findings, onChange }: Props) {
  const bounded = useMemo(() => withSimpleExpressions(questionnaire as Questionnaire), [questionnaire]);
  const state = useQuestionnaireForm({
    questionnaire: bounded,
    defaultValue: response as unknown as QuestionnaireResponse,
    disablePagination: true,
    onChange: (edited) => onChange(tidyResponse(response, edited)),
  });
  const questions = useMemo(
    () => new Map(everyQuestion(questionsOf(questionnaire)).map((question) => [question.linkId, question])),
    [questionnaire],
  );
  if (state.loading) return null;
  const answers = answersById(state.questionnaireResponse);
  const shared: FormState = {
    form: state,
    questions,
    valueSets,
    problems: findings,
    isAsked: (question) => !question.hidden && isEnabled(question, answers),
  };
  return (
    <div className={style.form}>
      <Level state={shared} items={state.items} responseItems={state.responseItems} context={[]} />
    </div>
  );
}
