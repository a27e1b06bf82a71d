import type { Lack as AnyLack } from '../composer/rule-list.tsx';
import { lineItemsOf } from '../composer/line-items.ts';
import { asksForAttachments, linesOf, type TaskForm } from './task-form.ts';

/** Where something is said in the form. */
export type FieldName = Exclude<keyof TaskForm, 'kind' | 'documents' | 'questionnaires'> | 'attachments' | 'partner';

/** Something this form does not say yet. */
export type Lack = AnyLack<FieldName>;

const lack = (field: FieldName, says: string, blocks = false): Lack => ({ field, says, blocks });

function lackingWhat(form: TaskForm): Lack[] {
  switch (form.kind) {
    case 'data-request-query':
      return form.query.trim() ? [] : [lack('query', 'the search the partner is to run', true)];
    case 'data-request-code':
      return form.code.trim() || form.text.trim() ? [] : [lack('code', 'what documents: a code, or words', true)];
    case 'data-request-questionnaire':
      return form.questionnaire.trim()
        ? []
        : [lack('questionnaire', 'which questionnaire, by its canonical URL', true)];
    default:
      return form[linesOf(form.kind)].some(({ what }) => what.trim())
        ? []
        : [lack('attachments', 'at least one thing to attach', true)];
  }
}

function lackingForAttachments(form: TaskForm, knowsParties: boolean): Lack[] {
  const claim = form.use === 'claim';
  const wanted: [keyof TaskForm & FieldName, string][] = [
    ['name', 'the member’s name'],
    ['claim', claim ? 'the claim’s id' : 'the prior authorization’s id'],
    ...(claim ? [['serviceDate', 'the date of service'] as [keyof TaskForm & FieldName, string]] : []),
    ['trackingId', 'a tracking id'],
    ['payerUrl', 'where to send the attachments'],
  ];
  const found = wanted.filter(([name]) => form[name] === '').map(([name, says]) => lack(name, says));
  return knowsParties || form.npi.trim() || form.organizationNpi.trim()
    ? found
    : [...found, lack('npi', 'the NPI of practitioner or organization')];
}

/** What the form does not say yet, in the order of its fields. `knowsParties`: who asks and who is asked is known without being said. */
export function lacksOf(form: TaskForm, knowsParties: boolean): Lack[] {
  const attachments = asksForAttachments(form.kind);
  const isNamed = attachments ? form.member.trim() : form.member.trim() || form.patientId.trim();
  const member = attachments ? 'the member, by the payer’s id' : 'the member, by member id or patient id';
  const parties = (['requester', 'owner'] as const).filter(
    (name) => form[name].trim() === '' && !(attachments && name === 'owner'),
  );
  const begun = [
    ...(isNamed ? [] : [lack('member', member, true)]),
    ...lackingWhat(form),
    ...(attachments ? lackingForAttachments(form, knowsParties) : []),
    ...(knowsParties
      ? []
      : parties.map((name) => lack(name, name === 'requester' ? 'who asks' : 'who is asked', true))),
  ];
  // Of a request that is only begun it is no fault yet that the reason is open (CONF-058); a finished one is told.
  const open = !form.claim && !form.reason && !form.reasonReference && !form.reasonUnknown;
  if (attachments || !open || !begun.some(({ blocks }) => blocks)) return begun;
  return [...begun, lack('claim', 'why, or that no reason is known')];
}

/** Fields whose text cannot be read; a sentence each. */
export function misreadIn(form: TaskForm): Partial<Record<string, string>> {
  if (!asksForAttachments(form.kind)) return {};
  const bad = form[linesOf(form.kind)].filter(({ lineItems }) => lineItemsOf(lineItems) === undefined);
  return Object.fromEntries(bad.map(({ key }) => [key, 'Line items are whole numbers: 1, 3-5.']));
}
