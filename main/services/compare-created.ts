import { inputsOf, type TaskSlot } from '../../shared/cdex/task-slots.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { dig, isObject } from '../../shared/fhir/json.ts';

/** What of a request a server must keep as it is: everything but what the source itself answers with. */
const kept = [
  'code',
  'for',
  'intent',
  'requester',
  'owner',
  'identifier',
  'basedOn',
  'reasonCode',
  'reasonReference',
  'restriction',
  'contained',
] as const;

const next = 'Ask the partner why, and read the Task before you rely on what it brings.';

const found = (path: string, message: string): Finding => ({
  rule: 'answer',
  severity: 'warning',
  path,
  message,
  next,
});

/**
 * What a server changed of the request in a Task it created, as warnings. What it adds inside an element is its right (ids, displays,
 * resolved references) and is not told; an input it adds is.
 */
export function changesOfCreated(sent: unknown, returned: unknown): Finding[] {
  const changes = kept.flatMap((name) => {
    const [before, after] = [dig(sent, name), dig(returned, name)];
    if (before === undefined || holds(before, after)) return [];
    const text =
      after === undefined
        ? `The partner left out Task.${name}, which was ${shown(before)}.`
        : `The partner changed Task.${name} from ${shown(before)} to ${shown(after)}.`;
    return [found(`Task.${name}`, text)];
  });
  return [...changes, ...changedInputs(inputsOf(sent), inputsOf(returned))];
}

function changedInputs(sent: TaskSlot[], returned: TaskSlot[]): Finding[] {
  const rest = [...returned];
  const lost = sent.filter(({ slot }) => {
    const at = rest.findIndex((one) => holds(slot, one.slot));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  const changes = lost.map(({ slot, codes, path }) => {
    const at = rest.findIndex((one) => one.codes[0] === codes[0]);
    const [after] = at < 0 ? [] : rest.splice(at, 1);
    const name = codes[0] ?? 'without a code';
    return after
      ? found(path, `The partner changed the input ${name} from ${slotValue(slot)} to ${slotValue(after.slot)}.`)
      : found(path, `The partner left out the input ${name}, which was ${slotValue(slot)}.`);
  });
  const added = rest.map(({ slot, codes, path }) =>
    found(path, `The partner added an input ${codes[0] ?? 'without a code'}: ${slotValue(slot)}.`),
  );
  return [...changes, ...added];
}

/** Whether everything that was sent is in what came back, in whatever order its lists are. */
function holds(sent: unknown, back: unknown): boolean {
  if (Array.isArray(sent)) return Array.isArray(back) && sent.every((one) => back.some((other) => holds(one, other)));
  if (isObject(sent))
    return isObject(back) && Object.keys(sent).every((name) => sameMember(name, sent[name], back[name]));
  return sent === back;
}

/** A reference relative to the base may come back as a URL. */
const sameMember = (name: string, sent: unknown, back: unknown): boolean =>
  holds(sent, back) ||
  (name === 'reference' &&
    typeof sent === 'string' &&
    typeof back === 'string' &&
    (back.endsWith(`/${sent}`) || sent.endsWith(`/${back}`)));

const longest = 160;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const slotValue = (slot: Record<string, unknown>): string => {
  const name = Object.keys(slot).find((one) => one.startsWith('value'));
  return name ? shown(slot[name]) : 'nothing';
};
