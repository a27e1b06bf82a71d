import { Segmented } from '../../../ui/segmented.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { SectionProps } from './draft.ts';
import style from './form.module.css';
import { KeyChoice } from './key-choice.tsx';
import { keySuggestion } from './key-suggestion.ts';
import { SecretSlot } from './secret-slot.tsx';
import { AddressField, ClientIdField, Pair, setAuth, TokenFields } from './shared-fields.tsx';

/** A person signs in, in the browser of the system; the code comes back over a loopback address. */
export function CodeFields(props: SectionProps) {
  const { draft, problems } = props;
  const { client } = draft.auth;
  return (
    <>
      <div className={style.choice}>
        <span>We prove ourselves</span>
        <Segmented
          label="How the client proves itself"
          value={client}
          onChange={(chosen) => setAuth(props)({ client: chosen })}
          options={[
            { value: 'public', label: 'by PKCE alone' },
            { value: 'asymmetric', label: 'by key' },
            { value: 'secret', label: 'by secret' },
          ]}
        />
        <p>PKCE is always used; key or secret come on top where the partner registered us as confidential.</p>
      </div>
      <ClientIdField {...props} />
      {client === 'asymmetric' && (
        <KeyChoice
          value={draft.auth.key}
          onChange={(key) => setAuth(props)({ key })}
          suggestion={keySuggestion(draft)}
          algorithm="RS384"
          error={problems['auth.key']}
        />
      )}
      {client === 'secret' && <SecretSlot {...props} name="clientSecret" />}
      <TokenFields {...props} />
      <Pair>
        <AddressField
          {...props}
          name="authorizeUrl"
          label="Authorize URL"
          hint="Left empty, the one the partner publishes."
        />
        <TextField
          label="Port of the redirect"
          mono
          value={draft.auth.redirectPort}
          onChange={(redirectPort) => setAuth(props)({ redirectPort })}
          placeholder="any free port"
          hint="Fixed where the partner wants the loopback address registered with it."
          error={problems['auth.redirectPort']}
        />
      </Pair>
    </>
  );
}
