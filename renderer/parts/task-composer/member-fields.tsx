import { useMemo } from 'react';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Part } from '../../ui/pane.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useKnownPeople } from '../search-builder/people.ts';
import { DateField } from '../composer/date-field.tsx';
import style from '../composer/fields.module.css';
import { exampleQueries, withPatient } from '../composer/queries.ts';
import { type FieldsProps, Slot } from './slot.tsx';
import { asksForAttachments, type TaskForm } from './task-form.ts';
import { nameInParts } from './name-in-parts.ts';

const numberOf = (identifier: string): string => identifier.slice(identifier.lastIndexOf('|') + 1);

/** Who a request is about, once found. */
export interface TakenMember {
  patientId: string;
  member?: string | undefined;
  name?: string | undefined;
  birthDate?: string | undefined;
  claim?: string | undefined;
}

/** The form about another member: the query follows, and so does a claim that was the one before's. */
export function withMember(form: TaskForm, taken: TakenMember, isKnownClaim: boolean): Partial<TaskForm> {
  const { patientId, member, name, birthDate, claim } = taken;
  return {
    patientId,
    ...(member === undefined ? {} : { member }),
    ...(name === undefined ? {} : { name: nameInParts(name) }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(form.claim === '' || isKnownClaim ? { claim: claim ?? '' } : {}),
    query: form.query
      ? withPatient(form.query, form.patientId, patientId)
      : form.kind === 'data-request-query'
        ? (exampleQueries(patientId)[0]?.query ?? '')
        : '',
  };
}

interface Props extends FieldsProps {
  onLookUp: () => void;
}

/** About whom: by name where the partner's members are known, by looking up at the partner, or by id. */
export function MemberFields({ form, set, partner, onLookUp }: Props) {
  const people = useKnownPeople(partner);
  const chosen = people.find(({ memberId }) => memberId === form.member);
  const claims = useMemo(() => people.flatMap(({ claimId }) => claimId ?? []), [people]);
  const attachments = asksForAttachments(form.kind);
  const take = (memberId: string) => {
    const one = people.find((person) => person.memberId === memberId);
    if (!one) return;
    const taken = { ...one, member: memberId, claim: one.claimId };
    set(withMember(form, taken, claims.includes(form.claim)));
  };
  return (
    <Part
      title="Member"
      actions={
        <Button size="small" icon="search" keys="l" onPress={onLookUp}>
          Look up
        </Button>
      }
    >
      <div className={style.two}>
        <Slot field="member">
          <ComboBox
            label="Member id"
            value={form.member}
            mono
            placeholder={people.length > 0 ? 'name or SYSTEM|VALUE' : 'SYSTEM|VALUE'}
            choices={people.map(({ memberId, name, birthDate }) => ({
              value: memberId,
              label: name,
              note: `${numberOf(memberId)}, born ${birthDate}`,
            }))}
            onChange={(member) => {
              if (member !== form.member) set({ member });
            }}
            onChoose={take}
          />
        </Slot>
        {attachments ? (
          <Slot field="name">
            <TextField label="Name" value={form.name} placeholder="Family, Given" onChange={(name) => set({ name })} />
          </Slot>
        ) : (
          <Slot field="patientId">
            <TextField
              label="Patient id at the partner"
              value={form.patientId}
              mono
              placeholder="if known"
              onChange={(patientId) => set({ patientId })}
            />
          </Slot>
        )}
        {attachments && (
          <>
            <Slot field="birthDate">
              <DateField label="Birth date" value={form.birthDate} onChange={(birthDate) => set({ birthDate })} />
            </Slot>
            <Slot field="patientAccount">
              <TextField
                label="Patient account"
                value={form.patientAccount}
                mono
                placeholder="the provider’s own number"
                onChange={(patientAccount) => set({ patientAccount })}
              />
            </Slot>
          </>
        )}
      </div>
      {chosen && (
        <p className={style.note}>
          <b>{chosen.name}</b>, born {chosen.birthDate}. {chosen.storyline}
        </p>
      )}
    </Part>
  );
}
