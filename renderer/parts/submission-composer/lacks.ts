import type { Lack as AnyLack } from '../composer/rule-list.tsx';
import { lineItemsOf } from '../composer/line-items.ts';
import type { CardForm, SubmissionForm } from './submission-form.ts';
import { contentOf } from './submission-request.ts';

/** Where something is said in the form; an attachment by `card-KEY`, its content by `content-KEY`. */
export type FieldName =
  | Exclude<keyof SubmissionForm, 'cards' | 'source' | 'patientId'>
  | 'partner'
  | 'to'
  | 'attachments'
  | `card-${string}`
  | `content-${string}`;

/** Something this form does not say yet. */
export type Lack = AnyLack<FieldName>;

/** Whether a card says nothing of where its content comes from. */
export const lacksContent = (card: CardForm): boolean => contentOf(card, '') === undefined;

const wanted: Record<CardForm['kind'], string> = {
  file: 'the file',
  reference: 'the resource',
  query: 'the query',
  document: 'the resources of the document',
  form: 'the questionnaire that was filled in',
  resource: 'the resource as JSON',
};

/** What the form does not say yet, in the order of its fields. `hasTarget`: it is known where it goes. */
export function lacksOf(form: SubmissionForm, hasTarget: boolean): Lack[] {
  const many = form.cards.length > 1;
  const lacks: (Lack | false)[] = [
    !hasTarget && { field: 'to', says: 'where to send it', blocks: true },
    form.memberId.trim() === '' && { field: 'memberId', says: 'the member, by the payer’s id', blocks: false },
    form.attachTo === 'claim' &&
      form.serviceDate.trim() === '' && { field: 'serviceDate', says: 'the date of service', blocks: false },
    form.organizationId.trim() === '' &&
      form.providerId.trim() === '' && {
        field: 'providerId',
        says: 'who submits: provider or organization',
        blocks: false,
      },
    form.cards.length === 0 && { field: 'attachments', says: 'something to attach', blocks: true },
    ...form.cards.map(
      (card, index): Lack | false =>
        lacksContent(card) && {
          field: `content-${card.key}`,
          says: `${wanted[card.kind]}${many ? ` of attachment ${index + 1}` : ''}`,
          blocks: true,
        },
    ),
  ];
  return lacks.filter((one) => one !== false);
}

/** Cards whose line items cannot be read. */
export const misreadIn = (cards: readonly CardForm[]): CardForm[] =>
  cards.filter(({ lineItems }) => lineItemsOf(lineItems) === undefined);
