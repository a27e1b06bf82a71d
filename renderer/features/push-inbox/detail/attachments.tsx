import { useState } from 'react';
import type { Push, PushAttachment } from '../../../../shared/domain/push.ts';
import { DocumentViewer } from '../../../parts/document-viewer/document-viewer.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { formatSize } from '../../../ui/format.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { claimsOf } from './claims.ts';
import { ClaimsTable } from './claims-table.tsx';
import style from './push-detail.module.css';
import { useBytesSay } from './use-bytes-say.ts';

const nameOf = ({ title, code, resourceType, index }: PushAttachment): string =>
  title ?? code ?? `${resourceType} ${index + 1}`;

function noteOf({ code, sniffedType, contentType, bytes, lineItems, url }: PushAttachment): string {
  const lines = lineItems && lineItems.length > 0 ? `, lines ${lineItems.join(', ')}` : '';
  return `${code ? `${code}, ` : ''}${sniffedType ?? contentType}, ${url ? 'by URL' : formatSize(bytes)}${lines}`;
}

function Attachment({ push, attachment }: { push: Push; attachment: PushAttachment }) {
  const [said, hear] = useBytesSay();
  const isElsewhere = attachment.url !== undefined && attachment.bytes === 0;
  return (
    <div className={style.attachment}>
      {isElsewhere ? (
        <Empty icon="external" title="The content is elsewhere">
          The submission names <code>{attachment.url}</code> instead of carrying the content. It is not fetched by
          itself.
        </Empty>
      ) : (
        <DocumentViewer
          exchangeId={push.exchangeId}
          side="request"
          pointer={attachment.pointer}
          name={nameOf(attachment)}
          isBare
          onLoaded={hear}
        />
      )}
      <ClaimsTable claims={claimsOf(push, attachment, said)} attachment={attachment} />
    </div>
  );
}

/** The attachments of a push, one at a time, each as what its bytes are. */
export function Attachments({ push }: { push: Push }) {
  const { attachments, exchangeId, kind } = push;
  const [selected, setSelected] = useState('0');
  if (attachments.length === 0) {
    return kind === 'unexpected' ? (
      <Empty icon="push" title="Nothing was attached">
        The request is kept as it came; its wire record shows it.
      </Empty>
    ) : (
      <DocumentViewer exchangeId={exchangeId} side="request" pointer="" name={push.title} isBare />
    );
  }
  return (
    <Tabs
      label="Attachments"
      selected={selected}
      onSelect={setSelected}
      items={attachments.map((attachment) => ({
        id: String(attachment.index),
        label: nameOf(attachment),
        note: noteOf(attachment),
        icon: 'document',
        content: <Attachment key={attachment.pointer} push={push} attachment={attachment} />,
      }))}
    />
  );
}
