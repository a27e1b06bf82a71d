import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { JsonObject } from '../../../shared/fhir/json.ts';
import { calculate, type Outcome } from '../../../shared/fhir/questionnaire/calculate.ts';
import { calculationsOf } from '../../../shared/fhir/questionnaire/expression-order.ts';
import type { Question } from '../../../shared/fhir/questionnaire/questions.ts';
import { evaluateExpression } from './evaluate-expression.ts';

/** How long, in milliseconds, expressions are worked out before the page gets a turn. */
const turn = 8;

/** What is calculated of a form. */
export interface Calculated {
  /** Works everything out anew for these items, whose answers it changes in place. */
  run: (items: readonly object[]) => void;
  /** Why a calculated item is left to the person; undefined where it is calculated. */
  problemOf: (question: Question, item: object | undefined) => string | undefined;
}

/** Writes the outcomes into the items they belong to. `made` are the items whose answers were calculated. */
function write(outcomes: ReadonlyMap<JsonObject, Outcome>, made: WeakSet<object>): void {
  for (const [item, outcome] of outcomes) {
    if ('problem' in outcome) {
      if (made.delete(item)) item.answer = [];
      continue;
    }
    const answer = outcome.answers.map(({ type, value }) => ({ [`value${type}`]: value }));
    if (JSON.stringify(item.answer ?? []) !== JSON.stringify(answer)) item.answer = answer;
    made.add(item);
  }
}

/**
 * Keeps the calculated answers of a form: at once where that is quick, else in turns between which the page goes on. `onDone` is told
 * after each run that was not overtaken by another; `onBegin` when one begins that needs more than a turn.
 */
export function useCalculated(questions: readonly Question[], onBegin: () => void, onDone: () => void): Calculated {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const outcomes = useRef<ReadonlyMap<JsonObject, Outcome>>(new Map());
  const made = useRef(new WeakSet<object>());
  const told = useRef({ onBegin, onDone });
  useEffect(() => {
    told.current = { onBegin, onDone };
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const run = useCallback(
    (items: readonly object[]) => {
      clearTimeout(timer.current);
      const work = calculate(questions, items as readonly JsonObject[], evaluateExpression);
      const go = (): boolean => {
        const until = performance.now() + turn;
        let step = work.next();
        while (!step.done && performance.now() < until) step = work.next();
        if (!step.done) {
          timer.current = setTimeout(go);
          return false;
        }
        outcomes.current = step.value;
        write(step.value, made.current);
        redraw();
        told.current.onDone();
        return true;
      };
      if (go()) return;
      redraw();
      told.current.onBegin();
    },
    [questions],
  );

  const { left } = calculationsOf(questions);
  return {
    run,
    problemOf(question, item) {
      const outcome = item && outcomes.current.get(item as JsonObject);
      return left.get(question.linkId) ?? (outcome && 'problem' in outcome ? outcome.problem : undefined);
    },
  };
}
