import type { Resource, TaskInput, TaskOutput } from '@medplum/fhirtypes';
import { systems } from '../../../shared/cdex/codes.ts';

/** How a Task ends. */
export type TaskAnswer =
  | {
      status: 'completed';
      note: string;
      output?: TaskOutput[];
      contained?: Resource[];
      /** What is kept on the server beside the Task, of its member. */
      beside?: (Resource & { id: string })[];
    }
  | { status: 'failed'; reason: string };

/** An output of the slice `data`. */
export const dataOutput = (reference: string): TaskOutput => ({
  type: { coding: [{ system: systems.hrex, code: 'data-value' }] },
  valueReference: { reference },
});

/** What the guide's example of a failed Task says. */
export const NO_RESULTS = 'No matching results';

/** The text of a Task input's value, whichever text type the sender chose; empty where there is none. */
export const inputText = ({ valueString, valueUrl, valueUri, valueCode }: TaskInput): string =>
  valueString ?? valueUrl ?? valueUri ?? valueCode ?? '';
