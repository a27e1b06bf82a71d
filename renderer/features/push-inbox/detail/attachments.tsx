import { useMemo, useState } from 'react';
import type { Push, PushAttachment } from '../../../../shared/domain/push.ts';
import { DocumentViewer } from '../../../parts/document-viewer/document-viewer.tsx';
import { FhirViewer } from '../../../parts/fhir-viewer/fhir-viewer.tsx';
import { findingResult } from '../../../parts/finding-result.ts';
import { goTo } from '../../../stores/view.ts';
import { type Action, useActions } from '../../../stores/actions.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import { formatSize } from '../../../ui/format.ts';
import type { IconName } from '../../../ui/icons.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { findingsOfAttachment, whyUnreadable } from './attachment-findings.ts';
import { claimsOf } from './claims.ts';
import { ClaimsTable } from './claims-table.tsx';
import style from './push-detail.module.css';
import { useBytesSay } from './use-bytes-say.ts';

/** What a tab calls it: of a canonical address its last part, since all of it tells nothing at that width. */
function nameOf({ title, code, resourceType, index, questionnaire }: PushAttachment): string {
  const isAddress = title !== undefined && /^(https?|urn):/.test(title);
  if (!title || isAddress) {
    const last = (questionnaire ?? title)?.split('|')[0]?.split(/[/:]/).at(-1);
    return last
      ? `${resourceType === 'QuestionnaireResponse' ? 'Answers, ' : ''}${last}`
      : (code ?? `${resourceType} ${index + 1}`);
  }
  return title;
}

const isElsewhere = ({ url, bytes }: PushAttachment): boolean => url !== undefined && bytes === 0;

/** Whether it is base64 of a document, rather than a resource of its own. */
const isDocument = ({ pointer }: PushAttachment): boolean => pointer.endsWith('/data');

function noteOf(attachment: PushAttachment): string {
  const { code, sniffedType, contentType, bytes, lineItems, resourceType } = attachment;
  const lines = lineItems && lineItems.length > 0 ? `, lines ${lineItems.join(', ')}` : '';
  const type = isDocument(attachment) || isElsewhere(attachment) ? (sniffedType ?? contentType) : resourceType;
  return `${code ? `${code}, ` : ''}${type}, ${isElsewhere(attachment) ? 'by URL' : formatSize(bytes)}${lines}`;
}

interface AttachmentProps {
  push: Push;
  attachment: PushAttachment;
  /** What the Task it answers asked for. */
  asked?: string;
}

/** What an attachment brought, by what it is; where it brought nothing that can be shown, why. */
function Content({ push: { exchangeId, findings }, attachment, onLoaded }: AttachmentProps & { onLoaded: Hear }) {
  const place = { exchangeId, side: 'request' as const, pointer: attachment.pointer };
  const name = nameOf(attachment);
  if (isElsewhere(attachment)) {
    return (
      <Empty icon="external" title="The content is elsewhere">
        The submission names <code>{attachment.url}</code> instead of carrying the content. It is not fetched by itself.
      </Empty>
    );
  }
  const unreadable = whyUnreadable(findingsOfAttachment(findings, attachment));
  if (unreadable && attachment.bytes === 0) return <Unreadable says={unreadable.message} exchangeId={exchangeId} />;
  if (!isDocument(attachment)) return <FhirViewer {...place} name={name} />;
  return (
    <>
      {unreadable && (
        <div className={style.unreadable}>
          <FindingList label="Why this cannot be read">
            <Finding result={findingResult(unreadable.severity)} {...unreadable} path={undefined} />
          </FindingList>
        </div>
      )}
      <DocumentViewer {...place} name={name} isBare onLoaded={onLoaded} />
    </>
  );
}

type Hear = ReturnType<typeof useBytesSay>[1];

/** An attachment without a document in it. */
function Unreadable({ says, exchangeId }: { says: string; exchangeId: string }) {
  return (
    <Empty
      icon="warn"
      title="There is nothing to show"
      actions={
        <Button icon="exchanges" onPress={() => goTo('exchanges', exchangeId)}>
          Wire record
        </Button>
      }
    >
      {says} The message is kept as it came.
    </Empty>
  );
}

function Attachment({ push, attachment, asked }: AttachmentProps) {
  const [said, hear] = useBytesSay();
  return (
    <div className={style.attachment}>
      <Content push={push} attachment={attachment} onLoaded={hear} />
      <ClaimsTable claims={claimsOf(push, attachment, said, asked)} attachment={attachment} />
    </div>
  );
}

function iconOf(push: Push, attachment: PushAttachment): IconName {
  const worst = findingsOfAttachment(push.findings, attachment).some(({ severity }) => severity !== 'information');
  if (worst) return 'warn';
  if (isElsewhere(attachment)) return 'external';
  return isDocument(attachment) ? 'document' : 'braces';
}

/** The attachments of a push, one at a time, each as what its bytes are. */
export function Attachments({ push, asked }: { push: Push; asked?: string }) {
  const { attachments, exchangeId, kind } = push;
  const [selected, setSelected] = useState('0');
  const [isBeside, setBeside] = useState(false);
  const canBeside = attachments.length > 1;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'push.beside',
        title: 'Two attachments beside each other',
        group: 'View',
        keys: 'b',
        when: () => canBeside,
        run: () => setBeside((before) => !before),
      },
    ],
    [canBeside],
  );
  useActions(actions);
  if (attachments.length === 0) {
    return kind === 'unexpected' || kind === 'submission' ? (
      <Empty
        icon="push"
        title="Nothing was attached"
        actions={
          <Button icon="exchanges" onPress={() => goTo('exchanges', exchangeId)}>
            Wire record
          </Button>
        }
      >
        The request is kept as it came; its wire record shows it.
      </Empty>
    ) : (
      <FhirViewer exchangeId={exchangeId} side="request" pointer="" name={push.title} />
    );
  }
  return (
    <Tabs
      label="Attachments"
      shape="double"
      selected={selected}
      onSelect={setSelected}
      actions={
        canBeside && (
          <IconButton
            icon="board"
            size="small"
            keys="b"
            label="Two attachments beside each other"
            pressed={isBeside}
            onPress={() => setBeside(!isBeside)}
          />
        )
      }
      items={attachments.map((attachment, index) => {
        const next = isBeside ? (attachments[index + 1] ?? attachments[index - 1]) : undefined;
        return {
          id: String(attachment.index),
          label: nameOf(attachment),
          note: noteOf(attachment),
          icon: iconOf(push, attachment),
          content: next ? (
            <div className={style.two}>
              <Attachment key={attachment.pointer} push={push} attachment={attachment} asked={asked} />
              <Attachment key={next.pointer} push={push} attachment={next} asked={asked} />
            </div>
          ) : (
            <Attachment key={attachment.pointer} push={push} attachment={attachment} asked={asked} />
          ),
        };
      })}
    />
  );
}
