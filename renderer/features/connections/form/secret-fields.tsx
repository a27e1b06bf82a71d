import { Segmented } from '../../../ui/segmented.tsx';
import type { SectionProps } from './draft.ts';
import style from './form.module.css';
import { SecretSlot } from './secret-slot.tsx';
import { ClientIdField, Pair, setAuth, TokenFields } from './shared-fields.tsx';

/** A client that proves itself by a secret. */
export function SecretFields(props: SectionProps) {
  return (
    <>
      <Pair>
        <ClientIdField {...props} />
        <SecretSlot {...props} name="clientSecret" hint="It goes to the vault and is not shown again." />
      </Pair>
      <div className={style.choice}>
        <span>Sent as</span>
        <Segmented
          label="How the secret is sent"
          value={props.draft.auth.send}
          onChange={(send) => setAuth(props)({ send })}
          options={[
            { value: 'basic', label: 'Authorization header' },
            { value: 'post', label: 'form parameter' },
          ]}
        />
        <p>Basic is what servers must take; some want it in the form (client_secret_post).</p>
      </div>
      <TokenFields {...props} />
    </>
  );
}
