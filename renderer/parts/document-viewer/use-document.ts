import { useEffect, useState } from 'react';
import type { DocumentInfo } from '../../../shared/contract/documents.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { askAbove, type DocumentPlace, type LoadedDocument, readDocument } from './load-document.ts';

/** How far a document has come. */
export type DocumentState =
  | { step: 'opening' }
  | { step: 'asking'; info: DocumentInfo }
  | { step: 'loading'; info: DocumentInfo; bytes: number }
  | { step: 'ready'; info: DocumentInfo; document: LoadedDocument }
  | { step: 'failed'; failure: Failure };

/** Opens a document and reads it; a large one waits for `agree`. `again` starts over after a failure. */
export function useDocument({ exchangeId, side, pointer }: DocumentPlace): {
  state: DocumentState;
  agree: () => void;
  again: () => void;
} {
  const [state, setState] = useState<DocumentState>({ step: 'opening' });
  const [agreed, setAgreed] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let left = false;
    void turn;
    const run = async () => {
      setState({ step: 'opening' });
      const opened = await call('documents.open', { exchangeId, side, pointer });
      if (left) return;
      if (!opened.ok) return setState({ step: 'failed', failure: opened.error });
      const info = opened.value;
      if (info.bytes > askAbove && !agreed) return setState({ step: 'asking', info });
      const show = (bytes: number) => setState({ step: 'loading', info, bytes });
      show(0);
      const read = await readDocument(info, show, () => left);
      if (!read) return;
      setState(read.ok ? { step: 'ready', info, document: read.value } : { step: 'failed', failure: read.error });
    };
    void run();
    return () => {
      left = true;
    };
  }, [exchangeId, side, pointer, agreed, turn]);
  return { state, agree: () => setAgreed(true), again: () => setTurn((before) => before + 1) };
}
