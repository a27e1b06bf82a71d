import { useState } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { CertificateKind, SandboxClient } from '../../../shared/domain/sandbox-access.ts';
import { methodWords } from '../../parts/auth-words.ts';
import { useConnectionInUse } from '../../stores/connection-in-use.ts';
import { recordsOf, useRecord, useRecords, useTable } from '../../stores/records.ts';
import type { Commands } from '../../stores/use-commands.ts';
import { throughVault } from '../../stores/vault-gate.ts';
import { Button } from '../../ui/button.tsx';
import { ResultFigure } from '../../ui/figures.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { Part } from '../../ui/pane.tsx';
import { Select } from '../../ui/select.tsx';
import { admissionWords, movedBase } from './client-words.ts';
import style from './sandbox.module.css';

interface Props {
  clients: readonly SandboxClient[];
  isBusy: boolean;
  run: Commands['run'];
  onAdmitted: () => void;
}

/** Makes one of our connections known to the sandbox, or gives it a certificate of the sandbox's authority. */
export function LetIn({ clients, isBusy, run, onAdmitted }: Props) {
  const table = useTable('connection');
  const inUse = useConnectionInUse();
  const [chosen, setChosen] = useState<string>();
  const [done, setDone] = useState<string>();
  const role = useRecord('role', 'sandbox');
  const connections = recordsOf({ ...useRecords.getState(), connection: table }, 'connection');
  const connection = connections.find(({ id }) => id === (chosen ?? inUse?.id));
  const choose = (id: string) => {
    setChosen(id);
    setDone(undefined);
  };
  const admit = async ({ id, name }: Connection) => {
    setDone(undefined);
    const reply = await throughVault(() => run('sandbox.admit', { connection: id }));
    if (!reply.ok) return;
    setDone(`${name} is known as ${reply.value.clientId}.`);
    onAdmitted();
  };
  const certify = async ({ id, name }: Connection, kind: CertificateKind) => {
    setDone(undefined);
    const reply = await throughVault(() => run('sandbox.certificate', { connection: id, kind }));
    if (!reply.ok) return;
    setDone(
      kind === 'client'
        ? `${name} shows a client certificate now, and trusts the sandbox’s authority.`
        : `${name} is let in by UDAP now. Register it: Credentials of the connection.`,
    );
  };
  const bases = role?.sandbox ? [role.sandbox.provider.fhirBaseUrl, role.sandbox.payer.fhirBaseUrl] : [];
  const moved = connection && movedBase(connection.baseUrl, bases);
  const follow = async ({ id, name }: Connection, baseUrl: string) => {
    const ca = role?.locks?.ca;
    const files = { ca: ca === undefined ? null : { value: ca } };
    const reply = await run('connections.update', { connection: id, patch: { baseUrl, files } });
    if (reply.ok) setDone(`${name} uses ${baseUrl} now.`);
  };
  const words = connection && admissionWords(connection, clients);
  return (
    <Part level={2} title="Let a connection in">
      <div className={style.choose}>
        <Select
          label="Connection"
          quiet
          value={connection?.id}
          placeholder={connections.length === 0 ? 'No connection yet' : 'Choose a connection'}
          choices={connections.map(({ id, name, auth }) => ({
            value: id,
            label: name,
            note: methodWords[auth.method].label,
          }))}
          onChange={choose}
        />
      </div>
      {connection && words && (
        <>
          <p className={style.known}>
            <ResultFigure result={words.isKnown ? 'ok' : 'unchecked'} silent />
            {words.says}
          </p>
          <div className={style.row}>
            <Button icon="plus" isDisabled={isBusy || !words.canAdmit} onPress={() => void admit(connection)}>
              {words.isKnown ? 'Let it in anew' : 'Let it in'}
            </Button>
            <Button icon="shield" isDisabled={isBusy} onPress={() => void certify(connection, 'client')}>
              Client certificate
            </Button>
            <Button
              icon="shield"
              isDisabled={isBusy || !words.canUdap}
              onPress={() => void certify(connection, 'udap')}
            >
              UDAP certificate
            </Button>
          </div>
        </>
      )}
      {connection && moved && (
        <FindingList label="The address of the connection">
          <Finding
            result="warn"
            message={`${connection.name} still calls ${connection.baseUrl}; the sandbox is at ${moved} now.`}
          >
            <Button size="small" isDisabled={isBusy} onPress={() => void follow(connection, moved)}>
              Use the new address
            </Button>
          </Finding>
        </FindingList>
      )}
      {done && (
        <p className={style.known} role="status">
          <ResultFigure result="ok" />
          {done}
        </p>
      )}
    </Part>
  );
}
