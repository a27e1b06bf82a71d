import { problem } from '../fhir/problems.ts';

/** What the topic lets a Subscription filter by, each with its modifiers (HRex SubscriptionTopic Task, canFilterBy). */
const filterable: Record<string, readonly string[]> = {
  code: [],
  owner: ['identifier'],
  requester: ['identifier'],
  status: [],
};

/** A condition as search has it: parameter with modifier, and value. */
export type FilterPair = [key: string, value: string];

/** In the form of a query, values may be percent-encoded; a stray percent sign means itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const refuse = (text: string, diagnostics: string): Error =>
  problem(422, text, { code: 'not-supported', expression: ['Subscription.criteria.extension'], diagnostics });

function parsePair(text: string, whole: string): FilterPair {
  const equals = text.indexOf('=');
  const key = (equals < 0 ? text : text.slice(0, equals)).trim();
  const value = equals < 0 ? '' : text.slice(equals + 1).trim();
  if (!key || !value)
    throw refuse(
      `The filter "${whole}" is no param=value.`,
      'Write it like status=completed, or Task?status=completed.',
    );
  const [name = '', modifier] = key.split(':');
  const modifiers = Object.hasOwn(filterable, name) ? filterable[name] : undefined;
  if (!modifiers) {
    const known = Object.keys(filterable).join(', ');
    throw refuse(`The topic cannot be filtered by "${name}", as in "${whole}".`, `It can by ${known}.`);
  }
  if (modifier !== undefined && !modifiers.includes(modifier)) {
    const allowed = modifiers.length ? `It takes :${modifiers.join(', :')}.` : 'It takes none.';
    throw refuse(`The filter "${whole}" has the modifier :${modifier}, which ${name} does not take.`, allowed);
  }
  return [key, value];
}

/**
 * Reads one backport-filter-criteria. All five spellings are understood: param=value, param:modifier=value, the same two after `Task.`,
 * and the query `Task?param=value` of the guide's examples, where & joins several. Throws 422 for what the topic cannot be filtered by.
 */
export function parseFilter(text: string): FilterPair[] {
  const whole = text.trim();
  const asQuery = /^([A-Za-z]+)\?(.*)$/s.exec(whole);
  const asMember = asQuery ? null : /^([A-Z][A-Za-z]+)\.(.*)$/s.exec(whole);
  const type = (asQuery ?? asMember)?.[1];
  if (type !== undefined && type !== 'Task')
    throw refuse(
      `The filter "${whole}" is about ${type}, but the topic is about Task.`,
      'Filter by parameters of Task.',
    );
  const rest = (asQuery ?? asMember)?.[2] ?? whole;
  if (!asQuery) return [parsePair(rest, whole)];
  return rest
    .split('&')
    .filter((part) => part !== '')
    .map((part) => parsePair(decode(part), whole));
}
