import { saveBytes } from './document-viewer/forms.ts';

/** Hands a text to the browser as a file. */
export const saveText = (text: string, type: string, name: string): void =>
  saveBytes(new TextEncoder().encode(text), type, name);
