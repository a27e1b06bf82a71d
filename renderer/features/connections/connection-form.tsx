import { useEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { type CdexVersion, type Connection, normalBaseUrl, type Role } from '../../../shared/domain/connection.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { RoleChoice, VersionChoice } from '../../parts/partner-choices.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { Button } from '../../ui/button.tsx';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import { TextField } from '../../ui/text-field.tsx';
import style from './connections.module.css';

interface Props {
  /** The one being changed; left out to add one. */
  connection?: Connection;
  /** With the id of what was saved; undefined when nothing was. */
  onDone: (id: string | undefined) => void;
}

const saveAction = (run: () => void): Action => ({
  id: 'connection.save',
  title: 'Save the connection',
  group: 'Run',
  keys: 'Mod+Enter',
  run,
});

/** Adds a connection, or changes one. */
export function ConnectionForm({ connection, onDone }: Props) {
  const [name, setName] = useState(connection?.name ?? '');
  const [baseUrl, setBaseUrl] = useState(connection?.baseUrl ?? '');
  const [role, setRole] = useState<Role>(connection?.role ?? 'payer');
  const [cdexVersion, setVersion] = useState<CdexVersion>(connection?.cdexVersion ?? '2.1');
  const [seconds, setSeconds] = useState(String((connection?.timeoutMs ?? 30_000) / 1000));
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  const base = normalBaseUrl(baseUrl.trim());
  const timeoutMs = Math.round(Number(seconds) * 1000);
  const wrongTime = !(timeoutMs >= 100 && timeoutMs <= 3_600_000);
  const shownName = name.trim() || (base ? new URL(base).host : '');
  const fixedAddress = connection !== undefined && connection.origin !== 'user';

  const save = async () => {
    setTried(true);
    setFailure(undefined);
    if (!base || wrongTime || shownName === '') return;
    const fields = { name: shownName, baseUrl: base, role, cdexVersion, timeoutMs };
    const reply = connection
      ? await call('connections.update', { connection: connection.id, patch: fields })
      : await call('connections.add', fields);
    if (!reply.ok) return setFailure(reply.error);
    onDone(reply.value.id);
  };
  const nameTaken = failure?.code === 'name-taken';
  // The registered action stays the same; what it saves is what is written when it runs.
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useActions(useMemo(() => [saveAction(() => void latest.current())], []));

  return (
    <>
      <PaneHead title={connection ? `Edit ${connection.name}` : 'Add a connection'} level={2}>
        <Spring />
        <Button onPress={() => onDone(connection?.id)}>Cancel</Button>
        <Button kind="main" keys="Mod+Enter" onPress={() => void save()}>
          Save
        </Button>
      </PaneHead>
      {failure && !nameTaken && <FailureNote failure={failure} />}
      <div className={style.form}>
        <TextField
          label="Base URL"
          mono
          autoFocus
          isRequired
          isDisabled={fixedAddress}
          placeholder="https://fhir.partner.example/r4"
          value={baseUrl}
          onChange={setBaseUrl}
          hint={
            fixedAddress
              ? 'The sandbox sets its own address.'
              : 'Of the FHIR server; its CapabilityStatement is at [base]/metadata.'
          }
          error={tried && !base ? 'Write an http or https address without a query.' : undefined}
          onSubmit={() => void save()}
        />
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          placeholder={base ? new URL(base).host : undefined}
          hint="As lists and the wire show the partner. Left empty, the host is the name."
          error={nameTaken ? `${failure.message} ${failure.next}` : undefined}
          onSubmit={() => void save()}
        />
        <div className={style.choice}>
          <span>We are</span>
          <RoleChoice value={role} onChange={setRole} />
          <p>A payer is a Data Consumer: it asks. A provider is a Data Source: it answers and submits.</p>
        </div>
        <div className={style.choice}>
          <span>CDex version</span>
          <VersionChoice value={cdexVersion} onChange={setVersion} />
          <p>What the partner speaks. 2.1 is the published version.</p>
        </div>
        <TextField
          label="Give up after (seconds)"
          type="number"
          value={seconds}
          onChange={setSeconds}
          error={wrongTime ? 'Between 0.1 and 3600 seconds.' : undefined}
          onSubmit={() => void save()}
        />
      </div>
    </>
  );
}
