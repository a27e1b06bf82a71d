import type { Failure } from '../../shared/contract/errors.ts';
import { saveFile } from './save-file.ts';

/** Hands a text to the browser as a file; told of and failing as saveFile. */
export const saveText = (text: string, type: string, name: string): Promise<Failure | undefined> =>
  saveFile({ bytes: new TextEncoder().encode(text), type, name });
