import { create } from 'zustand';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Upload } from '../../../shared/contract/submissions.ts';
import { call } from '../../api/call.ts';
import type { HeldFile } from './submission-form.ts';

/** Bytes of a file that travel at once: as base64 well below what a piece may have. */
const pieceBytes = 768 * 1024;

/** A file on its way to the console. */
export interface Bringing {
  name: string;
  bytes: number;
  totalBytes: number;
  failure?: Failure;
}

/** Files on their way or that failed to arrive, by the key of their card. */
export const useBringing = create<Readonly<Record<string, Bringing | undefined>>>()(() => ({}));

const held = new Map<string, HeldFile>();
const stops = new Map<string, AbortController>();

/** The files this page brought, of which it knows name and size. */
export const uploadedFiles = (): HeldFile[] => [...held.values()];

const tell = (key: string, state: Bringing | undefined) => useBringing.setState({ [key]: state });

/** A piece as base64; only this piece is ever in memory. */
const base64Of = (piece: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'));
    reader.readAsDataURL(piece);
  });

const unreadable = (name: string, thrown: unknown): Failure => ({
  code: 'file-unreadable',
  message: `${name} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
  next: 'Choose it again; a file that was moved or changed meanwhile is another one.',
});

async function bring(key: string, file: File, stop: AbortSignal): Promise<HeldFile | undefined> {
  const { name, size } = file;
  let upload: Upload | undefined;
  const drop = () => {
    if (upload) void call('uploads.remove', { uploadId: upload.uploadId });
  };
  // An empty file is one empty piece: it must arrive, to be told that it is empty.
  for (let at = 0; at < size || at === 0; at += pieceBytes) {
    tell(key, { name, bytes: at, totalBytes: size });
    let base64: string;
    try {
      base64 = await base64Of(file.slice(at, at + pieceBytes));
    } catch (thrown) {
      drop();
      tell(key, { name, bytes: at, totalBytes: size, failure: unreadable(name, thrown) });
      return undefined;
    }
    const reply = stop.aborted
      ? undefined
      : await call('uploads.put', {
          base64,
          offset: at,
          done: at + pieceBytes >= size,
          ...(upload ? { uploadId: upload.uploadId } : { name }),
        });
    if (reply?.ok) upload = reply.value;
    if (stop.aborted) {
      drop();
      tell(key, undefined);
      return undefined;
    }
    if (reply && !reply.ok) {
      drop();
      tell(key, { name, bytes: at, totalBytes: size, failure: reply.error });
      return undefined;
    }
  }
  tell(key, undefined);
  if (!upload) return undefined;
  const { uploadId, bytes, sha256, sniffedType } = upload;
  const arrived: HeldFile = { uploadId, name, bytes, sha256, sniffedType };
  held.set(uploadId, arrived);
  return arrived;
}

/**
 * Brings a file to the console in pieces, for the card with this key; undefined where that failed or was stopped, and `useBringing` says
 * why. Another file for the same card takes the place of the one on its way.
 */
export async function bringFile(key: string, file: File): Promise<HeldFile | undefined> {
  stops.get(key)?.abort();
  const stop = new AbortController();
  stops.set(key, stop);
  try {
    return await bring(key, file, stop.signal);
  } finally {
    if (stops.get(key) === stop) stops.delete(key);
  }
}

/** Stops bringing a card's file, or forgets that it failed. */
export function stopBringing(key: string): void {
  stops.get(key)?.abort();
  tell(key, undefined);
}

/** Whether any file is still on its way. */
export const isBringing = (state: Readonly<Record<string, Bringing | undefined>>): boolean =>
  Object.values(state).some((one) => one !== undefined && one.failure === undefined);
