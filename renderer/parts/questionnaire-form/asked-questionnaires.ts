import { inputsOf, withCode } from '../../../shared/cdex/task-slots.ts';
import { dig, objectsOf, textOf } from '../../../shared/fhir/json.ts';

/** A questionnaire a Task asks for. */
export interface AskedQuestionnaire {
  /** Canonical URL, with |version where it is given. */
  url: string;
  title?: string;
}

/** The questionnaires of a Task's inputs, by whichever code and value the version writes (digest A.1, A.2, A.6). */
export const askedQuestionnaires = (task: unknown): AskedQuestionnaire[] =>
  withCode(inputsOf(task), 'questionnaire', 'questionnaire-context').flatMap(({ slot }) => {
    const url = textOf(slot.valueCanonical) ?? textOf(slot.valueString) ?? textOf(slot.valueUri);
    const title = objectsOf(dig(slot, '_valueCanonical', 'extension')).flatMap(
      ({ valueString }) => textOf(valueString) ?? [],
    )[0];
    return url ? [{ url, ...(title && { title }) }] : [];
  });

/** Where the payer wants what it asked for to be submitted; undefined where it is answered in the Task itself. */
export const payerUrlOf = (task: unknown): string | undefined =>
  withCode(inputsOf(task), 'payer-url').flatMap(({ slot }) => textOf(slot.valueUrl) ?? textOf(slot.valueUri) ?? [])[0];
