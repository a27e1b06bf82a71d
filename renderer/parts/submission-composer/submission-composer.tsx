import { useCallback, useState } from 'react';
import { ComposerFrame } from '../composer/composer-frame.tsx';
import composer from '../composer/composer.module.css';
import { MarksContext } from '../composer/field-slot.tsx';
import { FailureNote } from '../failure-note.tsx';
import { PatientPicker } from '../patient-picker/patient-picker.tsx';
import { useKnownPeople } from '../search-builder/people.ts';
import { AboutNote } from './about-note.tsx';
import { AttachmentsPart } from './attachments-part.tsx';
import { changeForm, useComposing } from './composer-store.ts';
import { SubmissionDrafts } from './drafts-menu.tsx';
import { ForPart, PartiesPart } from './for-part.tsx';
import { HowPart } from './how-part.tsx';
import { useKeptDraft } from './keep-draft.ts';
import { misreadIn } from './lacks.ts';
import { usePartners } from './partners.ts';
import { PreviewPane } from './preview-pane.tsx';
import { TargetPart } from './target-part.tsx';
import { isBringing, useBringing } from './uploads.ts';
import { useComposerActions } from './use-composer-actions.ts';
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
  const showLookUp = useCallback(() => setLookingUp(true), []);
  const isWhole =
    text === undefined
      ? !lacks.some(({ blocks }) => blocks) && misreadIn(form.cards).length === 0 && !bringing
      : parameters !== undefined && hasTarget;
  const canSend = isWhole && operation === undefined;
  const isJson = text !== undefined;
  useComposerActions({
    partners,
    draft,
    preview,
    json,
    isJson,
    canSend,
    send,
    operation,
    onMember: showLookUp,
    onClose,
  });

  const fields = (
    <>
      {draft.failure && <FailureNote failure={draft.failure} />}
      <AboutNote />
      <MarksContext value={marks}>
        <TargetPart payers={partners.payers} payer={payer} draft={draft} />
        <div key={composing.key} className={isJson ? composer.resting : undefined} inert={isJson}>
          <ForPart people={people} isCi={payer?.cdexVersion === 'ci'} onLookUp={showLookUp} draft={draft} />
          <AttachmentsPart sources={partners.sources} source={source} preview={preview} />
          <PartiesPart />
        </div>
        <HowPart />
      </MarksContext>
    </>
  );
  return (
    <>
      <ComposerFrame
        name="submission-composer"
        widths={{ start: 700, min: 520, minRest: 360 }}
        approach="push"
        label="New submission"
        heading={answers ? 'Submit attachments' : 'New submission'}
        title={answers ? 'Submit attachments' : 'New submission'}
        composing={composing}
        tools={<SubmissionDrafts />}
        onClose={onClose}
        canSend={canSend}
        onSend={(anyway) => void send(anyway)}
        operation={operation}
        sending="Sending the submission"
        failure={failure}
        formLabel="What is submitted"
        form={fields}
        preview={
          <PreviewPane
            preview={preview}
            json={json}
            lacks={lacks}
            findings={findings}
            fieldOf={field}
            isAsking={draft.isAsking}
          />
        }
      />
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
