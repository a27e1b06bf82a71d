import type { QuestionnaireResponseItem } from '@medplum/fhirtypes';
import { useEffect, useRef, useState } from 'react';
import { objectsOf } from '../../../shared/fhir/json.ts';
import type { Question } from '../../../shared/fhir/questionnaire/questions.ts';
import { isAsked, type Scope, scopeOf } from '../../../shared/fhir/questionnaire/scope.ts';
import type { FormState } from './question-group.tsx';

type Items = readonly QuestionnaireResponseItem[];

/** The items of a level by their linkIds. */
export const byLinkId = (items: Items): ReadonlyMap<string, Items> => Map.groupBy(items, ({ linkId }) => linkId ?? '');

/** The level inside an item of the response. */
export const inside = (question: Question, item: QuestionnaireResponseItem, scope: Scope): Scope =>
  scopeOf(question.items, objectsOf(item.item), scope);

/** The content of a file is known by its length: it is never changed in part. */
const short = (name: string, value: unknown): unknown =>
  name === 'data' && typeof value === 'string' ? value.length : value;

/** All that the drawing of these items hangs on: where it is the same, nothing of them is drawn again. They are changed in place. */
export function signatureOf(question: Question, own: Items, scope: Scope, state: FormState): string {
  return `${JSON.stringify(own, short)} ${marksOf(question, own, scope, state)} ${orderOf(own, state)}`;
}

function marksOf(question: Question, own: Items, scope: Scope, state: FormState): string {
  const below = own.map((item) => {
    const trouble = question.calculatedExpression ? state.problemOf(question, item) : undefined;
    if (question.items.length === 0) return trouble ?? '';
    const [level, known] = [inside(question, item, scope), byLinkId(item.item ?? [])];
    const marks = question.items.map((one) =>
      isAsked(one, level) ? marksOf(one, known.get(one.linkId) ?? [], level, state) : '-',
    );
    return `${trouble ?? ''}(${marks.join(';')})`;
  });
  return `${state.problems.get(question.text) ?? ''}${below.join()}`;
}

/** While the form grows: how much of these is to be seen; nothing once all of them are. */
const orderOf = (own: Items, { growth }: FormState): string =>
  own
    .map((item) => growth.order.get(item))
    .map((place) => (place === undefined || growth.limit >= place.to ? '' : Math.max(growth.limit - place.from, 0)))
    .join();

/** How far a form is drawn: items whose place in the order is beyond the limit are not there yet. */
export interface Growth {
  limit: number;
  /** Where an item and what lies below it begin and end in the order. */
  order: WeakMap<object, { from: number; to: number }>;
}

export const isReached = ({ limit, order }: Growth, item: object | undefined): boolean =>
  limit === Number.POSITIVE_INFINITY || item === undefined || (order.get(item)?.from ?? 0) < limit;

/** What is drawn at once, in items. */
const first = 16;
/** A piece should take about this long, in milliseconds: the page must never stand still. */
const pieceMs = 16;

/** Numbers the items in the order in which they are drawn; how many there are. */
function number(items: Items, order: Growth['order'], from: number): number {
  let next = from;
  for (const item of items) {
    const to = number(item.item ?? [], order, next + 1);
    order.set(item, { from: next, to });
    next = to;
  }
  return next;
}

/** Lets a large form grow piece by piece, so that the page is never held up by the whole of it. */
export function useGrowth(items: Items | undefined): Growth {
  const [limit, setLimit] = useState(first);
  const order = useRef<Growth['order']>(new WeakMap());
  const step = useRef(4);
  const isWhole = limit === Number.POSITIVE_INFINITY;
  const total = items && !isWhole ? number(items, order.current, 0) : 0;
  const hasItems = items !== undefined;
  useEffect(() => {
    if (!hasItems || isWhole) return;
    const timer = setTimeout(() => {
      const began = performance.now();
      setLimit(limit >= total ? Number.POSITIVE_INFINITY : limit + step.current);
      // What was just asked for is drawn before this: a long piece makes the next one shorter.
      setTimeout(() => {
        const took = performance.now() - began;
        step.current = took > pieceMs ? Math.max(1, Math.floor(step.current / 2)) : Math.min(step.current + 2, 40);
      });
    });
    return () => clearTimeout(timer);
  }, [limit, total, hasItems, isWhole]);
  return { limit, order: order.current };
}
