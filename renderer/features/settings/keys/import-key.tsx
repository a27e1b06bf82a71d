import { useRef, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { type KeyAlgorithm, keyAlgorithms } from '../../../../shared/domain/key.ts';
import { call } from '../../../api/call.ts';
import { throughVault } from '../../../stores/vault-gate.ts';
import { PaneBody, PaneHead, Part } from '../../../ui/pane.tsx';
import { SecretField } from '../../../ui/secret-field.tsx';
import { SecretFile } from '../../../ui/secret-file.tsx';
import { typedSecrets, wipeSecrets } from '../../../ui/secrets.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormFoot } from './form-foot.tsx';
import style from './keys.module.css';
import { fieldOf } from './words.ts';

type Wrong = { name?: string; source?: string; passphrase?: string };
type Form = 'text' | 'base64';

/** Takes in a key somebody has already. `onDone` with the new key's id, or none. */
export function ImportKey({ onDone }: { onDone: (id?: string) => void }) {
  const [name, setName] = useState('');
  const [form, setForm] = useState<Form>('text');
  const [alg, setAlg] = useState<KeyAlgorithm | 'own'>('own');
  const [kid, setKid] = useState('');
  const [wrong, setWrong] = useState<Wrong>({});
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const page = useRef<HTMLDivElement>(null);

  const take = async () => {
    const scope = page.current;
    if (!scope || isBusy) return;
    const isThere = (await typedSecrets(scope)).source !== undefined;
    const missing: Wrong = {
      ...(name.trim() === '' ? { name: 'Give it a name; connections choose it by that.' } : {}),
      ...(isThere ? {} : { source: 'Paste the key, or choose its file.' }),
    };
    setWrong(missing);
    setFailure(undefined);
    if (Object.keys(missing).length > 0) return;
    setBusy(true);
    const reply = await throughVault(async () => {
      const { source = '', passphrase } = await typedSecrets(scope);
      return call('keys.import', {
        name: name.trim(),
        source: { value: source },
        ...(passphrase === undefined ? {} : { passphrase: { value: passphrase } }),
        ...(alg === 'own' ? {} : { alg }),
        ...(kid.trim() === '' ? {} : { kid: kid.trim() }),
      });
    });
    setBusy(false);
    if (reply.ok) {
      wipeSecrets(scope);
      return onDone(reply.value.id);
    }
    const field = fieldOf(reply.error);
    if (field) setWrong({ [field]: `${reply.error.message} ${reply.error.next}` });
    else setFailure(reply.error);
  };

  return (
    <>
      <PaneHead title="Import a key" level={2} />
      <PaneBody label="Import a key">
        <Part>
          <div className={style.form} ref={page}>
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              placeholder="harbor-prod"
              error={wrong.name}
              autoFocus
            />
            <div>
              <Segmented
                label="What it lies in"
                value={form}
                onChange={setForm}
                options={[
                  { value: 'text', label: 'PEM or JWK' },
                  { value: 'base64', label: 'PFX file' },
                ]}
              />
            </div>
            <SecretFile
              key={form}
              label={form === 'text' ? 'Private key' : 'PFX file'}
              name="source"
              as={form}
              accept={form === 'text' ? '.pem,.key,.json,.jwk,.jwks' : '.pfx,.p12'}
              hint={
                form === 'text'
                  ? 'PKCS#1, SEC1 or PKCS#8, encrypted or not, or a private JWK. Shown as dots, and not kept in this page.'
                  : 'The private key in it is taken; its certificates are not.'
              }
              error={wrong.source}
            />
            <SecretField
              label="Passphrase of the key"
              name="passphrase"
              hint="Only where the key is encrypted. Used once, and not kept."
              error={wrong.passphrase}
              onSubmit={() => void take()}
            />
            <div className={style.two}>
              <Select
                label="Algorithm"
                value={alg}
                onChange={setAlg}
                choices={[
                  { value: 'own', label: 'As the key says' },
                  ...keyAlgorithms.map((value) => ({ value, label: value })),
                ]}
              />
              <TextField
                label="kid"
                mono
                value={kid}
                onChange={setKid}
                placeholder="its own, or its thumbprint"
                hint="Write the one a partner knows it by."
              />
            </div>
            <FormFoot
              failure={failure}
              verb="Import"
              doing="Importing"
              isBusy={isBusy}
              onPress={() => void take()}
              onCancel={() => onDone()}
            />
          </div>
        </Part>
      </PaneBody>
    </>
  );
}
