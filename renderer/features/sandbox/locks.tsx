import { useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { SandboxAddress } from '../../../shared/domain/role.ts';
import type { SandboxLocks, SandboxTls } from '../../../shared/domain/sandbox-access.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { saveText } from '../../parts/save-text.ts';
import type { Commands } from '../../stores/use-commands.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Elided } from '../../ui/elided.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { Part } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import style from './sandbox.module.css';

interface Props {
  locks: SandboxLocks | undefined;
  address: SandboxAddress | undefined;
  isBusy: boolean;
  run: Commands['run'];
}

const tlsWords: Record<SandboxTls, string> = {
  off: 'Plain HTTP, on this machine alone.',
  server:
    'HTTPS with a certificate of its own authority. The built-in connections trust it; others need its certificate.',
  mutual: 'HTTPS that asks the client for a certificate too: mutual TLS.',
};

/** Whether the sandbox asks for tokens and speaks TLS; changed at once, on a sandbox that runs on. */
export function Locks({ locks, address, isBusy, run }: Props) {
  const tls = locks?.tls ?? 'off';
  const ca = locks?.ca;
  const [unsaved, setUnsaved] = useState<Failure>();
  const saveAuthority = async (pem: string) =>
    setUnsaved(await saveText(pem, 'application/x-pem-file', 'switchboard-sandbox-ca.pem'));
  const tokenUrls: readonly (readonly [string, string | undefined])[] = [
    ['Provider, tokens', address?.provider.tokenUrl],
    ['Payer, tokens', address?.payer.tokenUrl],
  ];
  return (
    <Part level={2} title="How its doors are locked" count={isBusy ? 'changing' : undefined}>
      <div className={style.locks}>
        <Checkbox
          isSelected={locks?.requireAuth ?? false}
          isDisabled={isBusy}
          onChange={(requireAuth) => void run('sandbox.locks', { requireAuth })}
        >
          <span>
            <b>Ask for a token</b>{' '}
            <small>
              FHIR requests without one are answered 401, those of the built-in connections too, until they are let in.
            </small>
          </span>
        </Checkbox>
        <div className={style.setting}>
          <span>TLS</span>
          <Segmented
            label="TLS of the sandbox"
            value={tls}
            isDisabled={isBusy}
            onChange={(next) => void run('sandbox.locks', { tls: next })}
            options={[
              { value: 'off', label: 'Off' },
              { value: 'server', label: 'Server' },
              { value: 'mutual', label: 'Mutual' },
            ]}
          />
        </div>
        <p className={style.said}>{tlsWords[tls]}</p>
        {locks?.lacking && (
          <FindingList label="What is in the way">
            <Finding result="warn" message={locks.lacking} />
          </FindingList>
        )}
        {ca && (
          <div className={style.setting}>
            <span>Its authority</span>
            <span className={style.row}>
              <CopyButton text={ca} label="Copy certificate" words />
              <Button icon="download" onPress={() => void saveAuthority(ca)}>
                Save as PEM
              </Button>
            </span>
          </div>
        )}
        {unsaved && <FailureNote failure={unsaved} />}
      </div>
      <dl className={style.addresses}>
        {tokenUrls.map(([label, url]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <code>{url ? <Elided text={url} tail={14} /> : 'off'}</code>
              {url && <CopyButton text={url} label={`Copy token URL: ${label}`} size="small" />}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
