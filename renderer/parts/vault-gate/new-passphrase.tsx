import { leastPassphrase } from '../../../shared/domain/vault.ts';
import { SecretField } from '../../ui/secret-field.tsx';
import { typedSecrets } from '../../ui/secrets.ts';
import style from './vault-gate.module.css';

interface Props {
  label?: string;
  error: string | undefined;
  autoFocus?: boolean;
  onSubmit: () => void;
}

/** A passphrase that is not known yet, typed twice; read by `readNewPassphrase`. */
export function NewPassphrase({ label = 'Passphrase', error, autoFocus, onSubmit }: Props) {
  return (
    <div className={style.two}>
      <SecretField
        label={label}
        name="passphrase"
        hint={`At least ${leastPassphrase} characters. It cannot be recovered: without it the secrets are lost.`}
        error={error}
        autoFocus={autoFocus}
        onSubmit={onSubmit}
      />
      <SecretField label="The same again" name="again" onSubmit={onSubmit} />
    </div>
  );
}

/** What speaks against the two, in a sentence; undefined when nothing does. Neither is repeated. */
export function passphraseProblem(passphrase: string | undefined, again: string | undefined): string | undefined {
  if (passphrase === undefined) return 'Write a passphrase.';
  // Counted as the vault counts: letters, whichever way the keyboard spells them.
  if ([...passphrase.normalize('NFKC')].length < leastPassphrase)
    return `It is too short: it needs at least ${leastPassphrase} characters. Several words are best.`;
  return passphrase === again ? undefined : 'The two are not the same.';
}

/** The passphrase typed inside `scope`, or what is wrong with it. Put the answer into the command and keep it nowhere. */
export async function readNewPassphrase(scope: ParentNode): Promise<{ passphrase: string } | { wrong: string }> {
  const { passphrase, again } = await typedSecrets(scope);
  const wrong = passphraseProblem(passphrase, again);
  return wrong === undefined && passphrase !== undefined ? { passphrase } : { wrong: wrong ?? 'Write a passphrase.' };
}
