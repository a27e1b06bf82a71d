import { useMemo, useState } from 'react';
import { type CheckedAnswer, checkAnswer } from '../../../../../shared/cdex/check-answer.ts';
import type { Failure } from '../../../../../shared/contract/errors.ts';
import type { WorkAnswer } from '../../../../../shared/contract/work.ts';
import { type Finding, worstFirst } from '../../../../../shared/domain/finding.ts';
import type { TaskRecord, TaskStatus } from '../../../../../shared/domain/task.ts';
import { isObject, type JsonObject, textOf } from '../../../../../shared/fhir/json.ts';
import { checkTask } from '../../../../../shared/cdex/check-task.ts';
import { inputsOf, withCode } from '../../../../../shared/cdex/task-slots.ts';
import { call } from '../../../../api/call.ts';
import { keepDraft, useDraft } from '../../../../stores/drafts.ts';
import { runOperation } from '../../../../stores/operations.ts';
import { type AnswerDraft, emptyAnswer, lacksReason, nextStep, previewOf, wishOf } from './answer-draft.ts';
import type { Manner } from './must-refuse.ts';

const draftName = (id: string) => `answer ${id}`;

/** The name of the operation that sends an answer. */
export const sendName = (id: string): string => `answer ${id}`;
/** The name of the operation that collects for a Task. */
export const collectName = (id: string): string => `collect ${id}`;

/** An answer that is being written, checked as it is, and the ways to go on with it. */
export interface Answering {
  draft: AnswerDraft;
  status: TaskStatus;
  patch: (change: Partial<AnswerDraft>) => void;
  /** Absent while the Task itself is not at hand. */
  preview?: JsonObject;
  /** What the rules say about the answer and did not say of the Task before; worst first. */
  findings: Finding[];
  blocking: Finding[];
  lacksReason: boolean;
  /** It was tried to send it. */
  isTried: boolean;
  /** Somebody else changed the Task since the answer was begun: from this version. */
  overtakenFrom?: string;
  lookAgain: () => void;
  failure?: Failure;
  send: (sendAnyway?: boolean) => void;
  /** The query as typed, or the Task's own. */
  query: string;
  /** Runs it, or another one. */
  collect: (query?: string) => void;
  /** What came of the last answer that was sent from here, with what was not said before. */
  sent?: WorkAnswer;
}

const keyOf = ({ rule, path, message }: Finding) => `${rule} ${path} ${message}`;
const none: CheckedAnswer = { findings: [], blocking: [] };

/** Writing an answer to a received Task. `resource` is the Task as it was last read. */
export function useAnswer(task: TaskRecord, resource: unknown, manner: Manner): Answering {
  const { id, code, lastVersion } = task;
  const current = lastVersion?.versionId;
  const start = useMemo(() => emptyAnswer(code), [code]);
  const [draft, setDraft] = useDraft<AnswerDraft>(draftName(id), start);
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [sent, setSent] = useState<WorkAnswer>();
  const status = draft.status ?? nextStep(task.status);

  const patch = (change: Partial<AnswerDraft>) => {
    setSent(undefined);
    setDraft((before) => ({ ...before, looked: before.looked ?? current, ...change }));
  };

  const before = isObject(resource) && resource.resourceType === 'Task' ? resource : undefined;
  const { cdexVersion } = manner;
  const { purposeOfUse } = manner.policy;
  const preview = useMemo(
    () => before && previewOf(before, draft, status, new Date().toISOString()),
    [before, draft, status],
  );
  const checked = useMemo(
    () => (before && preview ? checkAnswer(before, preview, cdexVersion, { purposeOfUse }) : none),
    [before, preview, cdexVersion, purposeOfUse],
  );
  const known = useMemo(() => new Set(before ? checkTask(before, cdexVersion).map(keyOf) : []), [before, cdexVersion]);
  const findings = worstFirst(
    checked.findings.filter((one) => checked.blocking.includes(one) || !known.has(keyOf(one))),
  );

  const send = async (sendAnyway = false) => {
    setTried(true);
    setFailure(undefined);
    if (!sendAnyway && (lacksReason(draft, status) || checked.blocking.length > 0)) return;
    const ifVersion = draft.looked ?? current;
    const reply = await runOperation(sendName(id), (operationId) =>
      call('work.answer', {
        id,
        ...wishOf(draft, status),
        ...(ifVersion ? { ifVersion } : {}),
        sendAnyway,
        operationId,
      }),
    );
    if (!reply.ok) return setFailure(reply.error);
    keepDraft(draftName(id), undefined);
    setTried(false);
    // What was said before it was sent need not be said again.
    const said = new Set(checked.findings.map(keyOf));
    setSent({ ...reply.value, findings: reply.value.findings.filter((one) => !said.has(keyOf(one))) });
  };

  const own = textOf(withCode(inputsOf(before), 'data-query')[0]?.slot.valueString) ?? '';
  const query = draft.query ?? own;
  const collect = async (other: string | undefined) => {
    const typed = (other ?? query).trim();
    const given = typed === own || typed === '' ? {} : { query: typed };
    const keep = (change: Partial<AnswerDraft>) =>
      setDraft((last) => ({ ...last, collected: undefined, collectFailure: undefined, left: [], ...change }));
    keep({ looked: draft.looked ?? current });
    const reply = await runOperation(collectName(id), (operationId) =>
      call('work.collect', { id, ...given, operationId }),
    );
    keep(reply.ok ? { collected: reply.value } : { collectFailure: reply.error });
  };

  const overtakenFrom = draft.looked !== undefined && draft.looked !== current ? draft.looked : undefined;
  return {
    draft,
    status,
    patch,
    ...(preview ? { preview } : {}),
    findings,
    blocking: checked.blocking,
    lacksReason: lacksReason(draft, status),
    isTried,
    ...(overtakenFrom ? { overtakenFrom } : {}),
    lookAgain: () => {
      setFailure(undefined);
      patch({ looked: current });
    },
    ...(failure ? { failure } : {}),
    send: (sendAnyway) => void send(sendAnyway),
    query,
    collect: (other) => void collect(other),
    ...(sent ? { sent } : {}),
  };
}
