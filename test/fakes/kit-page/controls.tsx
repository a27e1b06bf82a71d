import { useState } from 'react';
import { Button, IconButton } from '../../../renderer/ui/button.tsx';
import { Checkbox } from '../../../renderer/ui/checkbox.tsx';
import { ComboBox } from '../../../renderer/ui/combo-box.tsx';
import { CopyButton } from '../../../renderer/ui/copy-button.tsx';
import { Confirm } from '../../../renderer/ui/dialog.tsx';
import { Menu } from '../../../renderer/ui/menu.tsx';
import { Part } from '../../../renderer/ui/pane.tsx';
import { Segmented } from '../../../renderer/ui/segmented.tsx';
import { Select } from '../../../renderer/ui/select.tsx';
import { Tabs } from '../../../renderer/ui/tabs.tsx';
import { FilterField, TextField } from '../../../renderer/ui/text-field.tsx';

const statuses = ['active', 'recurrence', 'remission', 'resolved'].map((value) => ({
  value,
  label: value,
  note: 'code',
}));
const row = { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'start' } as const;

/** Everything that is pressed, typed into or chosen from. */
export function Controls() {
  const [scope, setScope] = useState<'all' | 'open'>('all');
  const [text, setText] = useState('');
  const [filter, setFilter] = useState('');
  const [choice, setChoice] = useState<string>();
  const [code, setCode] = useState('');
  const [on, setOn] = useState(true);
  const [tab, setTab] = useState('one');
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState('');
  return (
    <Part level={2} title="Controls">
      <div style={row}>
        <Button kind="main" keys="Mod+Enter" onPress={() => setSaid('sent')}>
          Send
        </Button>
        <Button icon="plus">Plain</Button>
        <Button kind="bare">Bare</Button>
        <Button kind="danger" onPress={() => setAsking(true)}>
          Remove
        </Button>
        <Button isDisabled>Resting</Button>
        <IconButton icon="theme" label="Light or dark" pressed />
        <CopyButton text="copied text" label="Copy id" />
        <Segmented
          label="Which"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'all', label: 'All', count: 13 },
            { value: 'open', label: 'Open' },
          ]}
        />
        <TextField label="Name" value={text} onChange={setText} hint="As lists show it" />
        <TextField label="Wrong" value="x" onChange={setText} error="Write an address." />
        <FilterField label="Filter" value={filter} onChange={setFilter} placeholder="status, member" />
        <Select label="Status" value={choice} onChange={setChoice} choices={statuses} />
        <ComboBox label="Code" value={code} onChange={setCode} choices={statuses} mono />
        <Checkbox isSelected={on} onChange={setOn}>
          Sent
        </Checkbox>
        <Menu
          label="More"
          trigger={<IconButton icon="more" label="More" />}
          sections={[{ choices: [{ id: 'a', label: 'Do it', keys: 'n', onAction: () => setSaid('done') }] }]}
        />
        <output data-testid="said">{[said, scope, text, choice, code, String(on)].join(' ')}</output>
      </div>
      <div style={{ height: 80, display: 'flex' }}>
        <Tabs
          label="Views"
          selected={tab}
          onSelect={setTab}
          items={[
            { id: 'one', label: 'One', note: 200, content: <p>First</p> },
            { id: 'two', label: 'Two', content: <p>Second</p> },
          ]}
        />
      </div>
      <Confirm
        title="Remove it?"
        isOpen={asking}
        onClose={() => setAsking(false)}
        verb="Remove"
        onConfirm={() => setSaid('removed')}
      >
        <p>It is gone then.</p>
      </Confirm>
    </Part>
  );
}
