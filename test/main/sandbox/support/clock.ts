import type { SandboxClock } from '../../../../main/sandbox/clock.ts';

/** A clock that stands still until it is moved. */
export class TestClock implements SandboxClock {
  #now = Date.parse('2026-03-01T08:00:00Z');
  #due = new Map<object, { at: number; action: () => void }>();

  now(): number {
    return this.#now;
  }

  setTimeout(action: () => void, milliseconds: number) {
    const alarm = { cancel: () => void this.#due.delete(alarm) };
    this.#due.set(alarm, { at: this.#now + milliseconds, action });
    return alarm;
  }

  /** Alarms that have not gone off. */
  get waiting(): number {
    return this.#due.size;
  }

  /** When the soonest alarm goes off, if one is set (ms since 1970). */
  get next(): number | undefined {
    return [...this.#due.values()].map(({ at }) => at).sort((one, other) => one - other)[0];
  }

  /** Moves on and lets what is due happen, in order. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    const due = [...this.#due].filter(([, { at }]) => at <= this.#now).sort(([, one], [, other]) => one.at - other.at);
    for (const [alarm, { action }] of due) {
      this.#due.delete(alarm);
      action();
    }
  }
}
