import type { AttachmentWish, ContentSource, SubmissionRequest } from '../../../shared/domain/submission.ts';
import { type JsonObject, textOf, typeOfResource } from '../../../shared/fhir/json.ts';
import { readJson } from '../composer/read-json.ts';
import { lineItemsOf } from '../composer/line-items.ts';
import { type CardForm, emptyForm, type HeldFile, newCard, type SubmissionForm, texts } from './submission-form.ts';

const said = (text: string): string | undefined => text.trim() || undefined;

/** A resource as pasted; undefined where the text is none. */
export function resourceIn(text: string): JsonObject | undefined {
  const read = readJson(text);
  return 'value' in read && typeOfResource(read.value) ? (read.value as JsonObject) : undefined;
}

/** Where a card's content comes from; undefined while it does not say. */
export function contentOf(card: CardForm, connection: string): ContentSource | undefined {
  const from = connection ? { connection } : {};
  switch (card.kind) {
    case 'file': {
      const contentType = said(card.contentType);
      if (card.file?.uploadId) return { from: 'upload', uploadId: card.file.uploadId, contentType };
      return card.file?.path ? { from: 'file', path: card.file.path, contentType } : undefined;
    }
    case 'reference':
      return said(card.reference) ? { from: 'reference', reference: card.reference.trim(), ...from } : undefined;
    case 'query':
      return said(card.query) ? { from: 'query', query: card.query.trim(), ...from } : undefined;
    case 'document':
      return card.references.length > 0
        ? { from: 'document', references: card.references, title: said(card.documentTitle), ...from }
        : undefined;
    case 'form':
      return card.formId ? { from: 'form', formId: card.formId } : undefined;
    case 'resource': {
      const resource = resourceIn(card.json);
      return resource && { from: 'resource', resource };
    }
  }
}

function wishOf(card: CardForm, source: string): AttachmentWish {
  const lineItems = lineItemsOf(card.lineItems)?.map(String);
  return {
    code: said(card.code),
    title: said(card.title),
    ...(lineItems && lineItems.length > 0 ? { lineItems } : {}),
    content: contentOf(card, source) ?? { from: 'unchosen' },
  };
}

/** What the form asks for. `source`: the connection content is taken from. */
export function requestFrom(form: SubmissionForm, source: string): SubmissionRequest {
  return {
    attachTo: form.attachTo,
    ...Object.fromEntries(texts.flatMap((name) => (said(form[name]) ? [[name, form[name].trim()]] : []))),
    attachments: form.cards.map((card) => wishOf(card, source)),
    final: form.final,
  };
}

const nameOfPath = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** What a card holds when its content is this. */
export function contentFields(content: ContentSource, known: readonly HeldFile[] = []): Partial<CardForm> {
  switch (content.from) {
    case 'file':
      return {
        kind: 'file',
        file: { path: content.path, name: nameOfPath(content.path) },
        contentType: content.contentType ?? '',
      };
    case 'upload': {
      const file = known.find(({ uploadId }) => uploadId === content.uploadId);
      return {
        kind: 'file',
        file: file ?? { uploadId: content.uploadId, name: 'A file brought before' },
        contentType: content.contentType ?? '',
      };
    }
    case 'reference':
      return { kind: 'reference', reference: content.reference };
    case 'query':
      return { kind: 'query', query: content.query };
    case 'document':
      return { kind: 'document', references: content.references, documentTitle: content.title ?? '' };
    case 'form':
      return { kind: 'form', formId: content.formId };
    case 'resource':
      return { kind: 'resource', json: JSON.stringify(content.resource, null, 2) };
    case 'unchosen':
      return {};
  }
}

const cardFrom = ({ code, title, lineItems, content }: AttachmentWish, known: readonly HeldFile[]): CardForm =>
  newCard({
    code: code ?? '',
    title: title ?? '',
    lineItems: (lineItems ?? []).join(', '),
    ...contentFields(content, known),
  });

const connectionOf = (content: ContentSource): string =>
  ('connection' in content ? content.connection : undefined) ?? '';

/** A request back in the form. `known`: files this page brought itself, of which it knows more than their ids. */
export function formFrom(request: SubmissionRequest, known: readonly HeldFile[] = []): SubmissionForm {
  const start = emptyForm();
  const cards = request.attachments.map((wish) => cardFrom(wish, known));
  return {
    ...start,
    attachTo: request.attachTo,
    ...Object.fromEntries(texts.map((name) => [name, textOf(request[name]) ?? ''])),
    final: request.final,
    source: request.attachments.map(({ content }) => connectionOf(content)).find(Boolean) ?? '',
    cards: cards.length > 0 ? cards : start.cards,
  };
}

/** Whether nothing was said yet that would be worth keeping: what is offered by itself is not. */
export const isBlank = (form: SubmissionForm): boolean =>
  !form.memberId.trim() &&
  !form.serviceDate.trim() &&
  form.cards.every((card) => !card.code.trim() && !card.title.trim() && contentOf(card, '') === undefined);
