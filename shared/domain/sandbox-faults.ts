/** A way the sandbox's provider can misbehave on purpose. */
export interface SandboxFault {
  name: string;
  /** What people call it. */
  title: string;
  /** What a client meets, in one sentence. */
  says: string;
}

/** All of them, in the words of a person who has met them. Those after `slow` take the place of the answer: the first one set wins. */
export const sandboxFaults = [
  { name: 'slow', title: 'Slow', says: 'Every answer comes two seconds late.' },
  { name: 'html-error', title: 'HTML error page', says: 'A proxy answers 502 with a web page in place of FHIR.' },
  { name: 'truncated-json', title: 'Truncated JSON', says: '200, and the body ends in the middle.' },
  { name: 'empty-body', title: 'Empty body', says: '200 with nothing in it.' },
  { name: 'error-outcome-200', title: 'Error at 200', says: 'An OperationOutcome of severity error under a 200.' },
  { name: 'drop', title: 'Dropped connection', says: 'The connection ends without an answer.' },
] as const satisfies readonly SandboxFault[];

/** The name of one of them. */
export type FaultName = (typeof sandboxFaults)[number]['name'];

/** Their names, in the same order. */
export const faultNames: readonly FaultName[] = sandboxFaults.map(({ name }) => name);

/** Whether a word names a fault. */
export const isFault = (name: string): name is FaultName => (faultNames as readonly string[]).includes(name);
