import { useCallback, useEffect, useState } from 'react';
import type { SandboxClient } from '../../../shared/domain/sandbox-access.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useRecord } from '../../stores/records.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { Part } from '../../ui/pane.tsx';
import { Clients } from './clients.tsx';
import { LetIn } from './let-in.tsx';
import { Locks } from './locks.tsx';
import { PracticePart } from './practice-part.tsx';
import style from './sandbox.module.css';

/** How the sandbox's doors are locked, whom it knows, and how a connection gets in. */
export function Access() {
  const role = useRecord('role', 'sandbox');
  const running = role?.running ?? false;
  const { busy, failure, run } = useCommands();
  const [clients, setClients] = useState<SandboxClient[]>([]);
  const read = useCallback(async () => {
    const reply = await run('sandbox.clients', {});
    if (reply.ok) setClients(reply.value);
  }, [run]);
  useEffect(() => {
    if (running) void read();
    else setClients([]);
  }, [running, read]);
  const isBusy = busy !== undefined && busy !== 'sandbox.clients';
  return (
    <>
      <PracticePart isBusy={isBusy} />
      {failure && <FailureNote failure={failure} />}
      {running ? (
        <>
          <Locks locks={role?.locks} address={role?.sandbox} isBusy={isBusy} run={run} />
          <LetIn clients={clients} isBusy={isBusy} run={run} onAdmitted={() => void read()} />
          <Clients clients={clients} onRead={() => void read()} />
        </>
      ) : (
        <Part level={2} title="How its doors are locked">
          <p className={style.said}>The sandbox is off. Started, it is open: no token, no TLS.</p>
        </Part>
      )}
    </>
  );
}
