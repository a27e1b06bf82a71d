import type { Auth } from '../../../../shared/domain/auth.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { Discovery } from '../../../../shared/domain/discovery.ts';
import { useRecord } from '../../../stores/records.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import style from './detail.module.css';
import { KeyFact } from './key-fact.tsx';

const proofs = { public: 'PKCE alone', asymmetric: 'PKCE and key', secret: 'PKCE and secret' };

/** The token URL a partner publishes for a method. */
function published(auth: Auth, discovery: Discovery | undefined): string | undefined {
  const { udap, smart, statement } = discovery ?? {};
  if (auth.method === 'udap') return udap?.state === 'found' ? udap.value.tokenEndpoint : undefined;
  return (
    (smart?.state === 'found' ? smart.value.tokenEndpoint : undefined) ??
    (statement?.state === 'found' ? statement.value.tokenUrl : undefined)
  );
}

/** Who we are for this partner: client id, key, addresses; each left out where the method has none. */
export function AuthFacts({ connection }: { connection: Connection }) {
  const { id, auth } = connection;
  const discovery = useRecord('discovery', id);
  if (auth.method === 'none' || auth.method === 'bearer') return null;
  const key = 'key' in auth ? auth.key : undefined;
  const tokenUrl = auth.tokenUrl ?? published(auth, discovery);
  return (
    <>
      <Facts
        facts={[
          ['Client id', auth.clientId ? <code key="c">{auth.clientId}</code> : 'given when we register'],
          ['Secret sent', auth.method === 'client-secret' && (auth.send === 'basic' ? 'as header' : 'in the form')],
          ['Proof', auth.method === 'code' && proofs[auth.client]],
          ['Redirect', auth.method === 'code' && (auth.redirectPort ? `port ${auth.redirectPort}` : 'any free port')],
          ['Audience', auth.method === 'backend' && auth.audience && <code key="a">{auth.audience}</code>],
          ['JWKS at', auth.method === 'backend' && auth.jku && <code key="j">{auth.jku}</code>],
          ['Organization', auth.method === 'udap' && (auth.organizationName ?? auth.organizationId)],
        ]}
      />
      {key !== undefined && <KeyFact name={key} />}
      <Facts
        facts={[
          [
            auth.tokenUrl ? 'Token URL, as saved' : 'Token URL, from discovery',
            tokenUrl ? (
              <span key="t" className={style.copied}>
                <code>{tokenUrl}</code>
                <CopyButton text={tokenUrl} label="Copy token URL" size="small" />
              </span>
            ) : (
              'not known yet'
            ),
          ],
          ['Authorize URL', auth.method === 'code' && auth.authorizeUrl && <code key="z">{auth.authorizeUrl}</code>],
        ]}
      />
    </>
  );
}
