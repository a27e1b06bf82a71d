import { attachmentCodes } from '../../../shared/cdex/codes.ts';
import type { Choice } from '../../ui/select.tsx';

const choicesOf = (codes: Record<string, string>): Choice[] =>
  Object.entries(codes).map(([value, label]) => ({ value, label, note: value }));

/** Documents a data request may ask for by code. */
export const documentChoices = choicesOf(attachmentCodes);

/** Documents an attachment request may ask for by code. */
export const attachmentChoices = choicesOf(attachmentCodes);

/** What a code means, where it is one of the listed. */
export const documentName = (code: string): string | undefined => attachmentCodes[code.trim()];
