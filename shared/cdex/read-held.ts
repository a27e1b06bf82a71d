import { readOutcome } from '../fhir/outcome.ts';

/** Words by which payers say that they took something and keep it for later. */
const keeps =
  /\b(held|hold|holding|pending|pended|await\w*|waiting|future|later|unknown|un(associat|match)\w*|(can|could)?\s?n(o|’|')t (yet )?(be |been )?(found|known|associat\w*|match\w*)|no (such |known )?(claim|prior|authorization|request))/i;
/** Words by which servers say no more than that all went well. */
const praises = /\b(success\w*|all ok|ok|created|no issues|accepted|received|processed|validated|complete)\b/i;

/**
 * Whether a payer that took a submission says that it holds it (CONF-021): an OperationOutcome whose worst issue informs. Many servers add one
 * to say that all went well, so one that says just that counts as nothing said.
 */
export function isHeld(outcome: unknown): boolean {
  const read = readOutcome(outcome);
  if (read?.worst !== 'information') return false;
  const words = read.issues.map(({ text, diagnostics }) => `${text} ${diagnostics}`).join(' ');
  return keeps.test(words) || !praises.test(words);
}
