import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Part } from '../../ui/pane.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ExchangeLink } from '../exchange-link.tsx';
import fields from '../composer/fields.module.css';
import { edit, useComposing } from './composer-store.ts';
import { nobody, type Partners } from './partners.ts';
import { Slot } from './slot.tsx';
import style from './submission-composer.module.css';
import type { Draft } from './use-draft.ts';

const versions = { '2.0': 'CDex 2.0', '2.1': 'CDex 2.1', ci: 'CDex CI build' };

/** To whom it goes, at which address, and who said so. */
export function TargetPart({ payers, payer, draft }: Pick<Partners, 'payers' | 'payer'> & { draft: Draft }) {
  const { to, target } = useComposing();
  return (
    <Part
      title="To"
      count={payer && versions[payer.cdexVersion]}
      actions={
        <Button
          size="small"
          icon="search"
          keys="l"
          isDisabled={!payer || draft.asking !== undefined}
          onPress={draft.lookUp}
          label="Look the address up: ask the partner where submissions go"
        >
          {draft.asking === 'address' ? 'Asking' : 'Look it up'}
        </Button>
      }
    >
      <div className={fields.two}>
        <Slot field="partner">
          <Select
            label="Payer"
            value={payer?.id ?? nobody}
            choices={[
              ...payers.map(({ id, name, baseUrl }) => ({ value: id, label: name, note: baseUrl })),
              { value: nobody, label: 'Only the address', note: 'without credentials' },
            ]}
            onChange={(connection) => edit({ connection })}
          />
        </Slot>
        <Slot field="to">
          <TextField
            label="Another address"
            mono
            value={to}
            placeholder="https://…/$submit-attachment"
            onChange={(next) => edit({ to: next })}
          />
        </Slot>
      </div>
      {target && (
        <p className={style.target} role="status">
          <Icon name="send" size={14} />
          <code>{target.url}</code>
          <span>
            {target.says} {target.exchangeId && <ExchangeLink id={target.exchangeId} />}
          </span>
        </p>
      )}
    </Part>
  );
}
