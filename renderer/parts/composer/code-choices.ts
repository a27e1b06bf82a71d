import { attachmentCodes } from '../../../shared/cdex/codes.ts';
import type { Choice } from '../../ui/select.tsx';

/** Documents that may be asked for, or attached, by code. */
export const documentChoices: Choice[] = Object.entries(attachmentCodes).map(([value, label]) => ({
  value,
  label,
  note: value,
}));

/** What a code means, where it is one of the listed. */
export const documentName = (code: string): string | undefined => attachmentCodes[code.trim()];
