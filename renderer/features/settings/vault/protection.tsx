import { Facts } from '../../../ui/facts.tsx';
import { Part } from '../../../ui/pane.tsx';
import style from './vault.module.css';

/** What is encrypted how, and what is not: for whoever has to vouch for this machine. */
export function Protection() {
  return (
    <>
      <Part level={2} title="What is encrypted, and how">
        <Facts
          shape="list"
          facts={[
            [
              'In the vault',
              'Client secrets, tokens, private keys of ours and of client certificates, proxy passwords, extra headers.',
            ],
            [
              'Each secret',
              'AES-256-GCM by itself, fresh nonce, bound to what it belongs to: swapped or changed, it does not open.',
            ],
            [
              'The vault’s key',
              '256 random bits, written nowhere. Each way to open the vault encrypts its own copy of it.',
            ],
            [
              'A passphrase',
              'scrypt, N 131,072, r 8, p 1: 128 MB of memory for every guess. A file that asks for less is refused.',
            ],
            [
              'The list',
              'Names of secrets and ways are readable, and signed (HMAC-SHA-256): none can be added or taken out unseen.',
            ],
            ['While open', 'Key in the memory of the program that opened it. This page never gets a secret back.'],
          ]}
        />
      </Part>
      <Part level={2} title="What is not">
        <p className={style.says}>
          What partners send lies in the data folder as it came: exchanges, Tasks, documents, the audit trail. The
          folder is open to your user alone; against a stolen disk it needs the encryption of the disk. Whoever runs
          programs as you while the vault is open can reach what they can reach.
        </p>
        <p className={style.says}>
          Nobody can recover a forgotten passphrase. Keys can be made anew, and secrets asked for again: partners keep
          their half.
        </p>
      </Part>
    </>
  );
}
