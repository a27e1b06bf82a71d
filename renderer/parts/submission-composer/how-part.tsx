import { Checkbox } from '../../ui/checkbox.tsx';
import { Part } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import fields from '../composer/fields.module.css';
import { changeForm, edit, useComposing } from './composer-store.ts';
import { Slot } from './slot.tsx';

const tries = ['0', '1', '2', '5'] as const;
const tryWords = { '0': 'not', '1': 'once', '2': 'twice', '5': 'five times' };

/** Whether more will follow, and what is done by itself when the first try does not do. */
export function HowPart() {
  const { form, answers, complete, retries, split } = useComposing();
  const isAlone = answers?.multipleSubmits === false;
  const known = tries.find((one) => Number(one) === retries) ?? '0';
  return (
    <Part title="How">
      <div className={fields.two}>
        <Slot field="final">
          <div className={fields.labelled}>
            <span>Under this tracking id</span>
            <Segmented
              label="Whether more will follow"
              value={form.final ? 'final' : 'more'}
              onChange={(next) => changeForm({ final: next === 'final' })}
              options={[
                { value: 'final', label: 'this is all' },
                { value: 'more', label: 'more will follow' },
              ]}
            />
          </div>
        </Slot>
        <Select
          label="Try again after no answer or 5xx"
          value={known}
          choices={tries.map((value) => ({ value, label: tryWords[value] }))}
          onChange={(next) => edit({ retries: Number(next) })}
        />
      </div>
      {isAlone && !form.final && (
        <p className={fields.note}>The Task does not say that several submissions are welcome.</p>
      )}
      <div className={fields.check}>
        <Checkbox isSelected={split} onChange={(next) => edit({ split: next })}>
          When it is too large (413), send each attachment on its own
        </Checkbox>
        {answers && (
          <Checkbox isSelected={complete} onChange={(next) => edit({ complete: next })}>
            Complete the Task afterwards
          </Checkbox>
        )}
      </div>
    </Part>
  );
}
