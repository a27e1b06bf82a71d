import { useEffect, useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { ExchangeMessage, ExchangeSide } from '../../../shared/domain/exchange.ts';
import { DocumentViewer } from '../../parts/document-viewer/document-viewer.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { formatSize } from '../../ui/format.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { elideBase64 } from './elide-base64.ts';
import style from './exchanges.module.css';
import { readWhole, wholeLimit } from './read-body.ts';
import { TextWindows } from './text-windows.tsx';

interface Props {
  exchangeId: string;
  side: ExchangeSide;
  message: ExchangeMessage;
}

/** A body as JSON where it is JSON of at most 1 MiB, else as text in windows. */
export function BodyView({ exchangeId, side, message }: Props) {
  const [mode, setMode] = useState<'json' | 'text'>('json');
  const [document, setDocument] = useState<string>();
  const mayBeJson = message.bodyBytes <= wholeLimit && /json/i.test(message.contentType ?? 'json');
  const { text, failure } = useWhole(exchangeId, side, message, mayBeJson);
  const value = useMemo(() => (mayBeJson && text !== undefined ? parse(text) : undefined), [mayBeJson, text]);

  if (failure) return <FailureNote failure={failure} />;
  if (mayBeJson && text === undefined) return <p className={style.wait}>Reading {formatSize(message.bodyBytes)}</p>;
  const switcher = value && (
    <Segmented
      label="Shown as"
      size="small"
      value={mode}
      onChange={setMode}
      options={[
        { value: 'json', label: 'JSON' },
        { value: 'text', label: 'Text' },
      ]}
    />
  );
  const head = (
    <>
      <b>Body</b>
      <span className="muted">{formatSize(message.bodyBytes)}</span>
      {switcher}
    </>
  );
  if (document) {
    const close = () => setDocument(undefined);
    return <DocumentViewer name={document} exchangeId={exchangeId} side={side} pointer={document} onClose={close} />;
  }
  return value && mode === 'json' ? (
    <JsonView label={`${side} body`} value={value.json} head={head} onOpen={({ pointer }) => setDocument(pointer)} />
  ) : (
    <TextWindows exchangeId={exchangeId} side={side} message={message} head={head} />
  );
}

function parse(text: string): { json: unknown } | undefined {
  try {
    return { json: elideBase64(JSON.parse(text)) };
  } catch {
    return undefined;
  }
}

function useWhole(exchangeId: string, side: ExchangeSide, message: ExchangeMessage, wanted: boolean) {
  const [state, setState] = useState<{ text?: string; failure?: Failure }>({ text: message.bodyText });
  useEffect(() => {
    if (!wanted || message.bodyText !== undefined) return;
    let left = false;
    void readWhole(exchangeId, side).then((reply) => {
      if (!left) setState(reply.ok ? { text: reply.value } : { failure: reply.error });
    });
    return () => {
      left = true;
    };
  }, [exchangeId, side, message, wanted]);
  return state;
}
