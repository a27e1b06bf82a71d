import type { ReactNode } from 'react';
import type { SecretName } from '../../../../shared/domain/auth.ts';
import { secretWords } from '../../../parts/auth-words.ts';
import { KeptSecret } from '../../../ui/kept-secret.tsx';
import { SecretField } from '../../../ui/secret-field.tsx';
import { SecretFile } from '../../../ui/secret-file.tsx';
import type { SectionProps } from './draft.ts';

interface Props extends SectionProps {
  name: SecretName;
  hint?: ReactNode;
  /** `key` for PEM, `lines` for several values under each other. */
  shape?: 'line' | 'lines' | 'key';
  placeholder?: string;
}

/** One secret of the connection: kept, or a field for it. */
export function SecretSlot({ name, hint, shape = 'line', placeholder, draft, onChange, connection, problems }: Props) {
  const label = secretWords[name];
  const error = problems[`secrets.${name}`];
  return (
    <KeptSecret
      label={label}
      isKept={connection?.secrets.includes(name) ?? false}
      plan={draft.plans[name] ?? 'keep'}
      onPlan={(plan) => onChange((before) => ({ ...before, plans: { ...before.plans, [name]: plan } }))}
    >
      {shape === 'key' ? (
        <SecretFile label={label} name={name} as="text" accept=".pem,.key,.jwk,.json" hint={hint} error={error} />
      ) : (
        <SecretField
          label={label}
          name={name}
          lines={shape === 'lines' ? 3 : 1}
          hint={hint}
          error={error}
          placeholder={placeholder}
        />
      )}
    </KeptSecret>
  );
}
