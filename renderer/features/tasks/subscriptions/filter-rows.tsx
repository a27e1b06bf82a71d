import { taskStatuses } from '../../../../shared/domain/task.ts';
import { requestKinds } from '../../../../shared/domain/task-request.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import type { SubscribeDraft } from './subscribe-draft.ts';
import style from './subscribe-form.module.css';

/** What the topic can be filtered by. */
const parameters = [
  { value: 'requester:identifier', label: 'requester:identifier', note: 'who asks: us' },
  { value: 'owner:identifier', label: 'owner:identifier', note: 'who is asked' },
  { value: 'code', label: 'code', note: 'kind of request' },
  { value: 'status', label: 'status' },
];

const plain = (list: readonly string[]) => list.map((value) => ({ value, label: value }));

const valuesOf = (parameter: string) =>
  parameter === 'status' ? plain(taskStatuses) : parameter === 'code' ? plain(requestKinds) : [];

interface Props {
  draft: SubscribeDraft;
  onChange: (patch: Partial<SubscribeDraft>) => void;
}

/** The filters of a subscription as rows, all of which must hold; and how they are written. */
export function FilterRows({ draft, onChange }: Props) {
  const { filters, filterStyle } = draft;
  const set = (id: number, patch: Partial<(typeof filters)[number]>) =>
    onChange({ filters: filters.map((row) => (row.id === id ? { ...row, ...patch } : row)) });
  const add = () =>
    onChange({
      filters: [...filters, { id: Math.max(0, ...filters.map(({ id }) => id)) + 1, parameter: '', value: '' }],
    });
  return (
    <div className={style.group} {...{ role: 'group', 'aria-label': 'Filters' }}>
      <p className={style.label}>Filters</p>
      {filters.map(({ id, parameter, value }, index) => (
        <div key={id} className={style.row}>
          <ComboBox
            quiet
            mono
            label={`Parameter of filter ${index + 1}`}
            placeholder="parameter"
            value={parameter}
            choices={parameters}
            onChange={(next) => set(id, { parameter: next })}
          />
          <span className="mono">=</span>
          <ComboBox
            quiet
            mono
            label={`Value of filter ${index + 1}`}
            placeholder="value, or several with commas"
            value={value}
            choices={valuesOf(parameter)}
            onChange={(next) => set(id, { value: next })}
          />
          <IconButton
            icon="close"
            label={`Take filter ${index + 1} out`}
            onPress={() => onChange({ filters: filters.filter((row) => row.id !== id) })}
          />
        </div>
      ))}
      <div className={style.row}>
        <Button size="small" icon="plus" onPress={add}>
          Filter
        </Button>
        {filters.length === 0 ? (
          <span className={style.hint}>
            Without one: the Tasks whose requester we are, where the connection knows our identifier.
          </span>
        ) : (
          <Segmented
            label="How filters are written"
            size="small"
            value={filterStyle}
            onChange={(next) => onChange({ filterStyle: next })}
            options={[
              { value: 'query', label: 'Task?status=…' },
              { value: 'parameter', label: 'status=…' },
            ]}
          />
        )}
      </div>
    </div>
  );
}
