import { isObject } from '../../fhir/json.ts';
import { keyed, same } from './element-keys.ts';

/** Labels of codes say nothing the code does not say. */
const isLabel = (path: string, name: string): boolean =>
  name === 'display' || (name === 'text' && /\.(type|code)$/.test(path));

/**
 * The places of `mine` that `built` has not, or has otherwise: what a form that wrote `built` does not know of. FHIRPath-like paths, at the
 * highest place that is wholly unknown. Labels of codes are not told.
 */
export function unexplained(mine: unknown, built: unknown, path: string, member = ''): string[] {
  if (same(mine, built)) return [];
  if (Array.isArray(mine) && Array.isArray(built)) {
    const known = keyed(member, built);
    return [...keyed(member, mine)].flatMap(([key, element], index) =>
      unexplained(element, known.get(key), `${path}[${index}]`),
    );
  }
  if (!isObject(mine) || !isObject(built)) return [path];
  return Object.entries(mine)
    .filter(([name]) => !isLabel(path, name))
    .flatMap(([name, value]) => unexplained(value, built[name], `${path}.${name}`, name));
}
