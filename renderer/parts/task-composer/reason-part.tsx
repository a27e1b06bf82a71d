import { Checkbox } from '../../ui/checkbox.tsx';
import { Part } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import style from '../composer/fields.module.css';
import { type FieldsProps, Slot } from './slot.tsx';
import type { TaskForm } from './task-form.ts';

/** Why a data request is made: a claim, a coverage, words; or, said aloud, that nothing is known (CONF-058). */
export function ReasonPart({ form, set }: FieldsProps) {
  const { reasonUnknown } = form;
  return (
    <Part
      title="Reason"
      actions={
        <Slot field="reasonUnknown">
          <Checkbox isSelected={reasonUnknown} onChange={(next) => set({ reasonUnknown: next })}>
            None is known
          </Checkbox>
        </Slot>
      }
    >
      {reasonUnknown ? (
        <p className={style.small}>Said aloud, it may be left out (CONF-058). What was typed here rests meanwhile.</p>
      ) : (
        <>
          <div className={style.two}>
            <Slot field="claim">
              <TextField
                label="Claim or prior authorization"
                value={form.claim}
                onChange={(claim) => set({ claim })}
                mono
                placeholder="SYSTEM|VALUE"
              />
            </Slot>
            <Slot field="claimAssignedBy">
              <div className={style.labelled}>
                <span>Its id was given by</span>
                <Segmented
                  label="Who gave the claim its id"
                  value={form.claimAssignedBy}
                  isDisabled={form.claim.trim() === ''}
                  onChange={(claimAssignedBy) => set({ claimAssignedBy })}
                  options={[
                    { value: 'payer', label: 'the payer, FILL' },
                    { value: 'provider', label: 'the provider, PLAC' },
                  ]}
                />
              </div>
            </Slot>
            <Slot field="reasonReference">
              <TextField
                label="The same by reference"
                value={form.reasonReference}
                onChange={(reasonReference) => set({ reasonReference })}
                mono
                placeholder="Claim/1 or Coverage/1"
              />
            </Slot>
            <Slot field="reasonType">
              <div className={style.labelled}>
                <span>What it is</span>
                <Segmented<TaskForm['reasonType']>
                  label="What the reason is"
                  value={form.reasonType}
                  onChange={(reasonType) => set({ reasonType })}
                  options={[
                    { value: '', label: 'not said' },
                    { value: 'Claim', label: 'Claim' },
                    { value: 'Coverage', label: 'Coverage' },
                  ]}
                />
              </div>
            </Slot>
          </div>
          <div className={style.below}>
            <Slot field="reason">
              <TextField label="Reason in words" value={form.reason} onChange={(reason) => set({ reason })} />
            </Slot>
          </div>
        </>
      )}
    </Part>
  );
}
