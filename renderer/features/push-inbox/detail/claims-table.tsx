import { ResultFigure } from '../../../ui/figures.tsx';
import { formatCount } from '../../../ui/format.ts';
import type { PushAttachment } from '../../../../shared/domain/push.ts';
import type { Claim } from './claims.ts';
import style from './push-detail.module.css';

interface Props {
  claims: readonly Claim[];
  attachment: PushAttachment;
}

/** Claims against bytes: what the metadata says beside what the bytes say. */
export function ClaimsTable({ claims, attachment }: Props) {
  return (
    <table className={style.claims}>
      <caption className="hidden">What the metadata claims beside what the bytes are</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="hidden">Claim</span>
          </th>
          <th scope="col">Metadata says</th>
          <th scope="col">Bytes say</th>
          <th scope="col">
            <span className="hidden">Result</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {claims.map(({ what, says, found, result, mono }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td className={mono ? 'mono' : undefined}>{says}</td>
            <td className={mono ? 'mono' : undefined}>{found}</td>
            <td>
              <ResultFigure result={result} size={14} />
            </td>
          </tr>
        ))}
        {attachment.url === undefined && attachment.resourceType === 'DocumentReference' && (
          <tr>
            <th scope="row">data</th>
            <td colSpan={3}>
              <span className={style.chip}>
                <b>base64</b>
                <span>{formatCount(Math.ceil(attachment.bytes / 3) * 4)} letters</span>
              </span>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
