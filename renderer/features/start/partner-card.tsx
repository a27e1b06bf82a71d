import { useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { type CdexVersion, normalBaseUrl, type Role } from '../../../shared/domain/connection.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { RoleChoice, VersionChoice } from '../../parts/partner-choices.tsx';
import { changeSettings } from '../../stores/settings.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Cord } from '../../ui/cord.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { TextField } from '../../ui/text-field.tsx';
import style from './start.module.css';

/** Where the key 2 leads. */
export const baseFieldId = 'start-base';

/** The way to a partner: a base URL is enough, its host is the name until somebody gives another. */
export function PartnerCard() {
  const [baseUrl, setBaseUrl] = useState('');
  const [role, setRole] = useState<Role>('payer');
  const [cdexVersion, setVersion] = useState<CdexVersion>('2.1');
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);

  const connect = async () => {
    const base = normalBaseUrl(baseUrl.trim());
    setFailure(undefined);
    setWrong(
      base ? undefined : 'Write an http or https address without a query, such as https://fhir.partner.example/r4.',
    );
    if (!base) return;
    setBusy(true);
    const reply = await call('connections.add', { name: new URL(base).host, baseUrl: base, role, cdexVersion });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    await changeSettings({ welcomed: true, connectionId: reply.value.id });
    goTo('connections', reply.value.id);
  };

  return (
    <section className={style.choice} aria-labelledby="start-partner">
      <header>
        <KeyHint keys="2" />
        <h2 id="start-partner">Connect to a partner</h2>
        <Cord us={role} state="open" />
      </header>
      <p>A base URL is enough to begin. Its CapabilityStatement is read, and each answer is explained.</p>
      <div className={style.form}>
        <span>Base URL</span>
        <div id={baseFieldId}>
          <TextField
            quiet
            label="Base URL"
            mono
            placeholder="https://fhir.partner.example/r4"
            value={baseUrl}
            onChange={setBaseUrl}
            error={wrong}
            onSubmit={() => void connect()}
          />
        </div>
        <span>We are</span>
        <div className={style.segments}>
          <RoleChoice value={role} onChange={setRole} />
          <VersionChoice value={cdexVersion} onChange={setVersion} />
        </div>
      </div>
      {failure && <FailureNote failure={failure} />}
      <span className={style.action}>
        <Button size="wide" isDisabled={busy} onPress={() => void connect()}>
          Connect
        </Button>
      </span>
    </section>
  );
}
