import type { Bundle, Questionnaire } from '@medplum/fhirtypes';
import { type PushWay, sendForm } from '../submission/post-submission.ts';

/** A questionnaire found by its canonical URL, or why there is none. */
export type FetchedForm = { canonical: string; form: Questionnaire } | { canonical: string; refusal: string };

/** Where the payer's questionnaires are, and how the provider gets there. */
export interface FormSource {
  /** The payer's FHIR base URL. */
  base(): string;
  way: PushWay;
}

/** Fetches a questionnaire from the payer by its canonical URL, with or without |version. Never rejects. */
export async function fetchForm({ base, way }: FormSource, canonical: string): Promise<FetchedForm> {
  const [url = '', version] = canonical.split('|');
  const refuse = (reason: string): FetchedForm => ({ canonical, refusal: `The questionnaire ${canonical} ${reason}.` });
  if (!url) return { canonical, refusal: 'The Task names no questionnaire.' };
  const fields = new URLSearchParams({ url, ...(version ? { version } : {}), _sort: '-date', _count: '1' });
  try {
    const answer = await sendForm(`${base()}/Questionnaire/_search`, fields.toString(), way);
    if (!answer.ok) return refuse(`could not be fetched from the payer, who answered ${answer.status}`);
    const form = ((await answer.json()) as Bundle<Questionnaire>).entry?.[0]?.resource;
    return form?.resourceType === 'Questionnaire' ? { canonical, form } : refuse('is not known to the payer');
  } catch (error) {
    return refuse(`could not be fetched from the payer: ${error instanceof Error ? error.message : String(error)}`);
  }
}
