import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Part } from '../../ui/pane.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useRecord } from '../../stores/records.ts';
import { AttachToChoice } from '../composer/attach-to-choice.tsx';
import { DateField } from '../composer/date-field.tsx';
import style from '../composer/fields.module.css';
import { type FieldsProps, Slot } from './slot.tsx';
import { freshTrackingId } from './task-form.ts';
import { sandboxParties } from '../../../shared/domain/sandbox-parties.ts';

/** To what the attachments belong: a claim, with its date of service, or a prior authorization. */
export function ClaimPart({ form, set, partner }: FieldsProps) {
  const isClaim = form.use === 'claim';
  return (
    <Part title="For">
      <div className={style.two}>
        <Slot field="use">
          <AttachToChoice value={form.use} onChange={(use) => set({ use })} />
        </Slot>
        <Slot field="claim">
          <TextField
            label={isClaim ? 'Claim id' : 'Prior authorization id'}
            value={form.claim}
            onChange={(claim) => set({ claim })}
            mono
            placeholder="SYSTEM|VALUE"
          />
        </Slot>
        <Slot field="serviceDate">
          <DateField
            label={isClaim ? 'Date of service' : 'Date of service, if known'}
            value={form.serviceDate}
            onChange={(serviceDate) => set({ serviceDate })}
          />
        </Slot>
        {!isClaim && (partner.cdexVersion === 'ci' || form.adminRef !== '') && (
          <Slot field="adminRef">
            <TextField
              label="Administrative reference number"
              value={form.adminRef}
              onChange={(adminRef) => set({ adminRef })}
              mono
              placeholder="SYSTEM|VALUE"
            />
          </Slot>
        )}
      </div>
    </Part>
  );
}

/** Where the attachments go, and the id by which they will be known when they come. */
export function ReturnPart({ form, set, partner }: FieldsProps) {
  const receiver = useRecord('role', 'receiver');
  const sandbox = useRecord('role', 'sandbox');
  const ours = receiver?.running ? receiver.receiver?.submitAttachmentUrl : undefined;
  const payer = sandbox?.running ? sandbox.sandbox?.payer.submitAttachmentUrl : undefined;
  const payerId = form.requester || (partner.origin === 'sandbox-provider' ? sandboxParties.payer : '');
  return (
    <Part title="Send to">
      <div className={style.one}>
        <Slot field="payerUrl">
          <ComboBox
            label="Payer URL"
            mono
            value={form.payerUrl}
            placeholder="https://…/$submit-attachment"
            choices={[
              ...(ours ? [{ value: ours, label: ours, note: 'our receiver' }] : []),
              ...(payer ? [{ value: payer, label: payer, note: 'the sandbox payer' }] : []),
            ]}
            onChange={(payerUrl) => set({ payerUrl })}
          />
        </Slot>
        <Slot field="trackingId">
          <div className={style.beside}>
            <TextField
              label="Tracking id"
              mono
              value={form.trackingId}
              placeholder="SYSTEM|VALUE"
              onChange={(trackingId) => set({ trackingId })}
            />
            <Button icon="refresh" onPress={() => set({ trackingId: freshTrackingId(form.trackingId || payerId) })}>
              Fresh
            </Button>
          </div>
        </Slot>
      </div>
    </Part>
  );
}

/** Who is asked to send them: the contained practitioner role needs one of the two (cdex-3). */
export const ProviderPart = ({ form, set }: FieldsProps) => (
  <Part title="Provider">
    <div className={style.two}>
      <Slot field="npi">
        <TextField label="Practitioner’s NPI" mono value={form.npi} onChange={(npi) => set({ npi })} />
      </Slot>
      <Slot field="organizationNpi">
        <TextField
          label="Organization’s NPI"
          mono
          value={form.organizationNpi}
          onChange={(organizationNpi) => set({ organizationNpi })}
        />
      </Slot>
    </div>
  </Part>
);
