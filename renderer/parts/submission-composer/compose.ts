import type { Failure } from '../../../shared/contract/errors.ts';
import type { AskedAttachment } from '../../../shared/domain/submission.ts';
import { call } from '../../api/call.ts';
import { useRecords } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { placeOfSubmission } from '../push-view/places.ts';
import { begin, changeForm, formOf, resume, useComposing } from './composer-store.ts';
import { saveNow } from './keep-draft.ts';
import { type CardForm, freshTrackingId, newCard, type SubmissionForm } from './submission-form.ts';
import { contentOf } from './submission-request.ts';

/** Stands in place of a submission's id while one is composed: `#/push-inbox/sent/new`. */
export const composing = 'new';

const show = () => goTo('push-inbox', placeOfSubmission(composing));

/** Opens the composer with what was begun, or, where something is known already, with a new submission of which that is said. */
export function composeSubmission(known?: Partial<SubmissionForm>): void {
  const now = useComposing.getState();
  // An answer to a Task belongs to the Task: what is begun here anew is unsolicited.
  if (known || now.answers) {
    void saveNow();
    begin();
    if (known) useComposing.setState(({ form }) => ({ form: { ...form, ...known } }));
  }
  show();
}

/** Goes on with a draft that was kept. */
export function composeDraft(id: string): void {
  const record = useRecords.getState().submission.byId.get(id);
  if (!record) return;
  // What the Task says comes with it.
  if (record.taskId) return void beginAnswer(record.taskId).then(show);
  if (useComposing.getState().draftId !== id) {
    void saveNow();
    resume(record);
  }
  show();
}

/**
 * Opens the composer with a submission that was sent, to be corrected and sent anew. Its tracking id stays where a Task asked for it; an
 * unsolicited one gets a fresh one once the payer has taken the first, for else the two would be taken for one.
 */
export async function correctSubmission(id: string): Promise<void> {
  const record = useRecords.getState().submission.byId.get(id);
  if (!record) return;
  await saveNow();
  const { request, connectionId, to, target, taskId, title, state } = record;
  const form = formOf(request);
  // Else the partner or the Task says it, now as then.
  const isTyped = target ? target.source === 'given' : !connectionId && !taskId;
  const wasTaken = state === 'accepted' || state === 'held';
  begin({
    form: wasTaken && !taskId ? { ...form, trackingId: freshTrackingId(form.trackingId) } : form,
    connection: connectionId ?? '',
    to: isTyped ? (to ?? '') : '',
    corrects: record,
    ...(taskId ? { answers: { taskId, asked: title } } : {}),
    editedAt: Date.now(),
  });
  show();
  const last = record.attempts.findLast(({ exchangeId }) => exchangeId)?.exchangeId;
  if (record.sent && request.attachments.length === 0 && last) await takeParameters(last, id);
  const found = taskId && !isTyped ? await call('submissions.target', { taskId }) : undefined;
  if (found?.ok && useComposing.getState().corrects?.id === id) useComposing.setState({ target: found.value });
}

/** Larger bodies are not taken over: they are not edited as text. */
const mostLetters = 256 * 1024;

/** What was sent as JSON is corrected as JSON: as it stands in the exchange. */
async function takeParameters(exchangeId: string, corrected: string): Promise<void> {
  const body = await call('exchanges.body', { id: exchangeId, side: 'request', length: mostLetters });
  if (!body.ok || body.value.total > mostLetters || useComposing.getState().corrects?.id !== corrected) return;
  useComposing.setState({ text: body.value.text });
}

/** The cards with what could answer them, as the Task asked for them one after the other. */
const withProposals = (cards: readonly CardForm[], slots: readonly AskedAttachment[]): CardForm[] =>
  cards.map((card, index) => {
    const slot = slots[index];
    const isForm = slot?.questionnaire !== undefined && contentOf(card, '') === undefined;
    return slot ? { ...card, proposals: slot.proposals, ...(isForm ? { kind: 'form' as const } : {}) } : card;
  });

/** A form that was filled in for a Task. */
export interface FilledForm {
  formId: string;
  title: string;
}

/** The cards with this form among them: in the place of one that has no content yet, else as one more. */
function withForm(cards: readonly CardForm[], { formId, title }: FilledForm): CardForm[] {
  if (cards.some((card) => card.kind === 'form' && card.formId === formId)) return [...cards];
  const named = cards.find((card) => contentOf(card, '') === undefined && card.title === title);
  const place = named ?? cards.find((card) => contentOf(card, '') === undefined);
  const filled = { kind: 'form' as const, formId };
  return place
    ? cards.map((card) => (card === place ? { ...card, ...filled, title: card.title || title } : card))
    : [...cards, newCard({ ...filled, title })];
}

/**
 * Begins the submission that answers a received Task (our id of it), filled in from what the Task says; where one was begun for it before,
 * that is gone on with. `filled` is a form that was just finished for it. Showing the composer is the caller's matter.
 */
export async function beginAnswer(task: string, filled?: FilledForm): Promise<Failure | undefined> {
  const failure = await beginOrResume(task);
  if (failure || !filled) return failure;
  const { cards } = useComposing.getState().form;
  changeForm({ cards: withForm(cards, filled) });
  return undefined;
}

async function beginOrResume(task: string): Promise<Failure | undefined> {
  if (useComposing.getState().answers?.taskId === task) return undefined;
  await saveNow();
  const reply = await call('submissions.answerTask', { task });
  const drafts = [...useRecords.getState().submission.byId.values()];
  const draft = drafts.find(({ taskId, state }) => taskId === task && state === 'draft');
  if (draft) {
    resume(draft);
    if (!reply.ok) return undefined;
  }
  if (!reply.ok) return reply.error;
  const { request, target, asked, multipleSubmits, slots } = reply.value;
  if (!draft) begin({ form: formOf(request) });
  useComposing.setState(({ form }) => ({
    form: { ...form, cards: withProposals(form.cards, slots) },
    target,
    answers: { taskId: task, asked, multipleSubmits, payerUrl: target?.url },
  }));
  return undefined;
}
