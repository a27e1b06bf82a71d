import { useEffect, useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { FormDraft } from '../../../shared/domain/form.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { useTaskResource } from '../task-view/use-task-resource.ts';
import { FailureNote } from '../failure-note.tsx';
import { findingResult } from '../finding-result.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { formatNumberOf } from '../../ui/format.ts';
import { PaneBody, PaneHead, Part, Spring } from '../../ui/pane.tsx';
import { Select } from '../../ui/select.tsx';
import { askedQuestionnaires } from './asked-questionnaires.ts';
import { QuestionnaireForm } from './questionnaire-form.tsx';
import style from './questionnaire-form.module.css';
import { useForm } from './use-form.ts';

interface Props {
  task: TaskRecord;
  onClose: () => void;
  /** Where the payer wants what it asked for pushed: goes on to the submission with the form that was finished. */
  onSubmit?: (form: FormDraft) => Promise<Failure | undefined>;
}

/** The questionnaires a Task asks for, one of them open to be filled in: begun from the record, kept as it is typed, sent as the answer. */
export function FormPane({ task, onClose, onSubmit }: Props) {
  const read = useTaskResource(task);
  const asked = useMemo(() => askedQuestionnaires(read?.resource), [read?.resource]);
  const [chosen, setChosen] = useState<string>();
  const url = chosen ?? asked[0]?.url;
  return (
    <>
      <PaneHead level={2} title={asked.find((one) => one.url === url)?.title ?? 'Questionnaire'}>
        {asked.length > 1 && (
          <Select
            quiet
            label="Questionnaire"
            size="small"
            value={url}
            choices={asked.map((one) => ({ value: one.url, label: one.title ?? one.url }))}
            onChange={setChosen}
          />
        )}
        <Spring />
        <Button onPress={onClose} keys="Escape">
          Back to the Task
        </Button>
      </PaneHead>
      {url ? (
        <OneForm key={url} task={task} resource={read?.resource} url={url} onDone={onClose} onSubmit={onSubmit} />
      ) : (
        <Empty icon="task" title="No questionnaire">
          This Task names no questionnaire.
        </Empty>
      )}
    </>
  );
}

interface FormProps {
  task: TaskRecord;
  resource: unknown;
  url: string;
  onDone: () => void;
  onSubmit: Props['onSubmit'];
}

function OneForm({ task, resource, url, onDone, onSubmit }: FormProps) {
  const form = useForm(task, resource, url);
  const [refusal, setRefusal] = useState<Failure>();
  const { opened, begun, kept, failure, busy } = form;
  useEffect(() => void form.begin(), [form.begin]);
  const problems = kept?.findings ?? [];
  const open = problems.filter(({ rule }) => rule === 'qr-required').length;
  const broken = problems.filter(({ severity }) => severity === 'error').length;
  const answer = async () => {
    if (await form.answer()) onDone();
  };
  const isPushed = form.pushed !== undefined && onSubmit !== undefined;
  const submit = async () => {
    setRefusal(undefined);
    const finished = await form.finish();
    if (finished) setRefusal(await onSubmit?.(finished));
  };
  return (
    <PaneBody label="Questionnaire in full">
      {failure && <FailureNote failure={failure} onRetry={() => void form.begin()} />}
      {refusal && <FailureNote failure={refusal} onRetry={() => void submit()} />}
      {!failure && !begun && (
        <Empty icon="task" title="Opening the questionnaire">
          {url}
        </Empty>
      )}
      {opened && begun && (
        <>
          <Part
            title={kept?.title ?? 'Questionnaire'}
            count={form.filled.length > 0 && `${formatNumberOf(form.filled.length, 'answer')} from the record`}
            actions={
              <span className={style.actions}>
                <Button size="small" isDisabled={busy} onPress={() => void form.beginAgain()}>
                  Begin again
                </Button>
                <Button
                  size="small"
                  kind="main"
                  isDisabled={busy || form.calculating || open + broken > 0 || !kept}
                  onPress={() => void (isPushed ? submit() : answer())}
                >
                  {isPushed ? 'Submit it' : busy ? 'Sending' : 'Complete the Task with it'}
                </Button>
              </span>
            }
          >
            <p>
              {open > 0
                ? `${formatNumberOf(open, 'question')} still to be answered.`
                : broken > 0
                  ? `${formatNumberOf(broken, 'answer')} to be mended.`
                  : 'Every required question is answered.'}{' '}
              {kept ? 'Kept as it is typed.' : ''}
            </p>
            {form.pushed && (
              <p>
                The payer expects it at <code>{form.pushed}</code> by $submit-attachment: it is submitted there, and the
                Task completed afterwards.
              </p>
            )}
          </Part>
          <QuestionnaireForm
            key={form.round}
            questionnaire={opened.questionnaire}
            response={begun}
            initial={form.initial}
            valueSets={opened.valueSets}
            searched={opened.searched}
            findings={problems}
            onChange={form.change}
          />
          {[...opened.findings, ...problems].length > 0 && (
            <Part title="What the rules say">
              <FindingList>
                {[...problems, ...opened.findings].map((one) => (
                  <Finding
                    key={`${one.rule} ${one.path} ${one.message}`}
                    result={findingResult(one.severity)}
                    rule={one.rule}
                    message={one.message}
                    path={one.path}
                    {...(one.next && { next: one.next })}
                  />
                ))}
              </FindingList>
            </Part>
          )}
        </>
      )}
    </PaneBody>
  );
}
