import type { CertificateInfo } from '../../../shared/domain/tls-view.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ResultFigure } from '../../ui/figures.tsx';
import { elideMiddle, formatDay } from '../../ui/format.ts';
import style from './tls-view.module.css';
import { commonName, validityOf } from './validity.ts';

interface Props {
  certificate: CertificateInfo;
  /** Its place: the partner's own, between, the authority. */
  place: string;
  now: number;
}

/** One certificate: whose it is, how long it still holds, its names, key and fingerprint. */
export function CertificateView({ certificate, place, now }: Props) {
  const { subject, issuer, validFrom, validTo, names, key, fingerprint, selfSigned } = certificate;
  const { gone, st, words } = validityOf(certificate, now);
  return (
    <li className={style.certificate}>
      <ResultFigure result={st} />
      <div>
        <p className={style.subject}>
          <b title={subject}>{commonName(subject)}</b> <span>{place}</span>
        </p>
        <div className={style.validity} data-st={st}>
          <span>{formatDay(validFrom, now)}</span>
          <i>
            <i style={{ width: `${gone}%` }} />
          </i>
          <span>{formatDay(validTo, now)}</span>
          <b>{words}</b>
        </div>
        <dl className={style.facts}>
          {names.length > 0 && (
            <div>
              <dt>Names</dt>
              <dd>
                {names.map((name) => (
                  <code key={name}>{name}</code>
                ))}
              </dd>
            </div>
          )}
          <div>
            <dt>Issued by</dt>
            <dd title={issuer}>{selfSigned ? 'itself' : commonName(issuer)}</dd>
          </div>
          <div>
            <dt>Key</dt>
            <dd>{key}</dd>
          </div>
          <div>
            <dt>SHA-256</dt>
            <dd>
              <code title={fingerprint}>{elideMiddle(fingerprint, 23, 11)}</code>
              <CopyButton text={fingerprint} label="Copy the fingerprint" size="small" />
            </dd>
          </div>
        </dl>
      </div>
    </li>
  );
}
