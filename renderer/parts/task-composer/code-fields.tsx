import { purposesOfUse, workQueues } from '../../../shared/cdex/codes.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Part } from '../../ui/pane.tsx';
import type { FieldsProps } from './form-fields.tsx';
import style from './task-composer.module.css';

const toggled = (list: readonly string[], code: string, on: boolean): string[] =>
  on ? [...list, code] : list.filter((one) => one !== code);

interface ChoiceProps {
  title: string;
  codes: readonly { code: string; name: string }[];
  chosen: readonly string[];
  most: number;
  onChange: (chosen: string[]) => void;
}

/** Codes of a short list, folded away while none of them is chosen. */
function Codes({ title, codes, chosen, most, onChange }: ChoiceProps) {
  return (
    <Part>
      <details className={style.codes} open={chosen.length > 0 || undefined}>
        <summary>
          {title}
          <span>{chosen.length > 0 ? chosen.join(', ') : 'not stated'}</span>
        </summary>
        <div {...{ role: 'group', 'aria-label': title }} className={style.boxes}>
          {codes.map(({ code, name }) => (
            <Checkbox
              key={code}
              isSelected={chosen.includes(code)}
              isDisabled={!chosen.includes(code) && chosen.length >= most}
              onChange={(on) => onChange(toggled(chosen, code, on))}
            >
              <span>
                {name} <code>{code}</code>
              </span>
            </Checkbox>
          ))}
        </div>
      </details>
    </Part>
  );
}

/** For what purpose the data will be used. */
export const PurposeFields = ({ form, onChange }: FieldsProps) => (
  <Codes
    title="Purpose of use"
    codes={purposesOfUse}
    chosen={form.purposes}
    most={5}
    onChange={(purposes) => onChange((before) => ({ ...before, purposes }))}
  />
);

const queues = Object.entries(workQueues).map(([code, name]) => ({ code, name }));

/** Which work queues of the partner it is meant for. */
export const QueueFields = ({ form, onChange }: FieldsProps) => (
  <Codes
    title="Work queue"
    codes={queues}
    chosen={form.queues}
    most={12}
    onChange={(chosen) => onChange((before) => ({ ...before, queues: chosen }))}
  />
);
