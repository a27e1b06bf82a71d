import { readScope, type ResourceScope, type Scope, splitScopes } from '../../../shared/fhir/scopes.ts';

/** What a payer and a provider typically agree on, both ways: direct query, Tasks, subscriptions, rosters, submissions. */
export const typicalScope =
  'system/*.rs system/Task.crus system/Subscription.cruds system/Group.rs system/Communication.c';

/** Everything there is: what practice clients and admitted connections may ask for. */
export const fullScope = 'system/*.cruds user/*.cruds patient/*.cruds launch/patient offline_access online_access';

/** What one kind of grant can carry: a service acts for itself, a person's sign-in for that person. */
export type ScopeContext = 'service' | 'person';

const order = [...'cruds'];
const lettersOf = (one: string, other: string) =>
  order.filter((letter) => one.includes(letter) && other.includes(letter));

const textOf = ({ context, type, rights, parameters }: ResourceScope): string =>
  `${context}/${type}.${rights}${parameters.length ? `?${parameters.join('&')}` : ''}`;

/** The part of a scope that the most one may have allows; several parts where that is spread over types. */
function within(wish: ResourceScope, most: readonly ResourceScope[]): ResourceScope[] {
  const parts = new Map<string, ResourceScope>();
  for (const limit of most) {
    const meets =
      limit.context === wish.context && (limit.type === '*' || wish.type === '*' || limit.type === wish.type);
    if (!meets) continue;
    const type = wish.type === '*' ? limit.type : wish.type;
    const known = parts.get(type)?.rights ?? '';
    const rights = order.filter((one) => known.includes(one) || lettersOf(wish.rights, limit.rights).includes(one));
    if (rights.length) parts.set(type, { ...wish, type, rights: rights.join('') });
  }
  const whole = parts.get(wish.type);
  return whole?.rights === wish.rights ? [wish] : [...parts.values()];
}

const isResource = (scope: Scope): scope is ResourceScope => scope.kind === 'resource';

const fits = (context: ScopeContext, scope: ResourceScope) => (scope.context === 'system') === (context === 'service');

/** The scopes of a wish that can be granted: those the client may have, in this kind of grant, as text. */
export function grantable(wish: string, most: string, context: ScopeContext): string {
  const limits = splitScopes(most).map(readScope);
  const granted = splitScopes(wish)
    .map(readScope)
    .flatMap((scope): string[] => {
      if (!isResource(scope)) {
        const carried = context === 'person' && limits.some(({ text }) => text === scope.text);
        return carried ? [scope.text] : [];
      }
      if (!fits(context, scope)) return [];
      return within(scope, limits.filter(isResource)).map((part) =>
        part.rights === scope.rights && part.type === scope.type ? scope.text : textOf(part),
      );
    });
  return [...new Set(granted)].join(' ');
}

/** Reading alone, or where that is all there is, reading by id alone; what holds no reading stays as it is. */
export function narrowed(scope: string): string {
  const read = splitScopes(scope).map(readScope).filter(isResource);
  const keep = (letters: string) =>
    read.flatMap((one) => {
      const rights = lettersOf(one.rights, letters).join('');
      return rights ? [textOf({ ...one, rights })] : [];
    });
  const reading = keep('rs');
  const isLess = read.length < splitScopes(scope).length || read.some(({ rights }) => /[cud]/.test(rights));
  return [...new Set(isLess && reading.length ? reading : keep('r'))].join(' ') || scope;
}

/** The resource scopes of a list. */
export const resourceScopes = (scope: string): ResourceScope[] => splitScopes(scope).map(readScope).filter(isResource);
