import { useState } from 'react';
import type { FoundPatients, PatientCandidate } from '../../../shared/contract/patients.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { useAbilities } from '../../stores/abilities.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FailureNote } from '../failure-note.tsx';
import { CandidateList } from './candidate-list.tsx';
import { emptyLook, type Look, lookInput, type LookHow, memberOf } from './look.ts';
import style from './patient-picker.module.css';

/** A member who was found and chosen. */
export interface ChosenPatient {
  patientId: string;
  /** `SYSTEM|VALUE`, where the record has a member id or the search was by one. */
  member?: string | undefined;
  name?: string | undefined;
  birthDate?: string | undefined;
}

interface Props {
  partner: Connection;
  isOpen: boolean;
  onClose: () => void;
  onChoose: (patient: ChosenPatient) => void;
  /** What is known already. */
  start?: { member: string; patientId: string };
}

/** Finds a member at a partner: by id, identifier, demographics, or $match where the server has it (CONF-006, CONF-007). */
export function PatientPicker({ isOpen, onClose, ...props }: Props) {
  return (
    <Dialog title={`Look up a member at ${props.partner.name}`} size="wide" isOpen={isOpen} onClose={onClose}>
      <Picker {...props} onClose={onClose} />
    </Dialog>
  );
}

function Picker({ partner, onChoose, onClose, start }: Omit<Props, 'isOpen'>) {
  const [look, setLook] = useState<Look>({
    ...emptyLook,
    identifier: start?.member ?? '',
    id: start?.member ? '' : (start?.patientId ?? ''),
  });
  const [found, setFound] = useState<FoundPatients>();
  const { busy, failure, run } = useCommands();
  const [{ value: abilities }] = useAbilities(partner.id);
  const hasMatch = abilities?.types.some(({ type, operations }) => type === 'Patient' && operations.includes('match'));
  const set = (patch: Partial<Look>) => setLook((before) => ({ ...before, ...patch }));
  const input = lookInput(look);
  const find = async () => {
    if (!input) return;
    const reply = await run('patients.find', { partner: { connection: partner.id }, ...input });
    setFound(reply.ok ? reply.value : undefined);
  };
  const choose = (candidate: PatientCandidate) => {
    onChoose({
      patientId: candidate.id,
      member: memberOf(candidate, look.identifier),
      name: candidate.name || undefined,
      birthDate: candidate.birthDate,
    });
    onClose();
  };
  const submit = () => void find();
  return (
    <div className={style.picker}>
      <div className={style.how}>
        <Segmented<LookHow>
          label="How to look"
          value={look.how}
          onChange={(how) => set({ how })}
          options={[
            { value: 'search', label: 'Search' },
            { value: 'match', label: '$match' },
            { value: 'read', label: 'By id' },
          ]}
        />
        {look.how === 'match' && (
          <span className={style.says}>
            {hasMatch === false
              ? 'This server does not declare $match; it may refuse.'
              : 'The server weighs what is given and grades whom it finds.'}
          </span>
        )}
        {look.how === 'search' && <span className={style.says}>By identifier, by demographics, or by both.</span>}
        {look.how === 'read' && <span className={style.says}>The patient’s id on this server.</span>}
      </div>
      {look.how === 'read' ? (
        <TextField label="Patient id" mono autoFocus value={look.id} onChange={(id) => set({ id })} onSubmit={submit} />
      ) : (
        <div className={style.fields}>
          <span className={style.wide}>
            <TextField
              label="Identifier"
              mono
              autoFocus
              value={look.identifier}
              placeholder="SYSTEM|VALUE"
              onChange={(identifier) => set({ identifier })}
              onSubmit={submit}
            />
          </span>
          <TextField label="Family name" value={look.family} onChange={(family) => set({ family })} onSubmit={submit} />
          <TextField label="Given name" value={look.given} onChange={(given) => set({ given })} onSubmit={submit} />
          <TextField
            label="Birth date"
            type="date"
            value={look.birthDate}
            onChange={(birthDate) => set({ birthDate })}
            onSubmit={submit}
          />
          <Select
            label="Gender"
            value={look.gender}
            onChange={(gender) => set({ gender })}
            choices={[
              { value: '', label: 'not given' },
              { value: 'female', label: 'female' },
              { value: 'male', label: 'male' },
              { value: 'other', label: 'other' },
              { value: 'unknown', label: 'unknown' },
            ]}
          />
        </div>
      )}
      <div className={style.how}>
        <Button kind="main" icon="search" isDisabled={!input || busy !== undefined} onPress={submit}>
          {busy ? 'Looking' : 'Find'}
        </Button>
        {look.how === 'match' && (
          <Checkbox isSelected={look.onlyCertain} onChange={(onlyCertain) => set({ onlyCertain })}>
            Only certain matches
          </Checkbox>
        )}
      </div>
      {failure && <FailureNote failure={failure} onRetry={submit} />}
      {found && <CandidateList found={found} onChoose={choose} />}
    </div>
  );
}
