import { TextField } from '../../../ui/text-field.tsx';
import type { AuthDraft, SectionProps } from './draft.ts';
import style from './form.module.css';
import { scopeHint, usualScopes } from './usual-words.ts';
import { WordField } from './word-field.tsx';

/** Changes fields of the method. */
export const setAuth =
  ({ onChange }: SectionProps) =>
  (patch: Partial<AuthDraft>): void =>
    onChange((before) => ({ ...before, auth: { ...before.auth, ...patch } }));

type AddressName = 'tokenUrl' | 'authorizeUrl' | 'registrationUrl' | 'jku';

interface AddressProps extends SectionProps {
  name: AddressName;
  label: string;
  hint: string;
}

/** An address the partner usually publishes. */
export function AddressField({ name, label, hint, ...props }: AddressProps) {
  return (
    <TextField
      label={label}
      mono
      value={props.draft.auth[name]}
      onChange={(value) => setAuth(props)({ [name]: value })}
      placeholder="from discovery"
      hint={hint}
      error={props.problems[`auth.${name}`]}
    />
  );
}

/** The id the partner gave us. */
export function ClientIdField({ hint, ...props }: SectionProps & { hint?: string }) {
  return (
    <TextField
      label="Client id"
      mono
      value={props.draft.auth.clientId}
      onChange={(clientId) => setAuth(props)({ clientId })}
      hint={hint ?? 'Given by the partner when you registered.'}
      error={props.problems['auth.clientId']}
    />
  );
}

/** Where the token is asked for, and how far it shall reach. */
export function TokenFields(props: SectionProps) {
  const { draft, problems } = props;
  return (
    <>
      <WordField
        label="Scopes"
        value={draft.auth.scope}
        onChange={(scope) => setAuth(props)({ scope })}
        usual={usualScopes(draft.role, draft.auth.method)}
        hint={scopeHint(draft.role, draft.auth.method)}
        error={problems['auth.scope']}
      />
      <AddressField {...props} name="tokenUrl" label="Token URL" hint="Left empty, the one the partner publishes." />
    </>
  );
}

/** Fields that are seldom needed, beside each other. */
export const Pair = ({ children }: { children: React.ReactNode }) => <div className={style.two}>{children}</div>;
