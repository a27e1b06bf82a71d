import { useMemo } from 'react';
import { create } from 'zustand';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { ManyReceipts } from '../../../../shared/contract/tasks.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { call } from '../../../api/call.ts';
import { OperationProgress } from '../../operation-progress.tsx';
import { runOperation, useOperation } from '../../../stores/operations.ts';
import { Button } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatNumberOf } from '../../../ui/format.ts';
import { TextArea } from '../../../ui/text-area.tsx';
import { FailureNote } from '../../failure-note.tsx';
import { useKnownPeople } from '../../search-builder/people.ts';
import { taskAfterForm } from '../composed.ts';
import { useComposing } from '../composer-store.ts';
import { nameInParts } from '../name-in-parts.ts';
import { requestFrom } from '../task-request.ts';
import style from './many.module.css';
import { formForLine, lineText, type ManyLine, manyLines } from './many-lines.ts';
import { ManyResults } from './many-results.tsx';

const sendName = 'task many';

interface Many {
  text: string;
  wanted: string;
  failure?: Failure | undefined;
  /** What was sent, and what came of it, in the same order. */
  sent?: { lines: ManyLine[]; receipts: ManyReceipts } | undefined;
}

// It outlives the dialog: a long list is sent while other things are looked at.
const useMany = create<Many>()(() => ({ text: '', wanted: '' }));

interface Props {
  partner: Connection;
  isOpen: boolean;
  onClose: () => void;
}

/** The same request for many members: a list of them, how far it is, and what came of each. */
export function ManyMembers({ partner, isOpen, onClose }: Props) {
  return (
    <Dialog title="Send for many members" size="wide" isOpen={isOpen} onClose={onClose}>
      <Content partner={partner} onClose={onClose} />
    </Dialog>
  );
}

/** One request a line, built as the composer would build it. */
function askedFor(lines: readonly ManyLine[], partner: Connection) {
  const { form, task, begunAt } = useComposing.getState();
  return lines.map((line) => {
    const one = formForLine(form, { ...line, ...(line.name ? { name: nameInParts(line.name) } : {}) });
    return task === undefined
      ? { request: requestFrom(one) }
      : { task: taskAfterForm(task, form, one, partner, begunAt) };
  });
}

async function sendAll(lines: ManyLine[], partner: Connection, sendAnyway: boolean): Promise<void> {
  useMany.setState({ failure: undefined, sent: undefined });
  const isSandbox = partner.origin === 'sandbox-provider';
  const reply = await runOperation(sendName, (operationId) =>
    call('tasks.requestMany', {
      partner: { connection: partner.id },
      asked: askedFor(lines, partner),
      profile: isSandbox ? ('debug' as const) : undefined,
      sendAnyway,
      operationId,
    }),
  );
  if (reply.ok) useMany.setState({ sent: { lines, receipts: reply.value } });
  else useMany.setState({ failure: reply.error });
}

function Content({ partner, onClose }: Omit<Props, 'isOpen'>) {
  const form = useComposing((state) => state.form);
  const { text, wanted, failure, sent } = useMany();
  const operation = useOperation(sendName);
  const people = useKnownPeople(partner);
  const lines = useMemo(() => manyLines(text, form), [text, form]);
  const bad = lines.filter(({ problem }) => problem !== undefined);
  const setText = (next: string) => useMany.setState({ text: next });
  const add = (more: string[]) => setText([text.trimEnd(), ...more].filter(Boolean).join('\n'));
  if (sent) {
    return (
      <ManyResults
        {...sent}
        onClose={onClose}
        onAgain={() => useMany.setState({ sent: undefined })}
        onAnyway={(left) => void sendAll(left, partner, true)}
      />
    );
  }
  const first = bad[0];
  return (
    <div className={style.many}>
      {people.length > 0 && (
        <div className={style.add}>
          <ComboBox
            label="Add a member of the sandbox"
            value={wanted}
            placeholder="name"
            choices={people.map(({ memberId, name, birthDate }) => ({
              value: memberId,
              label: name,
              note: `born ${birthDate}`,
            }))}
            onChange={(next) => useMany.setState({ wanted: next })}
            onChoose={(id) => {
              add(people.filter(({ memberId }) => memberId === id).map(lineText));
              useMany.setState({ wanted: '' });
            }}
          />
          <Button onPress={() => setText(people.map(lineText).join('\n'))}>All {people.length}</Button>
        </div>
      )}
      <TextArea
        label="Members, one a line"
        value={text}
        onChange={setText}
        lines={9}
        placeholder="MEMBER-SYSTEM|MEMBER-ID; patient id; CLAIM-SYSTEM|CLAIM-ID; Family, Given; 1980-01-31"
        hint="Columns are told by their shape; leave out what is not known. Claim, name and tracking id of the form are not repeated."
        error={
          first
            ? `Line ${first.number}: ${first.problem}${bad.length > 1 ? ` ${bad.length - 1} more lines like it.` : ''}`
            : undefined
        }
      />
      {failure && <FailureNote failure={failure} />}
      {operation && <OperationProgress operation={operation} label="Sending the Tasks" />}
      <div className={style.foot}>
        <Button onPress={onClose}>Close</Button>
        <Button
          kind="main"
          icon="send"
          isDisabled={lines.length === 0 || lines.length > 1000 || bad.length > 0 || operation !== undefined}
          onPress={() => void sendAll(lines, partner, false)}
        >
          {lines.length > 1000
            ? 'At most 1000 at once'
            : `Send ${formatNumberOf(lines.length, 'Task', 'Tasks')} to ${partner.name}`}
        </Button>
      </div>
    </div>
  );
}
