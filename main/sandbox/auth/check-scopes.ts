import { resourceScopes } from './scopes.ts';

/** What checking scopes needs to know of a server: its types, and which of their parameters are tokens. */
export interface ScopeSurroundings {
  types: readonly string[];
  isToken(type: string, parameter: string): boolean;
}

/**
 * What speaks against scopes that are narrowed by parameters (SMART App Launch 2.2, `?param=value`), in a sentence; undefined when
 * nothing does. Only conditions on token parameters of one type are honoured here: to leave out another would open more than was meant.
 */
export function scopeObjection(scope: string, { types, isToken }: ScopeSurroundings): string | undefined {
  for (const { text, type, parameters } of resourceScopes(scope)) {
    if (!parameters.length) continue;
    if (!types.includes(type))
      return `The scope ${text} narrows ${type}; parameters are understood on one type of this server.`;
    for (const parameter of parameters) {
      const [name = '', value] = parameter.split('=');
      const isSimple = value && !name.startsWith('_') && isToken(type, name);
      if (!isSimple)
        return `The scope ${text} is narrowed by ${name}; only token parameters of ${type} such as category=... are understood.`;
    }
  }
  return undefined;
}
