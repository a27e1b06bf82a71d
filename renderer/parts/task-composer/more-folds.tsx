import { type ReactNode, useState } from 'react';
import { purposesOfUse, workQueues } from '../../../shared/cdex/codes.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Fold } from '../../ui/fold.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AuthorizationFields, authorizationSays } from './authorization-fields.tsx';
import { DateField } from '../composer/date-field.tsx';
import style from '../composer/fields.module.css';
import { type FieldsProps, Slot } from './slot.tsx';
import { asksForAttachments, ownPurposesOf } from './task-form.ts';

const toggled = (list: readonly string[], code: string, on: boolean): string[] =>
  on ? [...list, code] : list.filter((one) => one !== code);

/** What is said less often, folded away; each fold says what it holds. */
export function MoreFolds(props: FieldsProps) {
  const { form, partner } = props;
  const attachments = asksForAttachments(form.kind);
  const purposes = [...form.purposes, ...ownPurposesOf(form.ownPurposes)];
  const isSandbox = partner.origin === 'sandbox-provider';
  return (
    <div className={style.folds}>
      <Folded title="When and how" says={termsSay(props)} opens={false}>
        <TermFields {...props} />
      </Folded>
      <Folded
        title="Purpose of use"
        says={
          purposes.join(', ') || (partner.policy.purposeOfUse === 'required' ? 'agreed, and not stated' : 'not stated')
        }
        opens={purposes.length > 0 || partner.policy.purposeOfUse === 'required'}
      >
        <PurposeFields {...props} />
      </Folded>
      <Folded title="Work queue" says={form.queues.join(', ') || 'not stated'} opens={form.queues.length > 0}>
        <QueueFields {...props} />
      </Folded>
      {!attachments && (
        <Folded
          title="Authorization"
          says={authorizationSays(form)}
          opens={form.basedOn !== '' || form.authorization !== undefined}
        >
          <AuthorizationFields {...props} />
        </Folded>
      )}
      <Folded
        title={attachments ? 'Payer' : 'Who asks, who is asked'}
        says={
          [form.requester, attachments ? '' : form.owner].filter(Boolean).join(', ') ||
          (isSandbox ? 'the sandbox’s own' : 'to be said')
        }
        opens={!isSandbox}
      >
        <PartyFields {...props} />
      </Folded>
    </div>
  );
}

interface FoldedProps {
  title: string;
  says: string;
  /** Whether it stands open to begin with. */
  opens: boolean;
  children: ReactNode;
}

function Folded({ title, says, opens, children }: FoldedProps) {
  const [chosen, setChosen] = useState<boolean>();
  return (
    <Fold title={title} says={says} isOpen={chosen ?? opens} onToggle={setChosen}>
      {children}
    </Fold>
  );
}

function termsSay({ form, partner }: FieldsProps): string {
  const signed = form.signature ?? partner.policy.signatures === 'required';
  return [
    form.due ? `due ${form.due}` : 'no due date',
    signed ? (form.signature === undefined ? 'signed, as agreed' : 'signed') : '',
    form.multipleSubmits && asksForAttachments(form.kind) ? 'in several submissions' : '',
    form.identifier && !asksForAttachments(form.kind) ? form.identifier : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function TermFields({ form, set, partner }: FieldsProps) {
  const attachments = asksForAttachments(form.kind);
  const isAgreed = partner.policy.signatures === 'required';
  return (
    <div className={style.two}>
      <Slot field="due">
        <DateField label="Due" value={form.due} onChange={(due) => set({ due })} />
      </Slot>
      {!attachments && (
        <Slot field="identifier">
          <TextField
            label="Our id of the request"
            mono
            value={form.identifier}
            placeholder="SYSTEM|VALUE"
            onChange={(identifier) => set({ identifier })}
          />
        </Slot>
      )}
      <Slot field="signature">
        <span className={style.check}>
          <Checkbox isSelected={form.signature ?? isAgreed} onChange={(signature) => set({ signature })}>
            Ask for signed data
          </Checkbox>
          {isAgreed && form.signature === undefined && <em>as agreed with {partner.name}</em>}
        </span>
      </Slot>
      {attachments && (
        <Slot field="multipleSubmits">
          <span className={style.check}>
            <Checkbox isSelected={form.multipleSubmits} onChange={(multipleSubmits) => set({ multipleSubmits })}>
              Several submissions are welcome
            </Checkbox>
          </span>
        </Slot>
      )}
    </div>
  );
}

/** A purpose is at most five codes; the "not otherwise enumerated" ones need a second of one's own (CONF-083). */
function PurposeFields({ form, set }: FieldsProps) {
  const { purposes, ownPurposes } = form;
  const own = ownPurposesOf(ownPurposes);
  const vague = purposes.find((code) => code.endsWith('-noe'));
  const full = purposes.length + own.length >= 5;
  return (
    <Slot field="purposes">
      <div className={style.one}>
        <div {...{ role: 'group', 'aria-label': 'Purpose of use' }} className={style.boxes}>
          {purposesOfUse.map(({ code, name }) => (
            <Checkbox
              key={code}
              isSelected={purposes.includes(code)}
              isDisabled={!purposes.includes(code) && full}
              onChange={(on) => set({ purposes: toggled(purposes, code, on) })}
            >
              <span>
                {name} <code>{code}</code>
              </span>
            </Checkbox>
          ))}
        </div>
        <Slot field="ownPurposes">
          <TextField
            label="A coding of your own"
            mono
            value={ownPurposes}
            placeholder="SYSTEM|CODE"
            onChange={(next) => set({ ownPurposes: next })}
            hint={
              vague && purposes.length + own.length < 2
                ? `${vague} needs a second coding beside it (CONF-083).`
                : 'All codes together make one purpose; several are separated by spaces.'
            }
          />
        </Slot>
      </div>
    </Slot>
  );
}

const QueueFields = ({ form, set }: FieldsProps) => (
  <Slot field="queues">
    <div {...{ role: 'group', 'aria-label': 'Work queue' }} className={style.boxes}>
      {Object.entries(workQueues).map(([code, name]) => (
        <Checkbox
          key={code}
          isSelected={form.queues.includes(code)}
          onChange={(on) => set({ queues: toggled(form.queues, code, on) })}
        >
          <span>
            {name} <code>{code}</code>
          </span>
        </Checkbox>
      ))}
    </div>
  </Slot>
);

function PartyFields({ form, set, partner }: FieldsProps) {
  const attachments = asksForAttachments(form.kind);
  const isSandbox = partner.origin === 'sandbox-provider';
  return (
    <div className={style.two}>
      <Slot field="requester">
        <TextField
          label={attachments ? 'Payer id' : 'Requester'}
          value={form.requester}
          onChange={(requester) => set({ requester })}
          mono
          placeholder={
            isSandbox ? 'the sandbox payer' : attachments ? 'SYSTEM|VALUE' : 'SYSTEM|VALUE or Organization/1'
          }
        />
      </Slot>
      {!attachments && (
        <Slot field="owner">
          <TextField
            label="Owner"
            value={form.owner}
            onChange={(owner) => set({ owner })}
            mono
            placeholder={isSandbox ? 'the sandbox provider' : 'NPI, SYSTEM|VALUE or Practitioner/4'}
          />
        </Slot>
      )}
    </div>
  );
}
