import type { ErrorCode } from '../../shared/contract/errors.ts';
import type { Sandbox } from './start-sandbox.ts';

/** The parts of a sandbox that can be called from outside its thread. */
export type SandboxCall =
  | 'reset'
  | 'setFaults'
  | 'setLocks'
  | 'setAnswering'
  | 'admit'
  | 'clients'
  | 'issueCertificate'
  | 'submit'
  | 'readToken'
  | 'meetReceiver'
  | 'close';

/** What a sandbox is, without what it does. */
export type SandboxFacts = Omit<Sandbox, SandboxCall>;

/** To the worker: do this. */
export interface CallMessage {
  id: number;
  call: SandboxCall;
  input: unknown;
}

/** A failure as data; thrown errors lose their fields between threads. */
export interface FailureMessage {
  code: ErrorCode;
  message: string;
  next: string;
}

/** From the worker: it runs (once, with id 0), or a call is done. */
export type AnswerMessage = { id: number } & ({ value: unknown } | { failure: FailureMessage });
