import type { SandboxActions } from './sandbox.ts';

/** The name of an action. */
export type ActionName = keyof SandboxActions;

const names: Record<ActionName, true> = {
  reset: true,
  setFaults: true,
  setLocks: true,
  setAnswering: true,
  admit: true,
  clients: true,
  issueCertificate: true,
  readToken: true,
  meetReceiver: true,
  submit: true,
};

/** The actions of a sandbox that only messages reach: `ask` sends one and gives the answer. */
export function actionsBy(ask: (name: ActionName, input: unknown) => Promise<unknown>): SandboxActions {
  const call = (name: string) => [name, (input?: unknown) => ask(name as ActionName, input)] as const;
  return Object.fromEntries(Object.keys(names).map(call)) as unknown as SandboxActions;
}

/** The action of a name that came from outside; undefined where none is called so. */
export const actionNamed = (actions: SandboxActions, name: string) =>
  Object.hasOwn(names, name) ? (input: unknown) => perform(actions, name as ActionName, input) : undefined;

/** Performs what was asked for by message; the other end of `actionsBy`. */
export const perform = (actions: SandboxActions, name: ActionName, input: unknown): Promise<unknown> =>
  (actions[name] as (input: unknown) => Promise<unknown>)(input);
