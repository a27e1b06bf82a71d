import { useMemo } from 'react';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Part } from '../../ui/pane.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Person } from '../search-builder/people.ts';
import { AttachToChoice } from '../composer/attach-to-choice.tsx';
import { DateField } from '../composer/date-field.tsx';
import style from '../composer/fields.module.css';
import { changeForm, useComposing } from './composer-store.ts';
import { claimLabel, claimsOf, claimWords, withClaim } from './known-claims.ts';
import { Slot } from './slot.tsx';
import { freshTrackingId } from './submission-form.ts';
import type { Draft } from './use-draft.ts';

interface Props {
  /** Members the payer is known to have. */
  people: readonly Person[];
  isCi: boolean;
  onLookUp: () => void;
  draft: Draft;
}

/** About whom, and to what it belongs: a claim with its date of service, or a prior authorization. */
export function ForPart({ people, isCi, onLookUp, draft }: Props) {
  const { form, answers } = useComposing();
  const { attachTo, memberId, trackingId, adminRef, serviceDate } = form;
  const isClaim = attachTo === 'claim';
  const chosen = people.find((one) => one.memberId === memberId);
  const claims = useMemo(() => claimsOf(people, memberId), [people, memberId]);
  return (
    <Part
      title="For"
      actions={
        <Button size="small" icon="person" keys="m" onPress={onLookUp} label="Look up the member at the provider">
          Look up
        </Button>
      }
    >
      <div className={style.two}>
        <Slot field="attachTo">
          <AttachToChoice value={attachTo} onChange={(next) => changeForm({ attachTo: next })} />
        </Slot>
        <Slot field="serviceDate">
          <DateField
            label={isClaim ? 'Date of service' : 'Date of service, if known'}
            value={serviceDate}
            onChange={(next) => changeForm({ serviceDate: next })}
          />
        </Slot>
        <Slot field="memberId">
          <ComboBox
            label="Member id"
            mono
            value={memberId}
            placeholder={people.length > 0 ? 'name or SYSTEM|VALUE' : 'SYSTEM|VALUE'}
            choices={people.map(({ memberId: id, name, birthDate }) => ({
              value: id,
              label: name,
              note: `${identifierValue(id)}, born ${birthDate}`,
            }))}
            onChange={(next) => {
              if (next !== memberId) changeForm({ memberId: next });
            }}
            onChoose={(id) => {
              const one = people.find((person) => person.memberId === id);
              changeForm({ memberId: id, patientId: one?.patientId ?? '' });
            }}
          />
        </Slot>
        <Slot field="trackingId">
          <div className={style.beside}>
            <TextField
              label={answers ? 'Tracking id, as asked' : 'Tracking id'}
              mono
              value={trackingId}
              placeholder="SYSTEM|VALUE, a fresh one if empty"
              onChange={(next) => changeForm({ trackingId: next })}
            />
            {!answers && (
              <Button icon="refresh" onPress={() => changeForm({ trackingId: freshTrackingId(trackingId) })}>
                Fresh
              </Button>
            )}
          </div>
        </Slot>
        {(isCi || adminRef !== '') && (
          <Slot field="adminRef">
            <TextField
              label="Administrative reference number"
              mono
              value={adminRef}
              placeholder="SYSTEM|VALUE"
              onChange={(next) => changeForm({ adminRef: next })}
            />
          </Slot>
        )}
      </div>
      {!answers && (
        <div className={style.below}>
          <Slot field="claim">
            <div className={style.beside}>
              <ComboBox
                label={isClaim ? 'Claim in the provider’s record' : 'Prior authorization in the provider’s record'}
                mono
                value={form.claim}
                placeholder="Claim/1 or SYSTEM|VALUE, to fill in what it says"
                choices={claims.map((claim) => ({
                  value: claim.id,
                  label: claimLabel(claim),
                  note: claimWords(claim),
                }))}
                onChange={(next) => {
                  if (next !== form.claim) changeForm({ claim: next });
                }}
                onChoose={(id) => {
                  const claim = claims.find((one) => one.id === id);
                  if (claim) changeForm(withClaim(form, claim, isCi));
                }}
              />
              <Button
                icon="download"
                isDisabled={draft.asking !== undefined || (form.claim.trim() === '' && form.patientId === '')}
                onPress={draft.fillIn}
              >
                {draft.asking === 'claim' ? 'Reading' : 'Fill in'}
              </Button>
            </div>
          </Slot>
        </div>
      )}
      {chosen && (
        <p className={style.note}>
          <b>{chosen.name}</b>, born {chosen.birthDate}. {chosen.storyline}
        </p>
      )}
    </Part>
  );
}

const parties = [
  ['providerId', 'Provider id'],
  ['organizationId', 'Organization id'],
  ['payerId', 'Payer id'],
] as const;

/** Who submits, and to which payer where an endpoint serves several. */
export function PartiesPart() {
  const { form } = useComposing();
  return (
    <Part title="Who submits">
      <div className={style.two}>
        {parties.map(([name, label]) => (
          <Slot key={name} field={name}>
            <TextField
              label={label}
              mono
              value={form[name]}
              placeholder="SYSTEM|VALUE"
              onChange={(next) => changeForm({ [name]: next })}
            />
          </Slot>
        ))}
      </div>
    </Part>
  );
}
