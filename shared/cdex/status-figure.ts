import type { TaskStatus } from '../domain/task.ts';

/** Where a Task can stand, in the order the figure is drawn: the road through the middle first, the side ways after. */
export const figureStates: readonly TaskStatus[] = [
  'requested',
  'accepted',
  'in-progress',
  'completed',
  'on-hold',
  'rejected',
  'failed',
];

/** The steps of the guide's figure of Task states. It calls them typical: a source may take others (CONF-060). */
export const figureSteps: readonly (readonly [from: TaskStatus, to: TaskStatus])[] = [
  ['requested', 'accepted'],
  ['requested', 'rejected'],
  ['accepted', 'in-progress'],
  ['in-progress', 'on-hold'],
  ['in-progress', 'failed'],
  ['in-progress', 'completed'],
  ['on-hold', 'in-progress'],
];

/**
 * Whether the figure has a step, `undefined` being the beginning. Staying where it is counts as a step: a new version need not be a new
 * status. What the figure lacks is shown, never refused.
 */
export function isFigureStep(from: string | undefined, to: string): boolean {
  if (from === undefined) return to === 'requested';
  if (from === to) return figureStates.some((state) => state === to);
  return figureSteps.some((step) => step[0] === from && step[1] === to);
}

/** Whether steps of the figure lead from one state to another, for when versions between the two were not seen. */
export function isFigureRoad(from: string, to: string): boolean {
  const reached = new Set<string>([from]);
  // A set grows while it is walked, and what is added is walked too.
  for (const state of reached) for (const [start, end] of figureSteps) if (start === state) reached.add(end);
  return reached.has(to);
}
