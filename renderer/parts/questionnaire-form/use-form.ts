import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { literalPatient } from '../../../shared/cdex/literal-patient.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { InitialAnswers, OpenedQuestionnaire } from '../../../shared/contract/questionnaires.ts';
import type { FormDraft } from '../../../shared/domain/form.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { dig, isObject } from '../../../shared/fhir/json.ts';
import { beginResponse } from '../../../shared/fhir/questionnaire/begin-response.ts';
import type { TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';
import { withoutUnasked } from '../../../shared/fhir/questionnaire/scope.ts';
import { call } from '../../api/call.ts';
import { recordsOf, useRecords } from '../../stores/records.ts';
import { payerUrlOf } from './asked-questionnaires.ts';

type Resource = Record<string, unknown>;

/** Pause in typing, in milliseconds, after which a form is kept. */
const pause = 500;

/** A form being filled in for a Task. */
export interface OpenForm {
  opened: OpenedQuestionnaire | undefined;
  /** What the form began with; another round begins it anew. */
  begun: Resource | undefined;
  round: number;
  filled: { linkId: string; from: string }[];
  kept: FormDraft | undefined;
  failure: Failure | undefined;
  busy: boolean;
  /** Where the payer wants it submitted. */
  pushed: string | undefined;
  /** What expressions about the member gave, by linkId. */
  initial: ReadonlyMap<string, readonly TypedAnswer[]>;
  /** Whether calculated answers are still worked out. */
  calculating: boolean;
  begin: () => Promise<void>;
  beginAgain: () => Promise<void>;
  change: (response: Resource, isSettled: boolean) => void;
  /** Completes the Task with it; whether that worked. */
  answer: () => Promise<boolean>;
  /** Keeps it as completed, to be submitted; undefined where that failed. */
  finish: () => Promise<FormDraft | undefined>;
}

const partnerOf = (task: TaskRecord) =>
  task.connectionId ? { connection: task.connectionId } : { baseUrl: task.baseUrl };

/** The patient's id on the server: of the reference, else of the one patient the identifier finds. */
async function patientOf(task: TaskRecord, resource: unknown): Promise<string | undefined> {
  const id = literalPatient(resource, task.baseUrl);
  if (id || !task.member) return id;
  const found = await call('patients.find', { partner: partnerOf(task), how: 'search', identifier: task.member });
  return found.ok && found.value.candidates.length === 1 ? found.value.candidates[0]?.id : undefined;
}

/** Opens the questionnaire of a Task, begins or goes on with its form, keeps it, and answers the Task with it. */
export function useForm(task: TaskRecord, resource: unknown, url: string): OpenForm {
  const [opened, setOpened] = useState<OpenedQuestionnaire>();
  const [begun, setBegun] = useState<Resource>();
  const [round, setRound] = useState(0);
  const [filled, setFilled] = useState<OpenForm['filled']>([]);
  const [kept, setKept] = useState<FormDraft>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const [initial, setInitial] = useState<InitialAnswers[]>([]);
  const [calculating, setCalculating] = useState(false);
  const given = useRef<InitialAnswers[]>([]);
  const now = useRef<Resource>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const formId = useRef<string>(undefined);
  const opening = useRef(false);
  /** Keeps what was typed last, where the pause after it is not over. */
  const keepLast = useRef<() => void>(undefined);
  const { id: taskId } = task;

  const keep = useCallback(
    async (questionnaire: unknown, response: Resource) => {
      // Its id is ours from the beginning: what is typed while it is first kept must not become a second form.
      formId.current ??= crypto.randomUUID();
      const reply = await call('questionnaires.saveForm', {
        taskId,
        ...(task.connectionId ? { connectionId: task.connectionId } : {}),
        id: formId.current,
        questionnaire: questionnaire as Resource,
        response,
        initial: given.current,
      });
      if (!reply.ok) {
        setFailure(reply.error);
        return undefined;
      }
      setKept(reply.value);
      return reply.value;
    },
    [taskId, task.connectionId],
  );

  const start = useCallback(
    async (questionnaire: unknown) => {
      const patientId = await patientOf(task, resource);
      const reply =
        patientId === undefined
          ? undefined
          : await call('questionnaires.prefill', {
              partner: partnerOf(task),
              patientId,
              questionnaire: questionnaire as Resource,
            });
      const subject = dig(resource, 'for');
      const bare = () =>
        beginResponse(questionnaire, {
          subject: isObject(subject) ? subject : {},
          authored: new Date().toISOString(),
          answers: new Map(),
        });
      const response = reply?.ok ? (reply.value.response as Resource) : bare();
      setFilled(reply?.ok ? reply.value.filled : []);
      given.current = reply?.ok ? reply.value.initial : [];
      setInitial(given.current);
      now.current = response;
      setBegun(response);
      setRound((before) => before + 1);
      await keep(questionnaire, response);
    },
    [task, resource, keep],
  );

  const open = useCallback(async () => {
    setFailure(undefined);
    const [canonical] = url.split('|');
    const draft = recordsOf(useRecords.getState(), 'form').find(
      (one) => one.taskId === taskId && one.questionnaireUrl === canonical,
    );
    const reply = await call('questionnaires.open', { url, partner: partnerOf(task) });
    if (!reply.ok && !draft) return setFailure(reply.error);
    const form = reply.ok
      ? reply.value
      : { questionnaire: draft?.questionnaire, valueSets: {}, searched: {}, exchangeIds: [], findings: [] };
    setOpened(form);
    if (!draft) return start(form.questionnaire);
    formId.current = draft.id;
    now.current = draft.response as Resource;
    given.current = draft.initial ?? [];
    setInitial(given.current);
    setKept(draft);
    setBegun(draft.response as Resource);
  }, [url, task, taskId, start]);

  /** Once: the Task's record may change while its questionnaire is fetched. */
  const begin = useCallback(async () => {
    if (resource === undefined || opened || opening.current) return;
    opening.current = true;
    await open();
    opening.current = false;
  }, [resource, opened, open]);

  const change = useCallback(
    (response: Resource, isSettled: boolean) => {
      now.current = response;
      setCalculating(!isSettled);
      clearTimeout(timer.current);
      keepLast.current = () => {
        keepLast.current = undefined;
        clearTimeout(timer.current);
        void keep(opened?.questionnaire, response);
      };
      timer.current = setTimeout(keepLast.current, pause);
    },
    [keep, opened],
  );
  // What was typed last is kept when the form is left before the pause is over.
  useEffect(() => () => keepLast.current?.(), []);

  /** What is typed, as completed, without what is no longer asked; what was still to be kept of it is kept with it. */
  const completedNow = useCallback(() => {
    const response = now.current;
    clearTimeout(timer.current);
    keepLast.current = undefined;
    if (!response) return undefined;
    const asked = withoutUnasked(opened?.questionnaire, response);
    return { ...asked, status: 'completed', authored: new Date().toISOString() };
  }, [opened]);

  const finish = useCallback(async () => {
    const completed = completedNow();
    if (!completed) return undefined;
    setBusy(true);
    const form = await keep(opened?.questionnaire, completed);
    setBusy(false);
    return form;
  }, [completedNow, keep, opened]);

  const answer = useCallback(async () => {
    const response = now.current;
    const completed = completedNow();
    if (!response || !completed) return false;
    setBusy(true);
    const reply = await call('work.answer', { id: taskId, status: 'completed', outputs: [{ resource: completed }] });
    setBusy(false);
    if (!reply.ok) {
      setFailure(reply.error);
      await keep(opened?.questionnaire, response);
      return false;
    }
    if (formId.current) await call('questionnaires.removeForm', { id: formId.current });
    return true;
  }, [taskId, completedNow, keep, opened]);

  const beginAgain = useCallback(async () => {
    if (opened) await start(opened.questionnaire);
  }, [opened, start]);

  return {
    opened,
    begun,
    round,
    filled,
    kept,
    failure,
    busy,
    pushed: payerUrlOf(resource),
    initial: useMemo(() => new Map(initial.map(({ linkId, answers }) => [linkId, answers])), [initial]),
    calculating,
    begin,
    beginAgain,
    change,
    answer,
    finish,
  };
}
