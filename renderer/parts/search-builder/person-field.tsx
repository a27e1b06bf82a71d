import { useRef, useState } from 'react';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Icon } from '../../ui/icon.tsx';
import { bareId, type Person } from './people.ts';
import style from './row.module.css';
import { TextValue } from './text-value.tsx';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  people: readonly Person[];
  isBad: boolean;
  onEnter?: () => void;
}

const numberOf = (identifier: string): string => identifier.slice(identifier.lastIndexOf('|') + 1);

/** A patient: by name where the person is known, by id otherwise. */
export function PersonField({ label, value, onChange, people, isBad, onEnter }: Props) {
  const [isFinding, setFinding] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const person = people.find(({ patientId }) => patientId === bareId(value));
  if (people.length === 0) {
    return (
      <TextValue
        label={label}
        value={value}
        onChange={onChange}
        placeholder="patient id"
        isBad={isBad}
        onEnter={onEnter}
      />
    );
  }
  const find = () => {
    setFinding(true);
    // The field is only there after this draw.
    requestAnimationFrame(() => box.current?.querySelector('input')?.select());
  };
  const leaving = {
    onBlur: ({ relatedTarget }: React.FocusEvent) => {
      if (!box.current?.contains(relatedTarget)) setFinding(false);
    },
  };
  return (
    <span ref={box} className={style.person} {...leaving}>
      {person && !isFinding ? (
        <button type="button" className={style.value} data-value aria-label={`${label}: ${person.name}`} onClick={find}>
          <Icon name="person" size={14} />
          <span className={style.name}>{person.name}</span>
          <em className="mono">{numberOf(person.memberId)}</em>
          <small className={style.find}>Find</small>
        </button>
      ) : (
        <ComboBox
          quiet
          mono
          label={label}
          value={value}
          placeholder="name, member id or patient id"
          choices={people.map(({ patientId, name, memberId, birthDate }) => ({
            value: patientId,
            label: name,
            note: `${numberOf(memberId)}, born ${birthDate}`,
          }))}
          onChange={onChange}
          onChoose={() => setFinding(false)}
        />
      )}
    </span>
  );
}
