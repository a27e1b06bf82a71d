import { useCallback, useState } from 'react';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead, Spring } from '../../ui/pane.tsx';
import { ComposerFrame } from '../composer/composer-frame.tsx';
import composer from '../composer/composer.module.css';
import { focusField, MarksContext } from '../composer/field-slot.tsx';
import { PatientPicker } from '../patient-picker/patient-picker.tsx';
import { useKnownPeople } from '../search-builder/people.ts';
import { changeForm, useComposing } from './composer-store.ts';
import { TaskDrafts } from './drafts-menu.tsx';
import { FormFields } from './form-fields.tsx';
import { useKeptDraft } from './keep-draft.ts';
import { KindChoice } from './kind-choice.tsx';
import { ManyMembers } from './many/many-members.tsx';
import { withMember } from './member-fields.tsx';
import { OriginNote } from './origin-note.tsx';
import { ReceiptNote } from './receipt-note.tsx';
import type { TaskForm } from './task-form.ts';
import { TaskPane } from './task-pane.tsx';
import { useComposed } from './use-composed.ts';
import { useComposerActions } from './use-composer-actions.ts';
import { useFirstValues } from './use-first-values.ts';
import { usePartners } from './use-partners.ts';
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
  const { partners, partner } = usePartners(composing.connection);
  useFirstValues(form, partner);
  const people = useKnownPeople(partner);
  const [view, setView] = useState<'read' | 'edit'>('read');
  const [shown, setShown] = useState<'lookUp' | 'many'>();
  const { operation, failure, odd, send, proceed } = useSend(partner, onDone);

  const set = useCallback(
    (patch: Partial<TaskForm>) => changeForm((before) => ({ ...before, ...patch }), partner),
    [partner],
  );
  const { task, lacks, findings, marks } = useComposed(composing, partner);
  // The members of a list stand in for the one of the form.
  const canSendMany =
    trouble === undefined &&
    !lacks.some(({ blocks, field }) => blocks && field !== 'member') &&
    operation === undefined;
  const canSend = trouble === undefined && !lacks.some(({ blocks }) => blocks) && operation === undefined;

  useComposerActions({ canSend, canSendMany, send, view, onView: setView, onShow: setShown, onClose });

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
