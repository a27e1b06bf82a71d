import type { FetchedOutput, FetchedOutputs } from '../../../shared/contract/tasks.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { TaskOutput } from '../../../shared/domain/task.ts';

/** Where a content is recorded: a JSON pointer into the answer of an exchange. */
export interface ContentPlace {
  exchangeId: string;
  pointer: string;
}

/** An output of a Task, or what one led to, with what belongs to it. */
export interface OutputNode {
  key: string;
  /** As the Task or document names it. */
  reference: string;
  /** How it is given, in words: "contained in the Task". */
  how: string;
  /** The output type's code. */
  type?: string;
  /** Absent until it was fetched, and where it cannot be. */
  place?: ContentPlace;
  /** What the fetch of this page found out about it. */
  fetched?: FetchedOutput;
  problem?: string;
  findings: readonly Finding[];
  /** What it led to: documents it carries or points to. */
  documents: OutputNode[];
  /** Where Provenance of it is recorded. */
  provenance: ContentPlace[];
}

const hows: Record<TaskOutput['kind'], string> = {
  contained: 'contained in the Task',
  relative: 'on the partner’s server',
  absolute: 'on the partner’s server, by its whole address',
  foreign: 'on another server: asked without the token',
  logical: 'named by an identifier only',
  missing: 'leads nowhere',
};

const howOf = (kind: string): string => hows[kind as TaskOutput['kind']] ?? kind;

const placeOf = ({ exchangeId, pointer, sha256 }: FetchedOutput): ContentPlace | undefined =>
  sha256 === '' ? undefined : { exchangeId, pointer };

const inAnswer = ({ exchangeId, included = [] }: FetchedOutput): ContentPlace[] =>
  included.filter(({ resourceType }) => resourceType === 'Provenance').map(({ pointer }) => ({ exchangeId, pointer }));

/** The outputs of a Task as a tree: what its record keeps, and, where this page fetched them, what was found out and what they led to. */
export function outputTree(outputs: readonly TaskOutput[], fetched?: FetchedOutputs): OutputNode[] {
  const list = fetched?.outputs ?? [];
  const led = (of: number, as: FetchedOutput['as']) =>
    list.flatMap((output, at) => (output.of === of && output.as === as ? [{ output, at }] : []));

  function nodeOf(output: FetchedOutput, at: number): OutputNode {
    const place = placeOf(output);
    const error = output.findings.find(({ severity }) => place === undefined && severity === 'error');
    return {
      key: `fetched-${at}`,
      reference: output.reference,
      how: howOf(output.kind),
      fetched: output,
      ...(place ? { place } : {}),
      ...(error ? { problem: error.message } : {}),
      findings: output.findings,
      documents: led(at, 'document').map((one) => nodeOf(one.output, one.at)),
      provenance: [...inAnswer(output), ...led(at, 'provenance').flatMap((one) => placeOf(one.output) ?? [])],
    };
  }

  return outputs.map((output, at): OutputNode => {
    const known = list[at];
    const base = {
      key: `output-${output.index}`,
      reference: output.reference,
      how: howOf(output.kind),
      type: output.type,
    };
    // What was fetched earlier may be of another version of the Task, with other outputs.
    if (known && known.as === undefined && known.reference === output.reference)
      return { ...nodeOf(known, at), ...base };
    return {
      ...base,
      ...(output.content ? { place: output.content } : {}),
      ...(output.problem ? { problem: output.problem } : {}),
      findings: [],
      documents: [],
      provenance: [],
    };
  });
}
