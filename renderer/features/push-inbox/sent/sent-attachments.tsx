import type { AttachmentWish, SentAttachment, SubmissionRecord } from '../../../../shared/domain/submission.ts';
import { Elided } from '../../../ui/elided.tsx';
import { formatSize } from '../../../ui/format.ts';
import { MonoId } from '../../../ui/mono-id.tsx';
import style from './sent.module.css';
import { contentWords, nameOf } from './sent-words.ts';

/** An attachment in one row: as it was asked for, as it went, or both. */
interface Row {
  wish?: AttachmentWish;
  went?: SentAttachment;
}

/** What went out, attachment by attachment: code, type, size, hash, and from where it came. Parameters given as JSON have no wishes. */
export function SentAttachments({ record: { request, sent = [] } }: { record: SubmissionRecord }) {
  const count = Math.max(request.attachments.length, sent.length);
  const rows = Array.from({ length: count }, (_, index): [string, Row] => {
    const wish = request.attachments[index];
    const went = sent[index];
    return [`${index} ${went?.sha256 ?? ''}`, { ...(wish ? { wish } : {}), ...(went ? { went } : {}) }];
  });
  if (count === 0) return <p className="muted">Nothing is attached yet.</p>;
  return (
    <table className={style.attachments} aria-label="Attachments of the submission">
      <thead>
        <tr>
          <th scope="col">Attachment</th>
          <th scope="col">Code</th>
          <th scope="col">Lines</th>
          <th scope="col">Type</th>
          <th scope="col">Size</th>
          <th scope="col">sha256</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([key, { wish, went }], index) => {
          const words = wish ? contentWords(wish.content) : 'written as JSON';
          return (
            <tr key={key}>
              <td>
                {nameOf({ ...went, ...wish }, index)}
                <small title={words}>
                  <Elided text={words} tail={14} />
                </small>
              </td>
              <td>
                <code>{wish?.code ?? went?.code ?? ''}</code>
              </td>
              <td>{wish ? wish.lineItems?.join(', ') || 'all' : ''}</td>
              <td>
                <code>{went?.contentType ?? ''}</code>
              </td>
              <td>{went ? formatSize(went.bytes) : ''}</td>
              <td>{went && <MonoId id={went.sha256} />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
