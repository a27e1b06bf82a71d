import { type Policy, type Quirk, quirks } from '../../../../shared/domain/policy.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Select } from '../../../ui/select.tsx';
import { pollingWords } from '../../../parts/policy-words.ts';
import type { SectionProps } from './draft.ts';
import style from './form.module.css';

/** What was agreed with the partner. */
export function PolicySection({ draft, onChange }: SectionProps) {
  const { policy } = draft;
  const set = (patch: Partial<Policy>) => onChange((before) => ({ ...before, policy: { ...before.policy, ...patch } }));
  const turn = (name: Quirk, on: boolean) =>
    set({ quirks: on ? [...policy.quirks, name] : policy.quirks.filter((quirk) => quirk !== name) });
  return (
    <div className={style.fields}>
      <div className={style.two}>
        <div className={style.choice}>
          <span>Signatures</span>
          <Segmented
            label="Signatures"
            value={policy.signatures}
            onChange={(signatures) => set({ signatures })}
            options={[
              { value: 'not-required', label: 'not required' },
              { value: 'required', label: 'required' },
            ]}
          />
          <p>Required: asked for in Tasks, demanded of what is pushed.</p>
        </div>
        <div className={style.choice}>
          <span>Purpose of use</span>
          <Segmented
            label="Purpose of use"
            value={policy.purposeOfUse}
            onChange={(purposeOfUse) => set({ purposeOfUse })}
            options={[
              { value: 'optional', label: 'optional' },
              { value: 'required', label: 'required' },
            ]}
          />
          <p>Required: every Task must state one.</p>
        </div>
      </div>
      <Select
        label="Tasks are polled"
        value={policy.polling}
        onChange={(polling) => set({ polling })}
        choices={pollingWords}
        hint="Unless somebody chooses otherwise for a Task."
      />
      <fieldset className={style.quirks}>
        <legend>What this partner needs that the standards do not</legend>
        {quirks.map(({ name, says }) => (
          <Checkbox key={name} isSelected={policy.quirks.includes(name)} onChange={(on) => turn(name, on)}>
            <span>{says}</span>
          </Checkbox>
        ))}
      </fieldset>
    </div>
  );
}
