import type { Connection } from '../../../shared/domain/connection.ts';
import type { TlsView } from '../../../shared/domain/tls-view.ts';
import { ReadAgain } from '../read-again.tsx';
import { useNow } from '../../stores/now.ts';
import { useTlsView } from '../../stores/tls-views.ts';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { formatTime } from '../../ui/format.ts';
import { Part } from '../../ui/pane.tsx';
import { RuleChip } from '../../ui/rule-chip.tsx';
import { FailureNote } from '../failure-note.tsx';
import { CertificateView } from './certificate-view.tsx';
import style from './tls-view.module.css';

/** The TLS side of a partner: protocol, whether this connection trusts it and why not, and the chain from leaf to root. */
export function TlsPart({ connection }: { connection: Connection }) {
  const [{ value, failure, looking }, again] = useTlsView(connection.id);
  if (!connection.baseUrl.startsWith('https:')) {
    return (
      <Part title="TLS">
        <p className={style.plain}>
          This address speaks plain http: everybody on the way can read along. Fine on this machine only.{' '}
          <RuleChip rule="CONF-014" />
        </p>
      </Part>
    );
  }
  if (failure) return <FailureNote failure={failure} onRetry={again} />;
  if (!value) return <Empty title={looking ? 'Looking at the certificate' : 'Not looked at yet'} />;
  return (
    <>
      <Part
        title="TLS"
        actions={
          <ReadAgain verb="Look again" isBusy={looking} onPress={again}>
            looked at {formatTime(value.at)}
          </ReadAgain>
        }
      >
        <Summary view={value} />
      </Part>
      <Chain view={value} />
    </>
  );
}

function Summary({ view }: { view: TlsView }) {
  const { host, port, serverName, protocol, cipher, trusted, problem, clientCertificate } = view;
  return (
    <>
      <FindingList label="Trust">
        {trusted && !problem ? (
          <Finding result="ok" message="This connection trusts the partner's certificate." />
        ) : (
          <Finding
            result="fail"
            message={problem?.message ?? 'This connection does not trust the certificate.'}
            next={problem?.next}
          >
            {problem && <code className={style.code}>{problem.code}</code>}
          </Finding>
        )}
      </FindingList>
      <Facts
        facts={[
          ['Address', <code key="a">{`${host}:${port}`}</code>],
          ['Name asked for', serverName !== host && <code key="s">{serverName}</code>],
          ['Protocol', protocol?.replace('TLSv', 'TLS ') ?? 'none agreed'],
          ['Cipher', cipher && <code key="c">{cipher}</code>],
          ['Our certificate', clientCertificate ? clientCertificate.subject : 'none shown'],
        ]}
      />
    </>
  );
}

function Chain({ view: { chain } }: { view: TlsView }) {
  const now = useNow(0);
  if (chain.length === 0) return null;
  // A root is one by its own signature; partners need not send it.
  const placeOf = (index: number, isOwn: boolean) => (index === 0 ? 'the partner’s own' : isOwn ? 'root' : 'between');
  return (
    <Part title="Chain" count={chain.length === 1 ? 'the partner’s certificate alone' : 'from leaf to root'}>
      <ol className={style.chain}>
        {chain.map((certificate, index) => (
          <CertificateView
            key={certificate.fingerprint}
            certificate={certificate}
            place={placeOf(index, certificate.selfSigned)}
            now={now}
          />
        ))}
      </ol>
    </Part>
  );
}
