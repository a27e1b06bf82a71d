import { useState } from 'react';
import type { TaskSide } from '../../../shared/domain/task.ts';
import { useRecords } from '../../stores/records.ts';
import { IconButton } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Menu } from '../../ui/menu.tsx';
import { termsOf, toggleTerm } from './board-filter.ts';
import { type Facet, facetsOf } from './facets.ts';

interface Props {
  side: TaskSide;
  /** The filter text; a choice is written into it, where it can be seen and changed. */
  text: string;
  onChange: (text: string) => void;
}

/** Narrows a board to a kind, due date, partner, work queue or purpose that is there. Looked up when it is opened. */
export function NarrowMenu({ side, text, onChange }: Props) {
  const [facets, setFacets] = useState<Facet[]>([]);
  const terms = termsOf(text);
  const clear = { id: 'clear', label: 'Show all', icon: 'close', onAction: () => onChange('') } as const;
  return (
    <Menu
      label="Narrow the list"
      trigger={<IconButton icon="filter" label="Narrow by kind, due date, partner, queue or purpose" />}
      onOpen={() => setFacets(facetsOf(useRecords.getState().task, side))}
      sections={[
        ...(text.trim() === '' ? [] : [{ choices: [clear] }]),
        ...facets.map(({ name, title, values }) => ({
          title,
          choices: values.map(({ value, label, count }) => ({
            id: `${name}:${value}`,
            label,
            note: count === undefined ? undefined : formatCount(count),
            current: terms.some((term) => term.name === name && term.value === value.toLowerCase()),
            onAction: () => onChange(toggleTerm(text, name, value)),
          })),
        })),
        ...(facets.length === 0
          ? [{ choices: [{ id: 'none', label: 'No Task yet', onAction: () => {}, isDisabled: true }] }]
          : []),
      ]}
    />
  );
}
