import { OperationProgress } from '../operation-progress.tsx';
import { useMemo, useState } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import { cancelOperation } from '../../stores/operations.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Pane, PaneBody, PaneHead, Spring } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { SendFailure } from '../composer/send-failure.tsx';
import { FailureNote } from '../failure-note.tsx';
import { PatientPicker } from '../patient-picker/patient-picker.tsx';
import { useKnownPeople } from '../search-builder/people.ts';
import { AboutNote } from './about-note.tsx';
import { addCard, AttachmentsPart } from './attachments-part.tsx';
import { changeForm, useComposing } from './composer-store.ts';
import { SubmissionDrafts } from './drafts-menu.tsx';
import { ForPart, PartiesPart } from './for-part.tsx';
import { HowPart } from './how-part.tsx';
import { useKeptDraft } from './keep-draft.ts';
import { misreadIn } from './lacks.ts';
import { usePartners } from './partners.ts';
import { PreviewPane } from './preview-pane.tsx';
import { SavedNote } from './saved-note.tsx';
import { MarksContext } from './slot.tsx';
import style from './submission-composer.module.css';
import { TargetPart } from './target-part.tsx';
import { isBringing, useBringing } from './uploads.ts';
import { useDraft } from './use-draft.ts';
import { useFindings } from './use-findings.ts';
import { useJson } from './use-json.ts';
import { usePreview } from './use-preview.ts';
import { useSend } from './use-send.ts';

interface Props {
  /** It was sent, whatever was answered; its record's id. */
  onDone: (id: string) => void;
  onClose: () => void;
}

/** Composes a submission: the form on the left, the Parameters it becomes and what the rules say on the right. */
export function SubmissionComposer({ onDone, onClose }: Props) {
  const composing = useComposing();
  const { form, answers, text } = composing;
  useKeptDraft();
  const partners = usePartners();
  const { payer, source } = partners;
  const people = useKnownPeople(payer);
  const draft = useDraft(partners);
  const preview = usePreview(partners);
  const json = useJson(partners, preview);
  const bringing = useBringing(isBringing);
  const [isLookingUp, setLookingUp] = useState(false);
  const { operation, failure, send } = useSend(partners, onDone);

  const { lacks, findings, field, marks, parameters, hasTarget } = useFindings(partners, draft, preview);
  const isWhole =
    text === undefined
      ? !lacks.some(({ blocks }) => blocks) && misreadIn(form.cards).length === 0 && !bringing
      : parameters !== undefined && hasTarget;
  const canSend = isWhole && operation === undefined;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'submission.send',
        title: 'Send this submission',
        group: 'Run',
        keys: 'Mod+Enter',
        when: () => canSend,
        run: () => void send(),
      },
      {
        id: 'submission.json',
        title: 'Form or JSON',
        group: 'View',
        keys: 'Mod+E',
        words: 'edit raw text parameters',
        when: () => text !== undefined || json.canEdit,
        run: () => (text === undefined ? json.open() : json.drop()),
      },
      {
        id: 'submission.lookUp',
        title: 'Look up where submissions go',
        group: 'Run',
        keys: 'l',
        words: 'discover endpoint davinci-configuration',
        when: () => payer !== undefined,
        run: draft.lookUp,
      },
      {
        id: 'submission.member',
        title: 'Look up the member',
        group: 'Run',
        keys: 'm',
        when: () => source !== undefined,
        run: () => setLookingUp(true),
      },
      { id: 'submission.add', title: 'Add an attachment', group: 'Run', keys: 'a', run: addCard },
      {
        id: 'submission.collect',
        title: 'Collect what is to be attached, and show it',
        group: 'Run',
        keys: 'o',
        when: () => preview.waits && !preview.isOpen,
        run: preview.make,
      },
      {
        id: 'submission.leave',
        title: 'Back',
        group: 'Go',
        keys: 'Escape',
        when: () => operation === undefined,
        run: onClose,
      },
      {
        id: 'submission.stop',
        title: 'Stop sending',
        group: 'Run',
        keys: 'Escape',
        when: () => operation !== undefined,
        run: () => operation && void cancelOperation(operation.operationId),
      },
    ],
    [
      operation,
      canSend,
      send,
      text,
      json,
      payer,
      source,
      draft.lookUp,
      preview.waits,
      preview.isOpen,
      preview.make,
      onClose,
    ],
  );
  useActions(actions);

  return (
    <>
      <SplitPane name="submission-composer" label="form" start={700} min={520} minRest={360}>
        <Pane label="New submission">
          <h1 className="hidden">{answers ? 'Submit attachments' : 'New submission'}</h1>
          <PaneHead title={answers ? 'Submit attachments' : 'New submission'} level={2}>
            <Badge approach="push" />
            <SavedNote />
            <Spring />
            <SubmissionDrafts />
            <Button keys="Escape" onPress={onClose}>
              Back
            </Button>
            <Button kind="main" icon="send" keys="Mod+Enter" isDisabled={!canSend} onPress={() => void send()}>
              {operation ? 'Sending' : 'Send'}
            </Button>
          </PaneHead>
          <PaneBody label="What is submitted">
            {failure && <SendFailure failure={failure} onSend={(anyway) => void send(anyway)} />}
            {draft.failure && <FailureNote failure={draft.failure} />}
            {operation && (
              <OperationProgress operation={operation} label="Sending the submission" />
            )}
            <AboutNote />
            <MarksContext value={marks}>
              <TargetPart payers={partners.payers} payer={payer} draft={draft} />
              <div
                key={composing.key}
                className={text === undefined ? undefined : style.resting}
                inert={text !== undefined}
              >
                <ForPart
                  people={people}
                  isCi={payer?.cdexVersion === 'ci'}
                  onLookUp={() => setLookingUp(true)}
                  draft={draft}
                />
                <AttachmentsPart sources={partners.sources} source={source} preview={preview} />
                <PartiesPart />
              </div>
              <HowPart />
            </MarksContext>
          </PaneBody>
        </Pane>
        <PreviewPane
          preview={preview}
          json={json}
          lacks={lacks}
          findings={findings}
          fieldOf={field}
          isAsking={draft.isAsking}
        />
      </SplitPane>
      {source && (
        <PatientPicker
          partner={source}
          start={{ member: form.memberId, patientId: form.patientId }}
          isOpen={isLookingUp}
          onClose={() => setLookingUp(false)}
          onChoose={({ patientId, member }) => changeForm({ patientId, ...(member ? { memberId: member } : {}) })}
        />
      )}
    </>
  );
}
