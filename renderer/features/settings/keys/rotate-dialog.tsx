import type { Connection } from '../../../../shared/domain/connection.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import style from './keys.module.css';

interface Props {
  isOpen: boolean;
  name: string;
  users: readonly Pick<Connection, 'name'>[];
  onClose: () => void;
  onRotate: () => void;
}

/** What rotating does, in the order it happens, and what partners must be told when. */
export function RotateDialog({ isOpen, name, users, onClose, onRotate }: Props) {
  const who = users.length === 0 ? 'No connection signs with it now.' : users.map((one) => one.name).join(', ');
  return (
    <Dialog
      title={`Rotate ${name}?`}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Not now
          </Button>
          <Button kind="main" icon="refresh" onPress={onRotate}>
            Rotate
          </Button>
        </>
      }
    >
      <ol className={style.steps}>
        <li>A new key of the same algorithm is made under the name, with a kid of its own. It signs from then on.</li>
        <li>The old one retires. It signs nothing more, and stays in the JWKS until you remove it.</li>
        <li>
          Save the new JWKS and send it to the partners: until they have it, they answer invalid_client, unknown key. A
          partner that reads your JWKS by its address needs no file.
        </li>
      </ol>
      <p className={style.says}>
        <b>Concerned:</b> {who}
      </p>
      <p className={style.says}>
        <b>Without a gap:</b> generate a key of another name, send its JWKS first, and choose it in the connection once
        the partner has it.
      </p>
    </Dialog>
  );
}
