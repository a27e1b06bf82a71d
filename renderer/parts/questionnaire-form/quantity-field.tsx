import type { Unit } from '../../../shared/fhir/questionnaire/questions.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { AnswerFieldProps } from './answer-field.ts';
import style from './questionnaire-form.module.css';

const wordOf = ({ text, code }: Unit): string => text ?? code ?? '';

/** A number and its unit: the one the question asks for is there from the start; of several one is chosen; else it is typed. */
export function QuantityField({ question, label, answer, onChange, error }: AnswerFieldProps) {
  const { units } = question;
  const quantity = answer?.valueQuantity;
  const unit = quantity?.unit ?? quantity?.code ?? question.unit?.text ?? '';
  const change = (value: number | undefined, text: string) => {
    if (value === undefined) return onChange({});
    const coded = units.find((one) => wordOf(one) === text);
    return onChange({
      valueQuantity: {
        value,
        ...(text && { unit: text }),
        ...(coded?.system && { system: coded.system }),
        ...(coded?.code && { code: coded.code }),
      },
    });
  };
  const isDisabled = quantity?.value === undefined;
  const toUnit = (text: string) => change(quantity?.value, text);
  const unitLabel = `Unit of ${label}`;
  return (
    <div className={style.quantity}>
      <TextField
        quiet
        label={label}
        type="number"
        value={quantity?.value === undefined ? '' : String(quantity.value)}
        onChange={(text) => change(text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text), unit)}
        {...(error !== undefined && { error })}
      />
      {units.length > 1 ? (
        <Select
          quiet
          label={unitLabel}
          value={unit}
          isDisabled={isDisabled}
          choices={units.map((one) => ({ value: wordOf(one), label: wordOf(one) }))}
          onChange={toUnit}
        />
      ) : (
        <TextField quiet label={unitLabel} placeholder="unit" value={unit} isDisabled={isDisabled} onChange={toUnit} />
      )}
    </div>
  );
}
