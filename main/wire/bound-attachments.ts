import type { SubmittedAttachment } from '../../shared/cdex/read-submission.ts';

/** Attachments that are told apart, and line items in all of them together. */
const mostAttachments = 1_000;
const mostLineItems = 20_000;
/** Letters of a line item, and of what else an attachment says of itself. */
const mostOfLineItem = 100;
const mostOfWords = 500;

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/**
 * Attachments as a record can carry them, and whether some of them, or of their line items, were left out. Each content of a part repeats
 * what the part says, so that a body of some kilobytes could ask for a record of many megabytes.
 */
export function boundAttachments(all: readonly SubmittedAttachment[]): {
  attachments: SubmittedAttachment[];
  isCut: boolean;
} {
  let room = mostLineItems;
  let isCut = all.length > mostAttachments;
  const attachments = all.slice(0, mostAttachments).map((one) => {
    const { code, title, contentType } = one;
    const lineItems = one.lineItems.slice(0, room).map((item) => cut(item, mostOfLineItem));
    room -= lineItems.length;
    isCut ||= lineItems.length < one.lineItems.length;
    return {
      ...one,
      ...(code === undefined ? {} : { code: cut(code, mostOfWords) }),
      ...(title === undefined ? {} : { title: cut(title, mostOfWords) }),
      contentType: cut(contentType, mostOfWords),
      lineItems,
    };
  });
  return { attachments, isCut };
}
