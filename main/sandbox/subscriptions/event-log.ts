import type { Database } from '../fhir/database.ts';

/** Something that happened to a Task, for one Subscription. */
export interface LoggedEvent {
  /** From 1, without gaps. */
  number: number;
  /** Milliseconds. */
  at: number;
  /** `Task/id`. */
  focus: string;
  /** The version of the Task that it was. */
  version: number;
}

/** Events that are kept for $events; the count goes on without them. */
const KEPT = 5_000;

/** The events of Subscriptions in the sandbox's database, so that their numbers go on after a restart. */
export class EventLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Events since the start of a Subscription. */
  count(subscription: string): number {
    const text = 'SELECT max(number) AS n FROM event WHERE subscription = ?';
    return this.#database.get<{ n: number | null }>(text, [subscription])?.n ?? 0;
  }

  /** Writes the next event down. `isDue`: it is still to be told. */
  add(subscription: string, { at, focus, version }: Omit<LoggedEvent, 'number'>, isDue: boolean): void {
    const number = this.count(subscription) + 1;
    const text = 'INSERT INTO event (subscription, number, at, focus, version, sent) VALUES (?, ?, ?, ?, ?, ?)';
    this.#database.run(text, [subscription, number, at, focus, version, isDue ? 0 : 1]);
    this.#database.run('DELETE FROM event WHERE subscription = ? AND number <= ?', [subscription, number - KEPT]);
  }

  /** The oldest events that are still to be told. */
  due(subscription: string, most: number): LoggedEvent[] {
    const text = `SELECT number, at, focus, version FROM event WHERE subscription = ? AND sent = 0 ORDER BY number LIMIT ?`;
    return this.#database.all<LoggedEvent>(text, [subscription, most]);
  }

  /** Nothing up to a number is to be told any more. */
  settle(subscription: string, upTo: number): void {
    this.#database.run('UPDATE event SET sent = 1 WHERE subscription = ? AND number <= ?', [subscription, upTo]);
  }

  /** The events from one number to another, both included. */
  between(subscription: string, from: number, to: number, most: number): LoggedEvent[] {
    const text = `SELECT number, at, focus, version FROM event WHERE subscription = ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?`;
    return this.#database.all<LoggedEvent>(text, [subscription, from, to, most]);
  }

  forget(subscription: string): void {
    this.#database.run('DELETE FROM event WHERE subscription = ?', [subscription]);
  }
}
