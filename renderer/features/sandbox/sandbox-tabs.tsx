import type { ComponentProps } from 'react';
import { useDraft } from '../../stores/drafts.ts';
import { useRecord } from '../../stores/records.ts';
import { Pane, PaneBody } from '../../ui/pane.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Access } from './access.tsx';
import { Addresses } from './addresses.tsx';
import { Answering } from './answering.tsx';
import { Faults } from './faults.tsx';
import { lockWords } from './lock-words.ts';
import { Taking } from './taking.tsx';

interface Props extends ComponentProps<typeof Addresses> {
  /** Sets faults. */
  onFaults: ComponentProps<typeof Faults>['onApply'];
}

/** Where its doors are, how they are locked, how it answers, and what can go wrong on purpose. */
export function SandboxTabs({ isBusy, sample, onSample, onPush, onFaults }: Props) {
  const role = useRecord('role', 'sandbox');
  const running = role?.running ?? false;
  const [view, setView] = useDraft('sandbox.view', 'addresses');
  return (
    <Pane label="Sandbox, doors and faults">
      <Tabs
        label="About the sandbox"
        selected={view}
        onSelect={setView}
        items={[
          {
            id: 'addresses',
            label: 'Addresses',
            content: (
              <PaneBody label="Addresses">
                <Addresses isBusy={isBusy} sample={sample} onSample={onSample} onPush={onPush} />
              </PaneBody>
            ),
          },
          {
            id: 'access',
            label: 'Access',
            note: lockWords(role?.locks),
            content: (
              <PaneBody label="Access">
                <Access />
              </PaneBody>
            ),
          },
          {
            id: 'answering',
            label: 'Answering',
            note: running && role?.answering?.answering === 'by-hand' ? 'by hand' : undefined,
            content: (
              <PaneBody label="Answering">
                <Answering />
                <Taking />
              </PaneBody>
            ),
          },
          {
            id: 'faults',
            label: 'Faults',
            note: role?.faults?.length || undefined,
            content: <Faults isRunning={running} onApply={onFaults} />,
          },
        ]}
      />
    </Pane>
  );
}
