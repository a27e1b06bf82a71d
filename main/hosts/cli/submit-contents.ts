import path from 'node:path';
import type { AskedAttachment, AttachmentWish, ContentSource } from '../../../shared/domain/submission.ts';
import type { Given, OptionSpec, Typed } from './arguments.ts';
import { misused } from './refusal.ts';

const ways = ['file', 'reference', 'query', 'document', 'form'] as const;
const more = ['code', 'line-item', 'title', 'content-type'] as const;

/** Options that say what is submitted, each with those that belong to the one before. */
export const contentOptions: Record<string, OptionSpec> = {
  file: { type: 'text' },
  reference: { type: 'text' },
  query: { type: 'text' },
  document: { type: 'text', variadic: true },
  form: { type: 'text' },
  code: { type: 'text' },
  'line-item': { type: 'text', variadic: true },
  title: { type: 'text' },
  'content-type': { type: 'text' },
};

/** The connection contents are taken from, where one was named. */
type Source = { connection?: string };

function contentOf(name: string, value: string, source: Source): ContentSource {
  switch (name) {
    case 'file':
      return { from: 'file', path: path.resolve(value) };
    case 'reference':
      return { from: 'reference', reference: value, ...source };
    case 'query':
      return { from: 'query', query: value, ...source };
    case 'document':
      return { from: 'document', references: [value], ...source };
    default:
      return { from: 'form', formId: value };
  }
}

const lines = (value: string): string[] =>
  value
    .split(',')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Says something of the attachment before it. */
function add(wish: AttachmentWish, { name, value }: Typed): void {
  if (name === 'code') wish.code = value;
  else if (name === 'title') wish.title = value;
  else if (name === 'line-item') wish.lineItems = [...(wish.lineItems ?? []), ...lines(value)];
  else if (wish.content.from === 'file') wish.content.contentType = value;
  else misused('--content-type belongs to a --file.', 'Leave it out; the others say their own type.');
}

/** What is to be submitted, in the order it was typed. `source` is the connection it is taken from, where one was named. */
export function contentsOf(given: Given, source: Source): AttachmentWish[] {
  const list: AttachmentWish[] = [];
  let taking: string | undefined;
  for (const typed of given.inOrder(...ways, ...more)) {
    const last = list.at(-1);
    if (ways.some((way) => way === typed.name)) {
      // Every word after --document belongs to one document; --document again begins another one only behind another option.
      if (typed.name === 'document' && taking === 'document' && last?.content.from === 'document')
        last.content.references.push(typed.value);
      else list.push({ content: contentOf(typed.name, typed.value, source) });
    } else if (last) add(last, typed);
    else misused(`--${typed.name} stands before what it belongs to.`, 'Write it behind --file F.');
    taking = typed.name;
  }
  return list;
}

const sameCode = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one.split('|').at(-1) === other.split('|').at(-1);

/** An attachment with what the Task said of the thing it answers; what was typed stays. */
const answering = (wish: AttachmentWish, slot: AskedAttachment | undefined): AttachmentWish => ({
  ...wish,
  code: slot?.code ?? wish.code,
  title: wish.title ?? slot?.title,
  lineItems: wish.lineItems ?? slot?.lineItems,
});

/**
 * Attachments as answers to what a Task asks for: by the code that was typed, else, where nothing was, in their order. Refused where it cannot
 * be told which is which. `missing` names what stays unanswered.
 */
export function answersTo(
  wishes: readonly AttachmentWish[],
  slots: readonly AskedAttachment[],
): { attachments: AttachmentWish[]; missing: AskedAttachment[] } {
  const [only] = slots;
  const bare = wishes.filter(({ code }) => code === undefined).length;
  const inOrder = bare === wishes.length && wishes.length === slots.length;
  const answered = new Set<AskedAttachment>();
  const attachments = wishes.map((wish, index) => {
    const slot = inOrder
      ? slots[index]
      : wish.code === undefined
        ? slots.length === 1
          ? only
          : misused(
              `The Task asks for ${slots.length} things, and it is not said which one attachment ${index + 1} is.`,
              `Give each its --code: ${slots.map(({ code, questionnaire }) => code ?? questionnaire).join(', ')}.`,
            )
        : slots.find(({ code }) => sameCode(code, wish.code));
    if (slot) answered.add(slot);
    return answering(wish, slot);
  });
  return { attachments, missing: slots.filter((slot) => !answered.has(slot)) };
}
