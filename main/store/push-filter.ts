import type { SQLInputValue } from 'node:sqlite';
import type { PushKind } from '../../shared/domain/push.ts';
import { identifierSystem, identifierValue } from '../../shared/fhir/identifier.ts';

/** Which pushes; what is left out is not looked at. */
export interface PushFilter {
  /** Words that all stand anywhere in it, in any case; those of the claim of its Task too. */
  text?: string | undefined;
  kind?: PushKind | undefined;
  /** What it belongs to, or how it was answered; who waits is told by `now`. */
  state?: 'matched' | 'held' | 'none' | 'waiting' | 'refused' | undefined;
  /** Milliseconds since the epoch, of `waiting`. */
  now?: number | undefined;
  /** Our id of its Task. */
  taskId?: string | undefined;
  /** `system|value`, or the value alone. */
  trackingId?: string | undefined;
  /** Repeats of what had come already, too. */
  repeats?: boolean | undefined;
}

/** A condition on the table of pushes, and what goes into its places. */
export interface PushCondition {
  sql: string;
  values: SQLInputValue[];
}

/** A word in the claim of a Task. */
export const aboutClaim = 'claim IS NOT NULL AND instr(lower(claim), ?) > 0';

/** Words looked for; what is typed beyond that is left out. */
const mostWords = 8;

/**
 * A filter as a condition on the narrow rows alone. `tasksAbout` tells the Tasks whose claim has a word in it, for who asks many times;
 * without it each asking looks for them.
 */
export function pushCondition(filter: PushFilter, tasksAbout?: (word: string) => readonly number[]): PushCondition {
  const parts: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (sql: string, ...given: SQLInputValue[]) => {
    parts.push(sql);
    values.push(...given);
  };
  if (!filter.repeats) add('duplicate_of IS NULL');
  if (filter.kind) add('kind = ?', filter.kind);
  if (filter.taskId !== undefined) add('task = ?', Number(filter.taskId) || -1);
  if (filter.trackingId) addTracking(filter.trackingId, add);
  if (filter.state === 'refused') add('answered >= 400');
  else if (filter.state === 'waiting') add('answered IS NULL AND waits_until > ?', filter.now ?? 0);
  else if (filter.state) add('state = ?', filter.state);
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  for (const word of words.slice(0, mostWords)) {
    const tasks = tasksAbout?.(word);
    const pattern = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
    // LIKE is the fastest of the ways to look into a text.
    const inWords = `words LIKE ? ESCAPE '\\'`;
    if (!tasks) add(`(${inWords} OR task IN (SELECT id FROM tasks WHERE ${aboutClaim}))`, pattern, word);
    else if (tasks.length === 0) add(inWords, pattern);
    else add(`(${inWords} OR task IN (SELECT value FROM json_each(?)))`, pattern, JSON.stringify(tasks));
  }
  return { sql: parts.join(' AND ') || 'TRUE', values };
}

/** Its value is looked up; a system, where one is given, stands before it in the words. */
function addTracking(trackingId: string, add: (sql: string, ...values: SQLInputValue[]) => void): void {
  add('tracking_value = ?', identifierValue(trackingId));
  if (identifierSystem(trackingId)) add('instr(words, ?) > 0', trackingId.toLowerCase());
}
