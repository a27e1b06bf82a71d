import type { Reply } from '../../shared/contract/errors.ts';
import type { ConsoleEvent } from '../../shared/contract/events.ts';
import type { RecordKind } from '../../shared/domain/change.ts';

/** The running product behind every host: say something, hear what changed, end it. */
export interface Console {
  /** Runs a command by name with input from outside; never throws. */
  dispatch(name: string, input: unknown): Promise<Reply<unknown>>;
  /**
   * Hears changes and progress, of this process and of others on the same folder, until the returned function is called. `kinds` narrows
   * the changes to those of some records.
   */
  listen(hear: (event: ConsoleEvent) => void, kinds?: readonly RecordKind[]): () => void;
  /** Stops receiver, scheduler and sandbox, lets what is under way end or be cancelled, and closes the store. */
  close(): Promise<void>;
}
