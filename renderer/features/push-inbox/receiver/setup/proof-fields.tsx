import { useState } from 'react';
import type { ReceiverSetup } from '../../../../../shared/domain/receiver.ts';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { ChoiceList } from '../../../../ui/choice-list.tsx';
import { KeptSecret, type SecretPlan } from '../../../../ui/kept-secret.tsx';
import { SecretField } from '../../../../ui/secret-field.tsx';
import { TextArea } from '../../../../ui/text-area.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import style from '../receiver.module.css';
import { hasSecret, type SetupDraft } from './setup-draft.ts';
import { proofChoices } from './setup-words.ts';

interface Props {
  draft: SetupDraft;
  setup: ReceiverSetup;
  /** What is wrong with the header's name. */
  problem: string | undefined;
  onPatch: (change: Partial<SetupDraft>) => void;
}

/** A secret of ours or one of the partner's; never shown again, told by a file. */
function SecretPart({ draft, setup, onPatch }: Omit<Props, 'problem'>) {
  const isKept = hasSecret(setup, draft.proof);
  const [plan, setPlan] = useState<SecretPlan>('keep');
  const choose = (next: SecretPlan) => {
    const following = next === 'forget' ? 'replace' : next;
    setPlan(following);
    onPatch({ makeSecret: following === 'replace' });
  };
  return (
    <KeptSecret label="secret" isKept={isKept} plan={plan} onPlan={choose}>
      <Checkbox isSelected={draft.makeSecret} onChange={(makeSecret) => onPatch({ makeSecret })}>
        Make a secret nobody can guess
      </Checkbox>
      {draft.makeSecret && (
        <p className={style.said}>The command line writes it into a file for the partner, once it is made.</p>
      )}
      {!draft.makeSecret && (
        <SecretField
          label={draft.proof === 'path' ? 'Secret part of the address' : 'Value of the header'}
          name="secret"
          hint="It goes to the vault and is not shown again."
        />
      )}
    </KeptSecret>
  );
}

/** How senders prove who they are. */
export function ProofFields({ draft, setup, problem, onPatch }: Props) {
  const { proof } = draft;
  return (
    <fieldset className={style.group}>
      <legend>Who is let in</legend>
      <ChoiceList
        label="Proof"
        quiet
        value={proof}
        choices={proofChoices}
        onChange={(chosen) => onPatch({ proof: chosen, makeSecret: !hasSecret(setup, chosen) })}
      />
      {proof === 'header' && (
        <TextField
          label="Name of the header"
          mono
          value={draft.headerName}
          error={problem}
          onChange={(headerName) => onPatch({ headerName })}
        />
      )}
      {(proof === 'path' || proof === 'header') && (
        <SecretPart key={proof} draft={draft} setup={setup} onPatch={onPatch} />
      )}
      {proof === 'certificate' && (
        <TextArea
          label="Authorities whose client certificates count, PEM"
          value={draft.clientCa}
          placeholder="empty: the sandbox’s authority"
          onChange={(clientCa) => onPatch({ clientCa })}
        />
      )}
    </fieldset>
  );
}
