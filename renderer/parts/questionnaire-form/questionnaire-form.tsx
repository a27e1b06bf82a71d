import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes';
import { useQuestionnaireForm } from '@medplum/react-hooks';
import { useLayoutEffect, useMemo, useRef } from 'react';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { objectsOf } from '../../../shared/fhir/json.ts';
import { everyQuestion, questionsOf, type TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';
import { scopeOf } from '../../../shared/fhir/questionnaire/scope.ts';
import type { Choice } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { WithIdleClient } from './idle-client.tsx';
import { useGrowth } from './drawing.ts';
import { plainQuestionnaire } from './plain-questionnaire.ts';
import { type FormState, Level } from './question-group.tsx';
import style from './questionnaire-form.module.css';
import { openItems, takeOut, tidyResponse } from './tidy-response.ts';
import { useCalculated } from './use-calculated.ts';

interface Props {
  questionnaire: unknown;
  /** Where it begins; a change of it later is not taken in (give the form another key for that). */
  response: Record<string, unknown>;
  /** What expressions about the member gave, by linkId: another repetition of a group begins with it. */
  initial: ReadonlyMap<string, readonly TypedAnswer[]>;
  valueSets: Record<string, Choice[]>;
  /** Where the codes of a value set are searched while typing. */
  searched: Record<string, PartnerInput>;
  findings: readonly Finding[];
  /** `isSettled` is false while calculated answers are still worked out; it is told again when they are. */
  onChange: (response: Record<string, unknown>, isSettled: boolean) => void;
}

/** A Questionnaire to be filled in: its items and answers are kept by the hook, the rest by our words, and drawn by our kit. */
export const QuestionnaireForm = (props: Props) => (
  <WithIdleClient>
    <Form {...props} />
  </WithIdleClient>
);

function Form({ questionnaire, response, initial, valueSets, searched, findings, onChange }: Props) {
  const levels = useMemo(() => questionsOf(questionnaire), [questionnaire]);
  const plain = useMemo(() => plainQuestionnaire(questionnaire), [questionnaire]);
  const begun = useMemo(() => ({ ...response, item: openItems(response.item) }), [response]);
  // What the hook holds: it changes its items in place, and so do we.
  const held = useRef<readonly QuestionnaireResponseItem[]>(undefined);
  const tell = (isSettled: boolean) => {
    if (held.current) onChange(tidyResponse(response, { item: held.current }), isSettled);
  };
  const calculated = useCalculated(
    levels,
    () => tell(false),
    () => tell(true),
  );
  const state = useQuestionnaireForm({
    questionnaire: plain,
    defaultValue: begun as unknown as QuestionnaireResponse,
    disablePagination: true,
    onChange: () => held.current && calculated.run(held.current),
  });
  // Without any the hook makes a new list each time.
  const items = state.loading || state.responseItems.length === 0 ? undefined : state.responseItems;
  const { run } = calculated;
  // What is calculated from the beginning is there when the form is first seen.
  useLayoutEffect(() => {
    held.current = items;
    if (items) run(items);
  }, [items, run]);
  const every = useMemo(() => everyQuestion(levels), [levels]);
  const questions = useMemo(() => new Map(every.map((question) => [question.linkId, question])), [every]);
  const beginnings = useMemo(
    () => new Map([...every.map((question) => [question.linkId, question.initial] as const), ...initial]),
    [every, initial],
  );
  const problems = useMemo(() => wrongAnswers(findings), [findings]);
  const growth = useGrowth(items);
  if (state.loading) return null;
  const shared: FormState = {
    form: state,
    questions,
    beginnings,
    valueSets,
    searched,
    problems,
    problemOf: calculated.problemOf,
    growth,
    onRemove: (item) => {
      takeOut(state.responseItems, item);
      run(state.responseItems);
    },
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

/** What is wrong with an answer, by the words of its question. */
function wrongAnswers(findings: readonly Finding[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { severity, message } of findings) {
    const words = /“([^”]*)”/.exec(message)?.[1];
    if (severity === 'error' && words !== undefined && !found.has(words)) found.set(words, message);
  }
  return found;
}
