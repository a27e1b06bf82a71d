import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { ConsoleEvent } from '../../../shared/contract/events.ts';
import type { Console } from '../../../main/app/console.ts';

/** A console that answers from a table of functions, remembers what it was asked, and says what a test tells it to. */
export interface FakeConsole extends Console {
  asked: { name: string; input: unknown }[];
  listeners: number;
  closed: number;
  emit(event: ConsoleEvent): void;
}

export type Answers = Record<string, (input: never) => Reply<unknown> | Promise<Reply<unknown>>>;

/** Commands without an answer in the table echo their input. */
export function fakeConsole(answers: Answers = {}): FakeConsole {
  const hearers = new Set<(event: ConsoleEvent) => void>();
  const fake: FakeConsole = {
    asked: [],
    get listeners() {
      return hearers.size;
    },
    closed: 0,
    emit: (event) => {
      for (const hear of hearers) hear(event);
    },
    async dispatch(name, input) {
      fake.asked.push({ name, input });
      const answer = answers[name];
      return answer ? answer(input as never) : ok({ name, input });
    },
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    async close() {
      fake.closed += 1;
    },
  };
  return fake;
}

/** A change event about a push, for streams; the record is as small as a test needs. */
export const pushChange = (seq: number, record: object): ConsoleEvent =>
  ({ type: 'change', change: { seq, kind: 'push', id: String(seq), op: 'put', record } }) as ConsoleEvent;
