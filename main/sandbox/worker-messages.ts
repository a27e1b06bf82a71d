import type { ActionName } from './carry-actions.ts';
import type { FailureData } from './errors.ts';
import type { Sandbox } from './sandbox.ts';

/** The parts of a sandbox that can be called from outside its thread. */
export type SandboxCall = ActionName | 'close';

/** What a sandbox is, without what it does. */
export type SandboxFacts = Omit<Sandbox, SandboxCall>;

/** To the worker: do this. */
export interface CallMessage {
  id: number;
  call: SandboxCall;
  input: unknown;
}

/** From the worker: it runs (once, with id 0), or a call is done. */
export type AnswerMessage = { id: number } & ({ value: unknown } | { failure: FailureData });
