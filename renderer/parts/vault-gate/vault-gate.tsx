import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { VaultStatus } from '../../../shared/domain/vault.ts';
import { call } from '../../api/call.ts';
import { answerVaultGate, useVaultGate } from '../../stores/vault-gate.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { MakeVault } from './make-vault.tsx';
import { OpenVault } from './open-vault.tsx';
import style from './vault-gate.module.css';

/** Asks for the vault when something needs it; stands once in the frame. */
export function VaultGate() {
  const isOpen = useVaultGate((gate) => gate.isOpen);
  return (
    <Dialog title="The vault" isOpen={isOpen} onClose={() => answerVaultGate(false)}>
      <Question />
    </Dialog>
  );
}

const opened = () => answerVaultGate(true);
const later = () => answerVaultGate(false);

/** What is to be asked follows from how the vault stands. */
function Question() {
  const [status, setStatus] = useState<VaultStatus>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    void call('vault.status', {}).then((reply) => (reply.ok ? setStatus(reply.value) : setFailure(reply.error)));
  }, []);
  useEffect(() => {
    // Another window may have opened it meanwhile.
    if (status?.state === 'open') answerVaultGate(true);
  }, [status]);
  if (failure) return <ErrorNote failure={failure} />;
  if (!status) return <p role="status">Looking at the vault</p>;
  if (status.state === 'none') return <MakeVault choices={status.choices} onDone={opened} onLater={later} />;
  if (status.state === 'locked') return <OpenVault status={status} onDone={opened} onLater={later} />;
  if (status.state === 'open') return null;
  return (
    <div className={style.page}>
      <p>{status.problem?.message ?? 'The file of the vault cannot be read.'}</p>
      <p className={style.next}>
        <span>Next:</span> {status.problem?.next ?? 'Bring back the file from a copy of the data folder.'}
      </p>
    </div>
  );
}
