import { randomUUID } from 'node:crypto';
import { answerTask, containedIds, freeId, type NewOutput } from '../../../shared/cdex/answer-task.ts';
import { checkAnswer } from '../../../shared/cdex/check-answer.ts';
import { error, warning } from '../../../shared/cdex/findings.ts';
import { sayTaskChange } from '../../../shared/cdex/say-task-change.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { type Failure, fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { WorkAnswer } from '../../../shared/contract/work.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { JsonObject } from '../../../shared/fhir/json.ts';
import { header } from '../../exchange/answer.ts';
import { createOutput } from '../../exchange/create-output.ts';
import type { Partner } from '../../exchange/partner.ts';
import { updateTask } from '../../exchange/update-task.ts';
import { brokenRules } from '../broken-rules.ts';
import type { Kit } from '../kit.ts';
import { policyOf } from '../partners.ts';
import { otherThanAsked } from '../other-answer.ts';
import { idFromLocation, usableId } from '../read-created.ts';
import type { Collect } from './collect.ts';
import { prepareOutputs, type ReadyOutput, type WishedOutput } from './prepare-outputs.ts';
import type { CurrentTask, Named, ReceivedTasks } from './received-tasks.ts';

/** How a Task is to be changed. */
export type Wish = Pick<
  CommandParsed<'work.answer'>,
  'status' | 'reason' | 'businessStatus' | 'contained' | 'ifVersion' | 'sendAnyway'
> & { outputs?: readonly WishedOutput[] | undefined };

/** Changes a received Task at its server. `by` names the rule that does it, where no person does. */
export type AnswerTask = (named: Named, wish: Wish, signal: AbortSignal, by?: string) => Promise<Reply<WorkAnswer>>;

/** A resource on its way into the Task: what stands for it until the Task is written, and its JSON. */
interface Placed {
  stub: JsonObject;
  text: string;
}

type StoredOutput = Extract<ReadyOutput, { text: unknown }>;

/** The answering of one console. */
export function createAnswerTask(kit: Kit, received: ReceivedTasks, collect: Collect): AnswerTask {
  const { store, door, ports } = kit;

  /** Says that somebody else was faster; nothing of theirs is overwritten. */
  function overtaken(before: Parameters<typeof sayTaskChange>[0], now: CurrentTask, more: Partial<Failure> = {}) {
    const changes = sayTaskChange(before, now.reading);
    return fail(
      'refused-by-partner',
      `Somebody else changed the Task meanwhile: ${changes.join('; ')}. Nothing was overwritten.`,
      'Look at it as it is now, then answer again.',
      { httpStatus: 412, ...more, exchangeId: more.exchangeId ?? now.exchangeId, details: changes },
    );
  }

  /** Stores a resource on the server, and answers the reference to it. */
  async function storeBeside(partner: Partner, output: StoredOutput, signal: AbortSignal): Promise<Reply<string>> {
    const { resourceType } = output;
    const reply = await createOutput(door, partner, { resourceType, text: output.text() }, { signal });
    if (!reply.ok) {
      const next = `The server does not take a ${resourceType}: put it into the Task (contained), or store it another way and answer with its reference.`;
      return reply.error.httpStatus && reply.error.httpStatus < 500
        ? { ok: false, error: { ...reply.error, next } }
        : reply;
    }
    const { head, resource, headers, exchangeId } = reply.value;
    const inBody = head?.resourceType === resourceType ? usableId((resource as JsonObject | undefined)?.id) : undefined;
    const id = inBody ?? idFromLocation(header(headers, 'location'), resourceType);
    if (id) return ok(`${resourceType}/${id}`);
    return fail(
      'not-fhir',
      `The server took the ${resourceType} but told no id, neither in the body nor as Location.`,
      'Put it into the Task (contained), or ask for its id and answer with the reference.',
      { exchangeId },
    );
  }

  function tell(named: Named, wish: Wish, outcome: string, exchangeId: string, by: string | undefined): void {
    const count = wish.outputs?.length ?? 0;
    const outputs = count === 0 ? '' : ` with ${count} output${count === 1 ? '' : 's'}`;
    const request = `answer Task ${named.taskId}: ${wish.status}${outputs}${by ? `, by the rule ${by}` : ''}`;
    store.write(() => store.audit.add({ action: 'exchange', peer: named.partner.name, request, outcome, exchangeId }));
  }

  /** PUTs it; when somebody was faster, looks what they did. */
  async function put(named: Named, current: CurrentTask, text: string, signal: AbortSignal) {
    const { taskId, partner } = named;
    const sent = await updateTask(door, partner, { id: taskId, text, etag: current.etag }, { signal });
    if (sent.ok || !current.etag || ![409, 412].includes(sent.error.httpStatus ?? 0)) return sent;
    const now = await received.read({ ...named, record: current.record }, 'read after a conflict', signal);
    const { httpStatus, exchangeId, outcome } = sent.error;
    return now.ok && now.value.etag !== current.etag
      ? overtaken(current.reading, now.value, {
          ...(httpStatus ? { httpStatus } : {}),
          ...(exchangeId ? { exchangeId } : {}),
          ...(outcome ? { outcome } : {}),
        })
      : sent;
  }

  return async (named, wish, signal, by) => {
    const { partner, taskId } = named;
    const looked = named.record;
    const read = await received.read(named, 'read before answering', signal);
    if (!read.ok) return read;
    const current = read.value;
    const versions = [current.reading.versionId, current.record.lastVersion?.versionId];
    if (wish.ifVersion && current.reading.versionId && !versions.includes(wish.ifVersion))
      return overtaken(looked ?? current.reading, current);
    const prepared = await prepareOutputs(kit, collect, partner, current, wish.outputs ?? [], signal);
    if (!prepared.ok) return prepared;

    const placed: Placed[] = [];
    const taken = containedIds(current.task);
    const about: Finding[] = [...prepared.value.findings];
    const outputs = prepared.value.outputs.map((output, index): NewOutput & { store?: StoredOutput } => {
      if ('reference' in output) return output;
      const { resourceType, wantedId } = output;
      if (!wish.contained) return { reference: `${resourceType}/to-be-stored-${index}`, resourceType, store: output };
      if (output.nests) about.push(nesting(resourceType));
      const id = freeId(taken, wantedId);
      taken.add(id);
      placed.push({ stub: { resourceType, id, mark: randomUUID() }, text: output.text(id) });
      return { reference: `#${id}`, resourceType };
    });
    const changed = (list: readonly NewOutput[]) =>
      answerTask(current.task, {
        status: wish.status,
        reason: wish.reason,
        businessStatus: wish.businessStatus,
        outputs: list,
        contained: placed.map(({ stub }) => stub),
        now: new Date(ports.clock.now()).toISOString(),
      });

    const { purposeOfUse } = policyOf(kit, partner);
    const checked = checkAnswer(current.task, changed(outputs), partner.cdexVersion, { purposeOfUse });
    const broken = wish.sendAnyway ? undefined : brokenRules('answer', [...about, ...checked.blocking]);
    if (broken) return broken;
    if (!current.etag) about.push(unversioned);

    const stored: NewOutput[] = [];
    for (const output of outputs) {
      const reference = output.store ? await storeBeside(partner, output.store, signal) : ok(output.reference);
      if (!reference.ok)
        return withStored(
          reference.error,
          stored.filter((_, index) => outputs[index]?.store),
        );
      stored.push({ ...output, reference: reference.value });
    }
    const text = placed.reduce(
      (json, { stub, text: inside }) => json.replace(JSON.stringify(stub), () => inside),
      JSON.stringify(changed(stored)),
    );
    const sent = await put(named, current, text, signal);
    if (!sent.ok)
      return withStored(
        sent.error,
        stored.filter((_, index) => outputs[index]?.store),
      );
    const { exchangeId, httpStatus, head } = sent.value;
    tell(named, wish, `${httpStatus}`, exchangeId, by);
    const other = otherThanAsked(sent.value, taskId);
    const after =
      other === undefined
        ? await received.keepAnswer(partner, taskId, sent.value)
        : await received.read({ ...named, record: current.record }, 'read after answering', signal);
    if (!after.ok) return after;
    const findings = [...about, ...checked.findings];
    const odd = [
      ...(other && head?.resourceType === 'Task' ? [otherTask(other.error)] : []),
      ...(after.value.reading.status === wish.status ? [] : [otherStatus(wish.status, after.value.reading.status)]),
    ];
    return ok({ task: after.value.task, record: after.value.record, findings: [...odd, ...findings], exchangeId });
  };
}

const unversioned = warning(
  'if-match',
  'Task.meta.versionId',
  'The server tells no version (ETag), so a change somebody else makes at the same moment may be lost.',
  'Ask for ETag and If-Match at the server.',
);

const nesting = (resourceType: string): Finding =>
  error(
    'dom-2',
    'Task.contained',
    `This ${resourceType} contains resources of its own, and nothing contained may.`,
    'Store it beside the Task.',
  );

const otherTask = ({ message, next }: Failure): Finding => warning('answer', 'Task.id', message, next);

const otherStatus = (wished: string, found: string): Finding =>
  warning(
    'CONF-059',
    'Task.status',
    `The server took the answer and left the Task ${found}, not ${wished}.`,
    'Ask its operator why.',
  );

/** A failure after something was stored: nobody refers to it, and somebody must know that it is there. */
function withStored(failure: Failure, stored: readonly NewOutput[]): Reply<never> {
  if (stored.length === 0) return { ok: false, error: failure };
  const left = stored.map(({ reference }) => `${reference}: was stored, and no Task refers to it`);
  const details = [...(failure.details ?? []), ...left];
  return { ok: false, error: { ...failure, details } };
}
