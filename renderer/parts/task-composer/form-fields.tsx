import { useState } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Part } from '../../ui/pane.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { MemberFields } from './member-fields.tsx';
import { PurposeFields, QueueFields } from './code-fields.tsx';
import { QueryBuilder } from './query-builder.tsx';
import { QueryField } from './query-field.tsx';
import style from './task-composer.module.css';
import type { TaskForm } from './task-form.ts';
import { useSandboxMembers } from './use-sandbox-members.ts';

export interface FieldsProps {
  form: TaskForm;
  onChange: (change: (before: TaskForm) => TaskForm) => void;
}

interface Props extends FieldsProps {
  partner: Connection;
  partners: readonly Connection[];
}

/** Everything a data request can say, in the order people think of it: whom, about whom, what, why, and by when. */
export function FormFields({ form, onChange, partner, partners }: Props) {
  const isSandbox = partner.origin === 'sandbox-provider';
  const members = useSandboxMembers(isSandbox);
  const [building, setBuilding] = useState(false);
  const set = (patch: Partial<TaskForm>) => onChange((before) => ({ ...before, ...patch }));
  const fields = { form, onChange };
  return (
    <>
      <Part title="Partner">
        <Select
          quiet
          label="Partner"
          value={partner.id}
          choices={partners.map(({ id, name, baseUrl }) => ({ value: id, label: name, note: baseUrl }))}
          onChange={(connection) => set({ connection })}
        />
      </Part>
      <Part title="Member">
        <MemberFields {...fields} members={members} />
      </Part>
      <Part
        title="Query"
        actions={
          <Button size="small" kind="bare" onPress={() => setBuilding(!building)}>
            {building ? 'Write it' : 'Build it'}
          </Button>
        }
      >
        <QueryField {...fields} partner={partner} isBuilt={building} />
      </Part>
      {building && <QueryBuilder {...fields} partner={partner} />}
      <Part title="Reason">
        <div className={style.pair}>
          <TextField
            label="Claim or prior authorization"
            value={form.claim}
            onChange={(claim) => set({ claim })}
            mono
            placeholder="SYSTEM|VALUE"
            isDisabled={form.reasonUnknown}
          />
          <TextField
            label="Reason in words"
            value={form.reason}
            onChange={(reason) => set({ reason })}
            isDisabled={form.reasonUnknown}
          />
        </div>
        <p className={style.check}>
          <Checkbox isSelected={form.reasonUnknown} onChange={(reasonUnknown) => set({ reasonUnknown })}>
            Neither is known
          </Checkbox>
          {form.reasonUnknown && <em>Then it may be left out (CONF-058).</em>}
        </p>
      </Part>
      <PurposeFields {...fields} />
      <QueueFields {...fields} />
      <Part title="More">
        <div className={style.pair}>
          <TextField label="Due" type="date" value={form.due} onChange={(due) => set({ due })} />
          <div className={style.signed}>
            <Checkbox isSelected={form.signature} onChange={(signature) => set({ signature })}>
              Ask for signed data
            </Checkbox>
          </div>
        </div>
        <div className={style.pair}>
          <TextField
            label="Requester"
            value={form.requester}
            onChange={(requester) => set({ requester })}
            mono
            placeholder={isSandbox ? 'the sandbox payer' : 'SYSTEM|VALUE'}
          />
          <TextField
            label="Owner"
            value={form.owner}
            onChange={(owner) => set({ owner })}
            mono
            placeholder={isSandbox ? 'the sandbox provider' : 'SYSTEM|VALUE or NPI'}
          />
        </div>
      </Part>
    </>
  );
}
