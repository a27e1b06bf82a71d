import { pushKinds } from '../../../../shared/domain/push.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { kindWords, readFilter, states, toggleNamed } from './inbox-filter.ts';

interface Props {
  /** The filter text; a choice is written into it, where it can be seen and changed. */
  text: string;
  onChange: (text: string) => void;
}

/** Narrows the inbox to a kind or a state, and brings in repeats. */
export function NarrowInbox({ text, onChange }: Props) {
  const filter = readFilter(text);
  const clear = { id: 'clear', label: 'Show all', icon: 'close', onAction: () => onChange('') } as const;
  return (
    <Menu
      label="Narrow the inbox"
      trigger={<IconButton icon="filter" label="Narrow by state or kind" size="small" />}
      sections={[
        ...(text.trim() === '' ? [] : [{ choices: [clear] }]),
        {
          title: 'State',
          choices: states.map(({ value, label }) => ({
            id: `state:${value}`,
            label,
            current: filter.state === value,
            onAction: () => onChange(toggleNamed(text, 'state', value)),
          })),
        },
        {
          title: 'Kind',
          choices: pushKinds.map((kind) => ({
            id: `kind:${kind}`,
            label: kindWords[kind],
            current: filter.kind === kind,
            onAction: () => onChange(toggleNamed(text, 'kind', kind)),
          })),
        },
        {
          title: 'Repeats',
          choices: [
            {
              id: 'repeats',
              label: 'Show what was sent again, too',
              current: filter.repeats === true,
              onAction: () => onChange(toggleNamed(text, 'repeats', 'yes')),
            },
          ],
        },
      ]}
    />
  );
}
