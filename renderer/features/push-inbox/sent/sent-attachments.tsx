import type { SubmissionRecord } from '../../../../shared/domain/submission.ts';
import { Elided } from '../../../ui/elided.tsx';
import { formatSize } from '../../../ui/format.ts';
import { MonoId } from '../../../ui/mono-id.tsx';
import style from './sent.module.css';
import { contentWords, nameOf } from './sent-words.ts';

/** What went out, attachment by attachment: code, type, size, hash, and from where it came. */
export function SentAttachments({ record: { request, sent } }: { record: SubmissionRecord }) {
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
        {request.attachments.map((wish, index) => {
          const went = sent?.[index];
          const words = contentWords(wish.content);
          return (
            <tr key={`${JSON.stringify(wish)} ${request.attachments.indexOf(wish)}`}>
              <td>
                {nameOf(wish, index)}
                <small title={words}>
                  <Elided text={words} tail={14} />
                </small>
              </td>
              <td>
                <code>{wish.code ?? went?.code ?? ''}</code>
              </td>
              <td>{wish.lineItems?.join(', ') || 'all'}</td>
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
