import { error, information, warning } from '../../../shared/cdex/findings.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { isObject, type JsonObject, textOf } from '../../../shared/fhir/json.ts';
import { summarise } from '../../../shared/fhir/summary.ts';
import { type Content, contentOf, type Means } from './content.ts';

/** A resource somebody gave as it is. */
export function contentOfResource(resource: JsonObject): Content {
  const title = summarise(resource).title;
  return { ...contentOf(resource), ...(title ? { title } : {}) };
}

const finished = ['completed', 'amended'];

/** A questionnaire that was filled in here. Fails with `not-found`. */
export function contentOfForm({ kit }: Means, formId: string, path: string): Reply<Content> {
  const form = kit.store.forms.get(formId);
  if (!form || !isObject(form.response))
    return fail('not-found', `There is no form ${formId}.`, 'Fill the questionnaire in first.');
  const { response, title } = form;
  const status = textOf(response.status);
  const findings: Finding[] = form.findings
    .filter(({ severity }) => severity === 'error')
    .map((one) => ({ ...one, path: `${path}.${one.path}` }));
  if (!finished.includes(status ?? '')) {
    const message = `The questionnaire is ${status ?? 'without a status'}, not completed.`;
    findings.push(warning('qr-status', `${path}.QuestionnaireResponse.status`, message, 'Complete it first.'));
  }
  return ok({ ...contentOf(response, findings), title });
}

/** Stands for what is still to be chosen, so that the rest can be looked at. */
export const noContent = (): Content => contentOf({ resourceType: 'DocumentReference', status: 'current' });

/** Two attachments with the same bytes. */
export const sameTwice = (first: number, second: number): Finding =>
  information(
    'attachment-twice',
    `Attachment[${second}]`,
    `Attachment ${second + 1} is the same as attachment ${first + 1}.`,
    'Leave one of them out.',
  );

/** A resource without a type. */
export const untyped = (path: string): Finding =>
  error('attachment-content', path, 'The content is no FHIR resource.', 'Give JSON with a resourceType.');

/** The failure of a host that reads no files; undefined where it does. */
export const readableFiles = ({ ports }: Means['kit']): Reply<never> | undefined =>
  ports.capabilities.includes('environment')
    ? undefined
    : fail('capability-missing', 'This host reads no files by their path.', 'Bring the file in instead.');
