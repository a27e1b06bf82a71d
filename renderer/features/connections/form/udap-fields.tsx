import { SecretField } from '../../../ui/secret-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { SectionProps } from './draft.ts';
import { PemField } from './pem-field.tsx';
import { SecretSlot } from './secret-slot.tsx';
import { AddressField, ClientIdField, Pair, setAuth, TokenFields } from './shared-fields.tsx';
import { usualPurposes } from './usual-words.ts';
import { WordField } from './word-field.tsx';

/** UDAP business-to-business: the certificate, on whose behalf we ask, and why. */
export function UdapFields(props: SectionProps) {
  const { draft, problems } = props;
  const set = setAuth(props);
  return (
    <>
      <PemField
        label="Certificate chain"
        value={draft.auth.certificate}
        onChange={(certificate) => set({ certificate })}
        hint="PEM, our own certificate first. It must name us by a URI."
        error={problems['files.udapCertificate']}
      />
      <SecretSlot {...props} name="udapKey" shape="key" hint="PEM. It goes to the vault and is not shown again." />
      <SecretField
        label="Passphrase of the key"
        name="udapPassphrase"
        error={problems['secrets.udapPassphrase']}
        hint="Only where the key is encrypted. It opens the key once and is not kept."
      />
      <Pair>
        <TextField
          label="Organization"
          mono
          value={draft.auth.organizationId}
          onChange={(organizationId) => set({ organizationId })}
          placeholder="https://payer.example/organization"
          hint="A URI for the organization that asks. Left empty, the one in the certificate."
          error={problems['auth.organizationId']}
        />
        <TextField
          label="Its name"
          value={draft.auth.organizationName}
          onChange={(organizationName) => set({ organizationName })}
        />
      </Pair>
      <WordField
        label="Purpose of use"
        value={draft.auth.purposeOfUse}
        onChange={(purposeOfUse) => set({ purposeOfUse })}
        usual={usualPurposes}
        hint="Left empty, payment."
        error={problems['auth.purposeOfUse']}
      />
      <TokenFields {...props} />
      <Pair>
        <ClientIdField {...props} hint="Left empty, we register ourselves and keep the id." />
        <TextField
          label="Contact"
          value={draft.auth.contact}
          onChange={(contact) => set({ contact })}
          placeholder="integration@payer.example"
          hint="A mail address, told when we register."
          error={problems['auth.contact']}
        />
        <AddressField
          {...props}
          name="registrationUrl"
          label="Registration URL"
          hint="Left empty, the one the partner publishes."
        />
      </Pair>
    </>
  );
}
