import type { Connection } from '../../../shared/domain/connection.ts';
import { Part } from '../../ui/pane.tsx';
import { Select } from '../../ui/select.tsx';
import { ClaimPart, ProviderPart, ReturnPart } from './claim-part.tsx';
import { takePartner } from './composer-store.ts';
import { MemberFields } from './member-fields.tsx';
import { MoreFolds } from './more-folds.tsx';
import { ReasonPart } from './reason-part.tsx';
import { type FieldsProps, Slot } from './slot.tsx';
import { asksForAttachments } from './task-form.ts';
import { WhatPart } from './what-part.tsx';

interface Props extends FieldsProps {
  partners: readonly Connection[];
  onLookUp: () => void;
}

const versions = { '2.0': 'CDex 2.0', '2.1': 'CDex 2.1', ci: 'CDex CI build' };

/** Everything a request can say, in the order people think of it: whom, about whom, what, why, and by when. */
export function FormFields({ partners, onLookUp, ...fields }: Props) {
  const { form, partner } = fields;
  const attachments = asksForAttachments(form.kind);
  return (
    <>
      <Part title="Partner" count={versions[partner.cdexVersion]}>
        <Slot field="partner">
          <Select
            quiet
            label="Partner"
            value={partner.id}
            choices={partners.map(({ id, name, baseUrl }) => ({ value: id, label: name, note: baseUrl }))}
            onChange={takePartner}
          />
        </Slot>
      </Part>
      <MemberFields {...fields} onLookUp={onLookUp} />
      <WhatPart {...fields} />
      {attachments ? (
        <>
          <ClaimPart {...fields} />
          <ReturnPart {...fields} />
          <ProviderPart {...fields} />
        </>
      ) : (
        <ReasonPart {...fields} />
      )}
      <MoreFolds {...fields} />
    </>
  );
}
