import { normalBaseUrl } from '../../../../shared/domain/connection.ts';
import { RoleChoice, VersionChoice } from '../../../parts/partner-choices.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { ConnectionDraft, SectionProps } from './draft.ts';
import style from './form.module.css';

/** Where the partner is, what it is called, which side we are on. */
export function Basics({ draft, onChange, connection, problems, onSubmit }: SectionProps & { onSubmit: () => void }) {
  const set = (patch: Partial<ConnectionDraft>) => onChange((before) => ({ ...before, ...patch }));
  const isFixed = connection !== undefined && connection.origin !== 'user';
  const base = normalBaseUrl(draft.baseUrl.trim());
  return (
    <div className={style.basics}>
      <TextField
        label="Base URL"
        mono
        autoFocus
        isRequired
        isDisabled={isFixed}
        placeholder="https://fhir.partner.example/r4"
        value={draft.baseUrl}
        onChange={(baseUrl) => set({ baseUrl })}
        hint={
          isFixed
            ? 'The sandbox sets its own address.'
            : 'Of the FHIR server; its CapabilityStatement is at [base]/metadata.'
        }
        error={problems.baseUrl}
        onSubmit={onSubmit}
      />
      <div className={style.two}>
        <TextField
          label="Name"
          value={draft.name}
          onChange={(name) => set({ name })}
          placeholder={base ? new URL(base).host : undefined}
          hint="As lists and the wire show the partner. Left empty, the host is the name."
          error={problems.name}
          onSubmit={onSubmit}
        />
        <TextField
          label="Give up after (seconds)"
          type="number"
          value={draft.seconds}
          onChange={(seconds) => set({ seconds })}
          error={problems.timeoutMs}
          onSubmit={onSubmit}
        />
      </div>
      <div className={style.two}>
        <div className={style.choice}>
          <span>We are</span>
          <RoleChoice value={draft.role} onChange={(role) => set({ role })} />
          <p>A payer is a Data Consumer: it asks. A provider is a Data Source: it answers and submits.</p>
        </div>
        <div className={style.choice}>
          <span>CDex version</span>
          <VersionChoice value={draft.cdexVersion} onChange={(cdexVersion) => set({ cdexVersion })} />
          <p>What the partner speaks. 2.1 is the published version.</p>
        </div>
      </div>
    </div>
  );
}
