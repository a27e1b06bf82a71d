import { TextField } from '../../../ui/text-field.tsx';
import type { SectionProps } from './draft.ts';
import { KeyChoice } from './key-choice.tsx';
import { keySuggestion } from './key-suggestion.ts';
import { AddressField, ClientIdField, Pair, setAuth, TokenFields } from './shared-fields.tsx';

/** SMART backend services: client id, the key that signs, and where the partner looks for its public half. */
export function BackendFields(props: SectionProps) {
  const { draft, problems } = props;
  return (
    <>
      <ClientIdField {...props} />
      <KeyChoice
        value={draft.auth.key}
        onChange={(key) => setAuth(props)({ key })}
        suggestion={keySuggestion(draft)}
        algorithm="RS384"
        error={problems['auth.key']}
      />
      <TokenFields {...props} />
      <Pair>
        <TextField
          label="Audience"
          mono
          value={draft.auth.audience}
          onChange={(audience) => setAuth(props)({ audience })}
          placeholder="the token URL"
          hint="What aud says. Some servers want their issuer."
          error={problems['auth.audience']}
        />
        <AddressField
          {...props}
          name="jku"
          label="JWKS URL (jku)"
          hint="Only where you registered an address the partner can reach."
        />
      </Pair>
    </>
  );
}
