import { authMethods } from '../../../../shared/domain/auth.ts';
import { methodWords } from '../../../parts/auth-words.ts';
import { ChoiceList } from '../../../ui/choice-list.tsx';
import { BackendFields } from './backend-fields.tsx';
import { CodeFields } from './code-fields.tsx';
import type { SectionProps } from './draft.ts';
import style from './form.module.css';
import { SecretFields } from './secret-fields.tsx';
import { SecretSlot } from './secret-slot.tsx';
import { UdapFields } from './udap-fields.tsx';

/** The method by which the partner lets us in, and what that method needs. */
export function AuthSection(props: SectionProps) {
  const { draft, onChange } = props;
  const { method } = draft.auth;
  return (
    <>
      <ChoiceList
        quiet
        label="How they let us in"
        value={method}
        onChange={(chosen) => onChange((before) => ({ ...before, auth: { ...before.auth, method: chosen } }))}
        choices={authMethods.map((value) => ({ value, ...methodWords[value] }))}
      />
      <div className={style.fields}>
        {method === 'bearer' && (
          <SecretSlot
            {...props}
            name="bearer"
            hint="Without the word Bearer. It goes to the vault and is not shown again."
          />
        )}
        {method === 'client-secret' && <SecretFields {...props} />}
        {method === 'backend' && <BackendFields {...props} />}
        {method === 'code' && <CodeFields {...props} />}
        {method === 'udap' && <UdapFields {...props} />}
      </div>
    </>
  );
}
