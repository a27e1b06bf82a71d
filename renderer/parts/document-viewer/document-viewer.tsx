import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { FailureNote } from '../failure-note.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatSize } from '../../ui/format.ts';
import { Progress } from '../../ui/progress.tsx';
import { DocumentFrame } from './document-frame.tsx';
import { DocumentViews } from './document-views.tsx';
import type { DocumentPlace, LoadedDocument } from './load-document.ts';
import { type DocumentState, useDocument } from './use-document.ts';
import { RemoteEntries } from './remote-entries.tsx';
import style from './viewer.module.css';

interface Props extends DocumentPlace {
  /** What it is called, for the head and for a saved file. */
  name: string;
  /** Shows the way back, also on Escape. */
  onClose?: () => void;
  /** No head of its own: what stands around it names it. */
  isBare?: boolean;
  /** Hears of the bytes once they are here. */
  onLoaded?: (document: LoadedDocument) => void;
}

/** A document of a recorded message, shown as what its bytes are: nothing in it is executed and nothing is fetched for it. */
export function DocumentViewer({ name, onClose, onLoaded, isBare, ...place }: Props) {
  const { state, agree, again } = useDocument(place);
  // Documents inside the document, opened one after the other; Back leads out again.
  const [inner, setInner] = useState<readonly { name: string; document: LoadedDocument }[]>([]);
  const loaded = state.step === 'ready' ? state.document : undefined;
  useEffect(() => {
    if (loaded) onLoaded?.(loaded);
  }, [loaded, onLoaded]);
  const top = inner.at(-1);
  const open = useCallback(
    (next: { name: string; document: LoadedDocument }) => setInner((list) => [...list, next]),
    [],
  );
  const back = inner.length > 0 ? () => setInner(inner.slice(0, -1)) : onClose;
  const document = top?.document ?? loaded;
  return (
    <DocumentFrame
      isBare={isBare && !back}
      name={top?.name ?? name}
      document={document}
      place={top ? undefined : place}
      onBack={back}
    >
      {document ? (
        <DocumentViews
          key={inner.length}
          name={top?.name ?? name}
          document={document}
          place={top ? undefined : place}
          onOpen={open}
        />
      ) : (
        <Waiting state={state} place={place} name={name} onAgree={agree} onAgain={again} />
      )}
    </DocumentFrame>
  );
}

function Waiting({
  state,
  place,
  name,
  onAgree,
  onAgain,
}: {
  state: DocumentState;
  place: DocumentPlace;
  name: string;
  onAgree: () => void;
  onAgain: () => void;
}): ReactNode {
  switch (state.step) {
    case 'opening':
      return <p className={style.note}>Opening the document</p>;
    case 'asking':
      // A large Bundle stays where it is: its rows are asked for as they come into sight.
      if (place.pointer === '' && place.side === 'response' && state.info.sniffedType === 'application/fhir+json') {
        return (
          <RemoteEntries
            exchangeId={place.exchangeId}
            name={name}
            bytes={state.info.bytes}
            onLoad={onAgree}
            showInner={(inner) => <DocumentViewer exchangeId={place.exchangeId} side="response" {...inner} />}
          />
        );
      }
      return (
        <Empty
          icon="document"
          title={`This document is ${formatSize(state.info.bytes)}`}
          actions={
            <Button kind="main" onPress={onAgree}>
              Load it
            </Button>
          }
        >
          It says {state.info.sniffedType} by its first bytes. Loading it takes that much of this page’s memory.
        </Empty>
      );
    case 'loading':
      return (
        <div className={style.note}>
          <Progress label="Reading the document" bytes={state.bytes} totalBytes={state.info.bytes} />
        </div>
      );
    case 'failed':
      return <FailureNote failure={state.failure} onRetry={onAgain} />;
    case 'ready':
      return null;
  }
}
