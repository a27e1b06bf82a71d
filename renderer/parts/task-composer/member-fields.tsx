import type { SandboxMemberInfo } from '../../../shared/contract/sandbox.ts';
import { ComboBox } from '../../ui/combo-box.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FieldsProps } from './form-fields.tsx';
import style from './task-composer.module.css';
import { exampleQueries, withPatient } from './task-form.ts';

interface Props extends FieldsProps {
  members: readonly SandboxMemberInfo[];
}

const numberOf = (identifier: string): string => identifier.slice(identifier.lastIndexOf('|') + 1);

/** About whom: by name where the partner's members are known, else by member id or patient id. */
export function MemberFields({ form, onChange, members }: Props) {
  const chosen = members.find(({ memberId }) => memberId === form.member);
  const take = (memberId: string) => {
    const member = members.find((one) => one.memberId === memberId);
    if (!member) return;
    const { patientId, claimId } = member;
    onChange((before) => ({
      ...before,
      member: memberId,
      patientId,
      claim:
        before.claim === '' || members.some((one) => one.claimId === before.claim) ? (claimId ?? '') : before.claim,
      query: before.query
        ? withPatient(before.query, before.patientId, patientId)
        : (exampleQueries(patientId)[0]?.query ?? ''),
    }));
  };
  return (
    <>
      <div className={style.pair}>
        <ComboBox
          label="Member id"
          value={form.member}
          mono
          placeholder={members.length > 0 ? 'name or SYSTEM|VALUE' : 'SYSTEM|VALUE'}
          choices={members.map(({ memberId, name, birthDate }) => ({
            value: memberId,
            label: name,
            note: `${numberOf(memberId)}, born ${birthDate}`,
          }))}
          onChange={(member) => onChange((before) => (before.member === member ? before : { ...before, member }))}
          onChoose={take}
        />
        <TextField
          label="Patient id at the partner"
          value={form.patientId}
          mono
          placeholder="if known"
          onChange={(patientId) => onChange((before) => ({ ...before, patientId }))}
        />
      </div>
      {chosen && (
        <p className={style.story}>
          <b>{chosen.name}</b>, born {chosen.birthDate}. {chosen.storyline}
        </p>
      )}
    </>
  );
}
