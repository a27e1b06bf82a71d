import { useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { recordsOf, useRecord, useRecords } from '../../stores/records.ts';
import { showPractice } from '../../stores/practice.ts';
import { changeSettings } from '../../stores/settings.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Cord } from '../../ui/cord.tsx';
import { Facts } from '../../ui/facts.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import style from './start.module.css';

/** Starts the sandbox where it does not run, works with its provider from now on, and shows it. */
export async function openSandbox(): Promise<Failure | undefined> {
  const running = useRecords.getState().role.byId.get('sandbox')?.running ?? false;
  if (!running) {
    const reply = await call('sandbox.start', {});
    if (!reply.ok) return reply.error;
  }
  const provider = recordsOf(useRecords.getState(), 'connection').find(({ origin }) => origin === 'sandbox-provider');
  await changeSettings({ welcomed: true, ...(provider ? { connectionId: provider.id } : {}) });
  goTo('sandbox');
  return undefined;
}

/** The way in without a partner: real addresses, one button. */
export function SandboxCard() {
  const sandbox = useRecord('role', 'sandbox');
  const receiver = useRecord('role', 'receiver');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const off = 'off, starts with the sandbox';
  const open = async () => {
    setBusy(true);
    setFailure(await openSandbox());
    setBusy(false);
  };
  return (
    <section className={style.choice} data-first aria-labelledby="start-sandbox">
      <header>
        <KeyHint keys="1" />
        <h2 id="start-sandbox">Explore the sandbox</h2>
        <Cord us="payer" state={sandbox?.running ? 'ok' : 'open'} />
      </header>
      <p>
        A provider and a payer of your own on this machine, over real HTTP, with members, their records, and faults you
        can switch on. Nothing leaves the laptop.
      </p>
      <div className={style.addresses}>
        <Facts
          shape="list"
          facts={[
            ['provider', <code key="p">{sandbox?.sandbox?.provider.fhirBaseUrl ?? off}</code>],
            ['payer', <code key="y">{sandbox?.sandbox?.payer.fhirBaseUrl ?? off}</code>],
            ['receiver', <code key="r">{receiver?.receiver?.submitAttachmentUrl ?? 'off'}</code>],
          ]}
        />
      </div>
      {failure && <FailureNote failure={failure} />}
      <span className={style.action}>
        <Button kind="main" size="wide" keys="Enter" autoFocus isDisabled={busy} onPress={() => void open()}>
          {sandbox?.running ? 'Open the sandbox' : busy ? 'Starting the sandbox' : 'Start the sandbox'}
        </Button>
        <Button size="wide" icon="lock" isDisabled={busy} onPress={showPractice}>
          Practise authorization
        </Button>
      </span>
    </section>
  );
}
