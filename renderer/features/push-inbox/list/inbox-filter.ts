import type { CommandInput } from '../../../../shared/contract/commands.ts';
import { type PushKind, pushKinds } from '../../../../shared/domain/push.ts';

/** What the list is narrowed to, as `inbox.page` takes it. */
export type InboxFilter = Pick<CommandInput<'inbox.page'>, 'text' | 'kind' | 'state' | 'repeats'>;

type State = NonNullable<InboxFilter['state']>;

/** The states of a push, in the words of the filter, with what they mean. */
export const states: readonly { value: State; label: string }[] = [
  { value: 'matched', label: 'Matched to a Task' },
  { value: 'held', label: 'Held until its request appears' },
  { value: 'none', label: 'Belongs to no request' },
  { value: 'waiting', label: 'Waiting for your answer' },
  { value: 'refused', label: 'Refused' },
];

/** The kinds of a push, in words. */
export const kindWords: Readonly<Record<PushKind, string>> = {
  submission: 'Submission',
  notification: 'Notification',
  bundle: 'Bundle',
  resource: 'Resource',
  unexpected: 'Unexpected',
};

const named = /(?:^|\s)(kind|state|repeats):(\S*)(?=\s|$)/gi;

/** A filter text read: `kind:submission state:held repeats:yes` beside words to look for. What is no such value narrows nothing. */
export function readFilter(text: string): InboxFilter {
  const filter: InboxFilter = {};
  for (const [, name = '', given = ''] of text.matchAll(named)) {
    const value = given.toLowerCase();
    if (name.toLowerCase() === 'repeats') filter.repeats = value === 'yes';
    if (name.toLowerCase() === 'kind') filter.kind = pushKinds.find((kind) => kind === value) ?? filter.kind;
    if (name.toLowerCase() === 'state')
      filter.state = states.find((state) => state.value === value)?.value ?? filter.state;
  }
  const words = text.replace(named, ' ').replace(/\s+/g, ' ').trim().slice(0, 200);
  return {
    ...(words && { text: words }),
    ...(filter.kind && { kind: filter.kind }),
    ...(filter.state && { state: filter.state }),
    ...(filter.repeats && { repeats: true }),
  };
}

/** A filter text with one of its names set to a value, or taken out where it had this one already. */
export function toggleNamed(text: string, name: 'kind' | 'state' | 'repeats', value: string): string {
  const wanted = `${name}:${value}`;
  const others = text.split(/\s+/).filter((word) => word !== '' && !word.toLowerCase().startsWith(`${name}:`));
  const had = text.toLowerCase().split(/\s+/).includes(wanted);
  return [...others, ...(had ? [] : [wanted])].join(' ');
}
