import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { ElidedResource } from '../../../shared/contract/queries.ts';
import { dig, textOf } from '../../../shared/fhir/json.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';
import { call } from '../../api/call.ts';
import { DocumentViewer } from '../../parts/document-viewer/document-viewer.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { ResourceView } from '../../parts/resource-view/resource-view.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Opened } from './query-state.ts';
import style from './result.module.css';

interface Props {
  opened: Opened;
  /** How many resources lie under it. */
  depth: number;
  /** The server's answer has rows to go back to. */
  hasRows: boolean;
  onBack: () => void;
  onReference: (reference: string) => void;
  onDocument: (exchangeId: string, document: { name: string; pointer: string }) => void;
}

const nameOf = (resource: unknown): string =>
  [textOf(dig(resource, 'resourceType')), textOf(dig(resource, 'id'))].filter(Boolean).join('/') || 'Resource';

const placeOf = ({ index, exchangeId }: Opened): string =>
  index === undefined ? `answer of #${exchangeId}` : `Bundle.entry[${index}].resource`;

/** What is open below the rows: a document, or a resource. */
export function OpenedResource(props: Props) {
  const { opened, onBack } = props;
  const { exchangeId, document } = opened;
  if (!document) return <Resource {...props} />;
  return (
    <DocumentViewer
      name={document.name}
      exchangeId={exchangeId}
      side="response"
      pointer={document.pointer}
      onClose={onBack}
    />
  );
}

function Resource({ opened, depth, hasRows, onBack, onReference, onDocument }: Props) {
  const { exchangeId, index } = opened;
  const [read, setRead] = useState<{ of: Opened; entry?: ElidedResource; failure?: Failure }>();
  useEffect(() => {
    let isCurrent = true;
    void call('queries.entry', { exchangeId, ...(index !== undefined && { index }) }).then((reply) => {
      if (!isCurrent) return;
      setRead({ of: { exchangeId, index }, ...(reply.ok ? { entry: reply.value } : { failure: reply.error }) });
    });
    return () => {
      isCurrent = false;
    };
  }, [exchangeId, index]);

  const back =
    depth > 1 ? (
      <Button size="small" kind="bare" icon="back" keys="b" onPress={onBack}>
        Back
      </Button>
    ) : (
      hasRows && <IconButton size="small" icon="close" label="Close the resource" keys="b" onPress={onBack} />
    );
  if (read?.failure) {
    return <FailureNote failure={read.failure}>{back}</FailureNote>;
  }
  if (!read?.entry) {
    return (
      <p className={style.wait} role="status">
        Opening the resource
      </p>
    );
  }
  const { resource, pointer } = read.entry;
  const open = (chip: { pointer: string }) => {
    const attachment = getPointer(resource, chip.pointer.slice(pointer.length, chip.pointer.lastIndexOf('/')));
    const name = textOf(dig(attachment, 'title')) ?? nameOf(resource);
    onDocument(exchangeId, { name, pointer: chip.pointer });
  };
  return (
    <ResourceView
      title={nameOf(resource)}
      path={placeOf(read.of)}
      resource={resource}
      onReference={onReference}
      onOpen={open}
      lead={back}
    />
  );
}
