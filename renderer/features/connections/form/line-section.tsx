import { SecretField } from '../../../ui/secret-field.tsx';
import { SecretFile } from '../../../ui/secret-file.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { LineDraft, SectionProps } from './draft.ts';
import style from './form.module.css';
import { PemField } from './pem-field.tsx';
import { SecretSlot } from './secret-slot.tsx';
import { Pair } from './shared-fields.tsx';

/** How the line is made: whom to trust, what to show of ourselves, which way to go. */
export function LineSection(props: SectionProps) {
  const { draft, onChange, problems } = props;
  const { line } = draft;
  const set = (patch: Partial<LineDraft>) => onChange((before) => ({ ...before, line: { ...before.line, ...patch } }));
  return (
    <div className={style.fields}>
      <PemField
        label="Authorities to trust"
        value={line.ca}
        onChange={(ca) => set({ ca })}
        hint="PEM, in place of the system’s. Left empty, the system’s authorities are trusted."
        error={problems['files.ca']}
      />
      <div className={style.choice}>
        <span>Client certificate</span>
        <Segmented
          label="Client certificate"
          value={line.client}
          onChange={(client) => set({ client })}
          options={[
            { value: 'none', label: 'none' },
            { value: 'pem', label: 'certificate and key' },
            { value: 'pfx', label: 'PFX file' },
          ]}
        />
        <p>Shown to partners that ask for mutual TLS.</p>
      </div>
      <ClientCertificate {...props} onLine={set} />
      <Pair>
        <TextField
          label="Name on their certificate"
          mono
          value={line.serverName}
          onChange={(serverName) => set({ serverName })}
          placeholder="the host of the base URL"
          error={problems['line.serverName']}
        />
        <TextField
          label="Proxy"
          mono
          value={line.proxyUrl}
          onChange={(proxyUrl) => set({ proxyUrl })}
          placeholder="http://proxy.example:3128"
          error={problems['line.proxyUrl']}
        />
      </Pair>
      {line.proxyUrl.trim() !== '' && <SecretSlot {...props} name="proxyCredentials" placeholder="user:password" />}
      <SecretSlot
        {...props}
        name="headers"
        shape="lines"
        placeholder="Name: value"
        hint="Sent with every request to this partner, one a line. Names and values go to the vault."
      />
    </div>
  );
}

function ClientCertificate({ onLine, ...props }: SectionProps & { onLine: (patch: Partial<LineDraft>) => void }) {
  const { draft, problems } = props;
  const { client, clientCertificate } = draft.line;
  if (client === 'none') return null;
  const passphrase = (
    <SecretField
      label="Passphrase"
      name="passphrase"
      hint="Only where the key is encrypted. It opens the key once and is not kept."
      error={problems['secrets.passphrase']}
    />
  );
  if (client === 'pfx') {
    return (
      <>
        <SecretFile
          label="PFX file"
          name="clientPfx"
          as="base64"
          accept=".pfx,.p12"
          hint="Certificate and key in one; the key goes to the vault."
          error={problems['secrets.clientPfx']}
        />
        {passphrase}
      </>
    );
  }
  return (
    <>
      <PemField
        label="Our certificate"
        value={clientCertificate}
        onChange={(text) => onLine({ clientCertificate: text })}
        hint="PEM, our own first, then its authorities."
        error={problems['files.clientCertificate']}
      />
      <SecretSlot {...props} name="clientKey" shape="key" hint="PEM. It goes to the vault and is not shown again." />
      {passphrase}
    </>
  );
}
