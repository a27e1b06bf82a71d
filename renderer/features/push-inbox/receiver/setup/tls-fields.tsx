import { useState } from 'react';
import type { ReceiverSetup } from '../../../../../shared/domain/receiver.ts';
import { ChoiceList } from '../../../../ui/choice-list.tsx';
import { KeptSecret, type SecretPlan } from '../../../../ui/kept-secret.tsx';
import { SecretFile } from '../../../../ui/secret-file.tsx';
import { TextArea } from '../../../../ui/text-area.tsx';
import style from '../receiver.module.css';
import type { SetupDraft } from './setup-draft.ts';
import { tlsChoices } from './setup-words.ts';

interface Props {
  draft: SetupDraft;
  setup: ReceiverSetup;
  onPatch: (change: Partial<SetupDraft>) => void;
}

/** How the line is made. */
export function TlsFields({ draft, setup, onPatch }: Props) {
  const [plan, setPlan] = useState<SecretPlan>('keep');
  const isKept = setup.tls.mode === 'given' && setup.secrets.includes('tls-key');
  return (
    <fieldset className={style.group}>
      <legend>The line</legend>
      <ChoiceList label="Line" quiet value={draft.tls} choices={tlsChoices} onChange={(tls) => onPatch({ tls })} />
      {draft.tls === 'given' && (
        <>
          <TextArea
            label="Certificate chain, PEM, its own first"
            value={draft.certificate}
            placeholder="-----BEGIN CERTIFICATE-----"
            onChange={(certificate) => onPatch({ certificate })}
          />
          <KeptSecret
            label="private key"
            isKept={isKept}
            plan={plan}
            onPlan={(next) => setPlan(next === 'forget' ? 'replace' : next)}
          >
            <SecretFile label="Private key, PEM" name="key" as="text" accept=".pem,.key" />
          </KeptSecret>
        </>
      )}
    </fieldset>
  );
}
