import type { Push, PushAttachment } from '../../../../shared/domain/push.ts';
import { DocumentViewer } from '../../../parts/document-viewer/document-viewer.tsx';
import { FhirViewer } from '../../../parts/fhir-viewer/fhir-viewer.tsx';
import { findingResult } from '../../../parts/finding-result.ts';
import { goTo } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import { formatSize } from '../../../ui/format.ts';
import { findingsOfAttachment, whyUnreadable } from './attachment-findings.ts';
import { claimsOf } from './claims.ts';
import { ClaimsTable } from './claims-table.tsx';
import style from './push-detail.module.css';
import { useBytesSay } from './use-bytes-say.ts';

/** What it is called: of a canonical address its last part, since all of it tells nothing at that width. */
export function nameOf({ title, code, resourceType, index, questionnaire }: PushAttachment): string {
  const isAddress = title !== undefined && /^(https?|urn):/.test(title);
  if (!title || isAddress) {
    const last = (questionnaire ?? title)?.split('|')[0]?.split(/[/:]/).at(-1);
    return last
      ? `${resourceType === 'QuestionnaireResponse' ? 'Answers, ' : ''}${last}`
      : (code ?? `${resourceType} ${index + 1}`);
  }
  return title;
}

/** Whether the submission only names where the content is. */
export const isElsewhere = ({ url, bytes }: PushAttachment): boolean => url !== undefined && bytes === 0;

/** Whether it is base64 of a document, rather than a resource of its own. */
export const isDocument = ({ pointer }: PushAttachment): boolean => pointer.endsWith('/data');

/** How it stands where that is not as usual, code, type, size and lines in one line. */
export function noteOf(attachment: PushAttachment): string {
  const { code, sniffedType, contentType, bytes, lineItems, resourceType, standing } = attachment;
  const lines = lineItems && lineItems.length > 0 ? `, lines ${lineItems.join(', ')}` : '';
  const type = isDocument(attachment) || isElsewhere(attachment) ? (sniffedType ?? contentType) : resourceType;
  return `${standing ? `${standing}, ` : ''}${code ? `${code}, ` : ''}${type}, ${isElsewhere(attachment) ? 'by URL' : formatSize(bytes)}${lines}`;
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

/** An attachment as what it is, over what its metadata claims beside what its bytes say. */
export function Attachment({ push, attachment, asked }: AttachmentProps) {
  const [said, hear] = useBytesSay();
  return (
    <div className={style.attachment}>
      <Content push={push} attachment={attachment} onLoaded={hear} />
      <ClaimsTable claims={claimsOf(push, attachment, said, asked)} attachment={attachment} />
    </div>
  );
}
