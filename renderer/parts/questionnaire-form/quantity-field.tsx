import { TextField } from '../../ui/text-field.tsx';
import type { AnswerFieldProps } from './answer-field.ts';
import style from './questionnaire-form.module.css';

/** A number and its unit; the unit the question asks for is there from the start. */
export function QuantityField({ question, label, answer, onChange, error }: AnswerFieldProps) {
  const quantity = answer?.valueQuantity;
  const unit = quantity?.unit ?? quantity?.code ?? question.unit?.text ?? '';
  const change = (value: number | undefined, text: string) => {
    if (value === undefined) return onChange({});
    const coded = text === question.unit?.text ? question.unit : undefined;
    return onChange({
      valueQuantity: {
        value,
        ...(text && { unit: text }),
        ...(coded?.system && { system: coded.system }),
        ...(coded?.code && { code: coded.code }),
      },
    });
  };
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
      <TextField
        quiet
        label={`Unit of ${label}`}
        placeholder="unit"
        value={unit}
        isDisabled={quantity?.value === undefined}
        onChange={(text) => change(quantity?.value, text)}
      />
    </div>
  );
}
