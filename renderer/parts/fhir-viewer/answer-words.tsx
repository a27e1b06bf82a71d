import { codeOf, conceptText, valueText } from '../../../shared/fhir/datatype.ts';
import { dig, numberOf, textOf } from '../../../shared/fhir/json.ts';
import type { TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';
import { formatSize } from '../../ui/format.ts';
import { chipOf } from '../../ui/json-lines.ts';
import style from './fhir-viewer.module.css';

interface Props {
  answer: TypedAnswer;
  /** Opens a document that was attached, by the pointer of its base64. */
  onOpen?: (pointer: string, name: string) => void;
}

/** An answer as a person reads it. */
export function AnswerWords({ answer: { type, value }, onOpen }: Props) {
  if (type === 'Boolean') return <>{value === true ? 'Yes' : 'No'}</>;
  if (type === 'Coding') {
    const [words, code] = [conceptText(value), codeOf(value)];
    return (
      <>
        {words ?? 'no code'} {code !== undefined && code !== words && <code>{code}</code>}
      </>
    );
  }
  if (type === 'Attachment') {
    const chip = chipOf(dig(value, 'data'));
    const name = textOf(dig(value, 'title')) ?? textOf(dig(value, 'contentType')) ?? 'Attachment';
    const size = chip ? chip.bytes : numberOf(dig(value, 'size'));
    return (
      <>
        {chip && onOpen ? (
          <button type="button" className={style.link} onClick={() => onOpen(chip.pointer, name)}>
            {name}
          </button>
        ) : (
          name
        )}
        {size !== undefined && `, ${formatSize(size)}`}
      </>
    );
  }
  return <>{valueText(type, value) ?? JSON.stringify(value)}</>;
}
