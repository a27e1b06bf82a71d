import { useEffect, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { call } from '../../../api/call.ts';
import { DocumentViewer } from '../../../parts/document-viewer/document-viewer.tsx';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { useActions, type Action } from '../../../stores/actions.ts';
import { Button } from '../../../ui/button.tsx';
import { JsonView } from '../../../ui/json-view.tsx';
import style from './push-detail.module.css';
import { useMemo } from 'react';

interface Props {
  exchangeId: string;
  /** The place as the finding names it, and as a JSON pointer into the body. */
  path: string;
  pointer: string;
  onClose: () => void;
}

/** The body of a push as JSON, at the place a finding speaks of; its documents stay where they are until one is opened. */
export function BodyPlace({ exchangeId, path, pointer, onClose }: Props) {
  const [read, setRead] = useState<{ value?: unknown; failure?: Failure }>();
  const [document, setDocument] = useState<string>();
  useEffect(() => {
    let left = false;
    void call('documents.json', { exchangeId, side: 'request', pointer: '' }).then((reply) => {
      if (!left) setRead(reply.ok ? { value: reply.value.value } : { failure: reply.error });
    });
    return () => {
      left = true;
    };
  }, [exchangeId]);
  const actions = useMemo(
    (): Action[] => [
      { id: 'push.place.back', title: 'Back to the attachments', group: 'Go', keys: 'Escape', run: onClose },
    ],
    [onClose],
  );
  useActions(document === undefined ? actions : []);
  if (document !== undefined) {
    return (
      <DocumentViewer
        exchangeId={exchangeId}
        side="request"
        pointer={document}
        name="Attachment"
        onClose={() => setDocument(undefined)}
      />
    );
  }
  const head = (
    <>
      <Button size="small" icon="back" keys="Escape" onPress={onClose}>
        Back
      </Button>
      <code className={style.place} title={path}>
        {path}
      </code>
    </>
  );
  if (read?.failure) {
    return (
      <div className={style.docs}>
        <div className={style.placeHead}>{head}</div>
        <FailureNote failure={read.failure} />
      </div>
    );
  }
  if (!read) return <p className={style.waiting}>Reading the body</p>;
  return (
    <JsonView
      label="Body of the push"
      value={read.value}
      at={pointer}
      head={head}
      onOpen={(chip) => setDocument(chip.pointer)}
    />
  );
}
