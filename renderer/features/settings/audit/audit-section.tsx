import { useMemo, useRef, useState } from 'react';
import { type AuditAction, auditActions } from '../../../../shared/domain/audit.ts';
import { type Action, useActions } from '../../../stores/actions.ts';
import { Button } from '../../../ui/button.tsx';
import { Pane, PaneHead, Spring } from '../../../ui/pane.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import style from './audit.module.css';
import { ExportDialog } from './export-dialog.tsx';
import { TrailView } from './trail-view.tsx';
import { useVerify } from './use-verify.ts';
import { VerdictNote } from './verdict.tsx';
import { actionWords } from './words.ts';

/** What happened here, by whom, and that nobody changed it since. Nothing switches it off. */
export function AuditSection() {
  const [action, setAction] = useState<AuditAction | 'all'>('all');
  const [exporting, setExporting] = useState(false);
  const verification = useVerify();
  const { verify, operation } = verification;
  const picker = useRef<HTMLInputElement>(null);
  const actions = useMemo(
    (): Action[] => [
      { id: 'audit.verify', title: 'Verify the audit trail', group: 'Run', keys: 'v', run: () => void verify() },
      { id: 'audit.export', title: 'Export the audit trail', group: 'Run', keys: 'e', run: () => setExporting(true) },
      { id: 'audit.verify-file', title: 'Verify an exported trail', group: 'Run', run: () => picker.current?.click() },
    ],
    [verify],
  );
  useActions(actions);
  const chosen = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (file) void verify(file);
    input.value = '';
  };
  return (
    <Pane label="Audit trail">
      <PaneHead>
        <Segmented
          label="Which events"
          value={action}
          onChange={setAction}
          options={[
            { value: 'all' as const, label: 'All' },
            ...auditActions.map((value) => ({ value, label: actionWords[value] })),
          ]}
        />
        <Spring />
        <input
          ref={picker}
          hidden
          type="file"
          tabIndex={-1}
          aria-label="Exported trail to verify"
          accept=".ndjson,.jsonl,.txt"
          onChange={({ currentTarget }) => chosen(currentTarget)}
        />
        <span className={style.wide}>
          <Button kind="bare" isDisabled={operation !== undefined} onPress={() => picker.current?.click()}>
            Verify a file
          </Button>
        </span>
        <Button icon="shield" keys="v" isDisabled={operation !== undefined} onPress={() => void verify()}>
          Verify
        </Button>
        <Button icon="download" keys="e" onPress={() => setExporting(true)}>
          Export
        </Button>
      </PaneHead>
      <VerdictNote {...verification} />
      <TrailView key={action} action={action === 'all' ? undefined : action} />
      <ExportDialog isOpen={exporting} onClose={() => setExporting(false)} />
    </Pane>
  );
}
