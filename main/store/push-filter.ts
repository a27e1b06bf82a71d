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

/** Words looked for; what is typed beyond that is left out. */
const mostWords = 8;

/** A filter as a condition on the narrow rows alone. */
export function pushCondition(filter: PushFilter): PushCondition {
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
  for (const word of words.slice(0, mostWords))
    add(
      // LIKE is the fastest of the ways to look into a text.
      `(words LIKE ? ESCAPE '\\' OR task IN (SELECT id FROM tasks WHERE claim IS NOT NULL AND instr(lower(claim), ?) > 0))`,
      `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`,
      word,
    );
  return { sql: parts.join(' AND ') || 'TRUE', values };
}

/** Its value is looked up; a system, where one is given, stands before it in the words. */
function addTracking(trackingId: string, add: (sql: string, ...values: SQLInputValue[]) => void): void {
  add('tracking_value = ?', identifierValue(trackingId));
  if (identifierSystem(trackingId)) add('instr(words, ?) > 0', trackingId.toLowerCase());
}
