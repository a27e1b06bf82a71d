import type { ResourceScope } from '../../../shared/fhir/scopes.ts';
import { problem } from '../fhir/problems.ts';
import { type Grant, isWhole, type Permission, type Region, type Rights } from '../fhir/rights.ts';
import type { SearchFilter } from '../fhir/search-query.ts';
import { resourceScopes } from './scopes.ts';

const verbs: Record<Permission, string> = {
  c: 'create',
  r: 'read',
  u: 'change',
  d: 'delete',
  s: 'search for',
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function filterOf(parameter: string): SearchFilter {
  const equals = parameter.indexOf('=');
  return { kind: 'value', code: parameter.slice(0, equals), value: decoded(parameter.slice(equals + 1)) };
}

/** The rights a token gives: its scopes, and the member it is for (SMART App Launch 2.2, scopes; CONF-015). */
export class TokenRights implements Rights {
  readonly memberId: string | undefined;
  readonly #scopes: readonly ResourceScope[];
  readonly #scope: string;
  #missing: string | undefined;

  constructor(scope: string, memberId?: string) {
    this.#scope = scope;
    this.#scopes = resourceScopes(scope);
    this.memberId = memberId;
  }

  get grant(): Grant {
    return { scope: this.#scope, ...(this.memberId === undefined ? {} : { memberId: this.memberId }) };
  }

  /** The part a scope opens. Scopes of a patient, and of a user who chose a member, open that member's record; without one, patient scopes open nothing. */
  #region({ context, parameters }: ResourceScope): Region[] {
    const filters = parameters.map(filterOf);
    if (context === 'system') return [{ filters }];
    if (this.memberId !== undefined) return [{ memberId: this.memberId, filters }];
    return context === 'user' ? [{ filters }] : [];
  }

  regions(permission: Permission, type: string): readonly Region[] {
    const fitting = this.#scopes.filter(
      (scope) => (scope.type === '*' || scope.type === type) && scope.rights.includes(permission),
    );
    const regions = fitting.flatMap((scope) => this.#region(scope));
    return regions.some(isWhole) ? [{ filters: [] }] : regions;
  }

  refusal(permission: Permission, type: string): Error {
    const context = this.memberId === undefined ? (this.#scopes[0]?.context ?? 'system') : 'patient';
    this.#missing = `${context}/${type}.${permission}`;
    const text = `The token does not allow to ${verbs[permission]} ${type}: that needs the scope ${this.#missing}.`;
    return problem(403, text, {
      diagnostics: `The token has the scope "${this.#scope}". Ask for a token with the missing one.`,
    });
  }

  get challenge(): string {
    const scope = this.#missing ? `, scope="${this.#missing}"` : '';
    return `Bearer error="insufficient_scope"${scope}`;
  }
}
