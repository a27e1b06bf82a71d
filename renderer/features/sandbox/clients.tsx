import type { SandboxClient } from '../../../shared/domain/sandbox-access.ts';
import { IconButton } from '../../ui/button.tsx';
import { Part } from '../../ui/pane.tsx';
import { clientNote, originWords, proofWords } from './client-words.ts';
import style from './sandbox.module.css';

interface Props {
  clients: readonly SandboxClient[];
  onRead: () => void;
}

/** The clients the sandbox's authorization servers know. */
export function Clients({ clients, onRead }: Props) {
  return (
    <Part
      level={2}
      title="Clients it knows"
      count={clients.length || undefined}
      actions={<IconButton icon="refresh" label="Read the clients again" size="small" onPress={onRead} />}
    >
      <table className={style.clients}>
        <thead>
          <tr>
            <th scope="col">Client id</th>
            <th scope="col">Proves itself by</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {clients.map((client) => (
            <tr key={client.clientId}>
              <td>
                <code>{client.clientId}</code>
                {clientNote(client) && <small>{clientNote(client)}</small>}
              </td>
              <td title={client.kids.join('\n') || undefined}>{proofWords(client)}</td>
              <td>{originWords[client.origin]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}
