import type { Connection } from '../../../../shared/domain/connection.ts';
import { quirks } from '../../../../shared/domain/policy.ts';
import { asksForToken, methodWords, secretWords } from '../../../parts/auth-words.ts';
import { pollingOf } from '../../../parts/policy-words.ts';
import { ScopeList, scopeWords } from '../../../parts/scope-list.tsx';
import { useRecord } from '../../../stores/records.ts';
import { Pill } from '../../../ui/badge.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { formatNumberOf } from '../../../ui/format.ts';
import { PaneBody, Part } from '../../../ui/pane.tsx';
import { AuthFacts } from './auth-facts.tsx';
import { TokenPart } from './token-part.tsx';
import style from './detail.module.css';
import type { TokenActions } from './use-token-actions.ts';

/** How a partner lets us in, with what stands behind it: token, identity, scopes, line, agreement. */
export function Credentials({ connection, actions }: { connection: Connection; actions: TokenActions }) {
  const { auth, line, policy, secrets } = connection;
  const asks = asksForToken(auth.method);
  return (
    <PaneBody label="Credentials">
      {asks && <TokenPart connection={connection} actions={actions} />}
      <Part title="How they let us in" count={methodWords[auth.method].label}>
        <p className={style.said}>{methodWords[auth.method].says}</p>
        <AuthFacts connection={connection} />
        {secrets.length > 0 && (
          <ul className={style.secrets} aria-label="Secrets in the vault">
            {secrets.map((name) => (
              <li key={name}>
                {secretWords[name]} <Pill secret>in the vault</Pill>
              </li>
            ))}
          </ul>
        )}
      </Part>
      {asks && <Scopes connection={connection} />}
      <Part title="The line">
        <Facts
          facts={[
            [
              'Trusts',
              line.ca
                ? formatNumberOf(count(line.ca), 'authority of its own', 'authorities of its own')
                : 'the system’s authorities',
            ],
            ['Client certificate', line.clientCertificate ? 'shown when asked for' : 'none'],
            ['Name on theirs', line.serverName && <code key="s">{line.serverName}</code>],
            ['Proxy', line.proxyUrl ? <code key="p">{line.proxyUrl}</code> : 'none'],
          ]}
        />
      </Part>
      <Part title="What was agreed">
        <Facts
          facts={[
            ['Signatures', policy.signatures === 'required' ? 'required' : 'not required'],
            ['Purpose of use', policy.purposeOfUse],
            ['Tasks polled', pollingOf(policy.polling)],
          ]}
        />
        {policy.quirks.length > 0 && (
          <ul className={style.quirks}>
            {quirks
              .filter(({ name }) => policy.quirks.includes(name))
              .map(({ name, says }) => (
                <li key={name}>{says}</li>
              ))}
          </ul>
        )}
      </Part>
    </PaneBody>
  );
}

const count = (pem: string) => Math.max(1, pem.split('-----BEGIN CERTIFICATE-----').length - 1);

function Scopes({ connection: { id, auth } }: { connection: Connection }) {
  const token = useRecord('access', id)?.token;
  const scope = 'scope' in auth ? (auth.scope ?? '') : '';
  const compared = {
    asked: scope.split(' ').filter(Boolean),
    granted: token?.granted ?? [],
    missing: token?.missing ?? [],
    hasToken: token !== undefined,
  };
  return (
    <Part title="Scopes" count={scopeWords(compared)}>
      <ScopeList {...compared} />
    </Part>
  );
}
