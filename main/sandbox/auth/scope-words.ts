import { readScope, splitScopes } from '../../../shared/fhir/scopes.ts';

const verbs: Record<string, string> = { c: 'add', r: 'read', u: 'change', d: 'delete', s: 'search' };

const others: Record<string, string> = {
  'launch/patient': 'Know which member you choose',
  offline_access: 'Stay allowed when you are away, for 30 days',
  online_access: 'Stay allowed for eight hours',
};

function listed(words: string[]): string {
  const text = words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a scope allows, in plain words for the person who grants it. */
export function scopeWords(text: string): string {
  const scope = readScope(text);
  if (scope.kind !== 'resource') return others[text] ?? text;
  const what = scope.type === '*' ? 'everything' : `${scope.type} resources`;
  const whose =
    scope.context === 'patient' ? 'in the record of the member you choose' : 'in the records you open to it';
  const limit = scope.parameters.length ? `, with ${scope.parameters.join(' and ')}` : '';
  return `${listed([...scope.rights].map((letter) => verbs[letter] ?? letter))} ${what} ${whose}${limit}`;
}

/** All scopes of a list, each with its words. */
export const scopesInWords = (scope: string): { scope: string; words: string }[] =>
  splitScopes(scope).map((one) => ({ scope: one, words: scopeWords(one) }));
