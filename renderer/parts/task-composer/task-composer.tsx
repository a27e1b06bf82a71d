import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import { useConnectionInUse } from '../../stores/connection-in-use.ts';
import { recordsOf, useRecords, useTable } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead, Spring } from '../../ui/pane.tsx';
import { ComposerFrame } from '../composer/composer-frame.tsx';
import composer from '../composer/composer.module.css';
import { focusField, MarksContext, marksOf } from '../composer/field-slot.tsx';
import { PatientPicker } from '../patient-picker/patient-picker.tsx';
import { useKnownPeople } from '../search-builder/people.ts';
import { findingsOn, knowsParties, taskFor } from './composed.ts';
import { changeForm, useComposing } from './composer-store.ts';
import { TaskDrafts } from './drafts-menu.tsx';
import { FormFields } from './form-fields.tsx';
import { useKeptDraft } from './keep-draft.ts';
import { KindChoice } from './kind-choice.tsx';
import { lacksOf } from './lacks.ts';
import { ManyMembers } from './many/many-members.tsx';
import { withMember } from './member-fields.tsx';
import { OriginNote } from './origin-note.tsx';
import { fieldOf } from './places.ts';
import { ReceiptNote } from './receipt-note.tsx';
import type { TaskForm } from './task-form.ts';
import { TaskPane } from './task-pane.tsx';
import { useFirstValues } from './use-first-values.ts';
import { useSend } from './use-send.ts';

interface Props {
  /** The Task was created; its record's id. */
  onDone: (id: string) => void;
  onClose: () => void;
}

/** Composes a Task of any kind: the form on the left, the Task it becomes and what the rules say on the right; both edit one draft. */
export function TaskComposer({ onDone, onClose }: Props) {
  const composing = useComposing();
  const { form, origin, trouble } = composing;
  useKeptDraft();
  const partners = usePartners();
  const inUse = useConnectionInUse();
  const fitting =
    partners.find(({ id }) => id === inUse?.id) ?? partners.find(({ origin: from }) => from === 'sandbox-provider');
  const partner = partners.find(({ id }) => id === composing.connection) ?? fitting ?? partners[0];
  useFirstValues(form, partner);
  const people = useKnownPeople(partner);
  const [view, setView] = useState<'read' | 'edit'>('read');
  const [shown, setShown] = useState<'lookUp' | 'many'>();
  const { operation, failure, odd, send, proceed } = useSend(partner, onDone);

  const set = useCallback(
    (patch: Partial<TaskForm>) => changeForm((before) => ({ ...before, ...patch }), partner),
    [partner],
  );
  // Building and checking must not hold up the typing, however large a cloned Task is.
  const late = useDeferredValue(composing);
  const task = useMemo(() => late.task ?? taskFor(late.form, partner, late.begunAt), [late, partner]);
  const isJson = composing.task !== undefined;
  const lacks = useMemo(() => (isJson ? [] : lacksOf(form, knowsParties(partner))), [isJson, form, partner]);
  const findings = useMemo(() => {
    const lacking = new Set(lacks.map(({ field }) => field));
    return findingsOn(task, late.form, partner, late.task !== undefined).filter(
      (one) => !lacking.has(fieldOf(one, task, late.form.kind) ?? 'partner'),
    );
  }, [task, partner, lacks, late]);
  const marks = useMemo(
    () => marksOf(findings, (one) => fieldOf(one, task, late.form.kind)),
    [findings, task, late.form.kind],
  );
  // The members of a list stand in for the one of the form.
  const canSendMany =
    trouble === undefined &&
    !lacks.some(({ blocks, field }) => blocks && field !== 'member') &&
    operation === undefined;
  const canSend = trouble === undefined && !lacks.some(({ blocks }) => blocks) && operation === undefined;

  const actions = useMemo(
    (): Action[] => [
      {
        id: 'task.send',
        title: 'Send this Task',
        group: 'Run',
        keys: 'Mod+Enter',
        when: () => canSend,
        run: () => void send(),
      },
      {
        id: 'task.json',
        title: 'Form or JSON',
        group: 'View',
        keys: 'Mod+E',
        words: 'edit raw text',
        run: () => {
          setView((before) => (before === 'edit' ? 'read' : 'edit'));
          if (view === 'read') requestAnimationFrame(() => document.querySelector<HTMLElement>('textarea')?.focus());
          else focusField('member');
        },
      },
      { id: 'task.lookUp', title: 'Look up the member', group: 'Run', keys: 'l', run: () => setShown('lookUp') },
      {
        id: 'task.many',
        title: 'Send for many members',
        group: 'Run',
        keys: 'm',
        when: () => canSendMany,
        run: () => setShown('many'),
      },
      { id: 'task.leave', title: 'Back to the list of Tasks', group: 'Go', keys: 'Escape', run: onClose },
    ],
    [send, canSend, canSendMany, view, onClose],
  );
  useActions(actions);

  if (!partner) return <NoPartner onClose={onClose} />;
  return (
    <>
      <ComposerFrame
        name="task-composer"
        widths={{ start: 640, min: 440, minRest: 380 }}
        approach="task"
        label="New Task"
        heading="Tasks"
        title="New Task"
        composing={composing}
        tools={
          <>
            <TaskDrafts />
            <Button keys="m" isDisabled={!canSendMany} onPress={() => setShown('many')}>
              Many
            </Button>
          </>
        }
        onClose={onClose}
        canSend={canSend}
        onSend={(anyway) => void send(anyway)}
        operation={operation}
        sending="Sending the Task"
        failure={failure}
        formLabel="What the Task asks"
        form={
          <div className={trouble ? composer.resting : undefined} inert={trouble !== undefined}>
            <MarksContext value={marks}>
              <KindChoice kind={form.kind} version={partner.cdexVersion} onChange={(kind) => set({ kind })} />
              {origin && <OriginNote origin={origin} />}
              <FormFields
                key={composing.key}
                form={form}
                set={set}
                partner={partner}
                partners={partners}
                onLookUp={() => setShown('lookUp')}
              />
            </MarksContext>
          </div>
        }
        preview={
          <TaskPane
            composing={composing}
            task={task}
            lacks={lacks}
            findings={findings}
            isSandbox={partner.origin === 'sandbox-provider'}
            view={view}
            onView={setView}
            onField={focusField}
          />
        }
      />
      <PatientPicker
        partner={partner}
        start={{ member: form.member, patientId: form.patientId }}
        isOpen={shown === 'lookUp'}
        onClose={() => setShown(undefined)}
        onChoose={(taken) => {
          const claim = people.find(({ patientId }) => patientId === taken.patientId)?.claimId;
          set(
            withMember(
              form,
              { ...taken, claim },
              people.some(({ claimId }) => claimId === form.claim),
            ),
          );
        }}
      />
      <ManyMembers partner={partner} isOpen={shown === 'many'} onClose={() => setShown(undefined)} />
      <ReceiptNote receipt={odd} onClose={proceed} />
    </>
  );
}

/** A request goes from a payer to a provider, so only connections on which we are the payer are offered. */
function usePartners() {
  const connections = useTable('connection');
  return useMemo(
    () =>
      recordsOf({ ...useRecords.getState(), connection: connections }, 'connection').filter(
        ({ role }) => role === 'payer',
      ),
    [connections],
  );
}

const NoPartner = ({ onClose }: { onClose: () => void }) => (
  <Pane label="New Task">
    <PaneHead title="Tasks">
      <Spring />
      <Button keys="Escape" onPress={onClose}>
        Back
      </Button>
    </PaneHead>
    <Empty
      icon="task"
      title="No partner to ask"
      actions={<Button onPress={() => goTo('connections', 'new')}>Add a connection</Button>}
    >
      A Task goes to a provider. Start the sandbox, or add a connection on which we are the payer.
    </Empty>
  </Pane>
);
