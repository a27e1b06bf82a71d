import type { Finding } from '../domain/finding.ts';
import { dig, isObject, listOf, textOf } from '../fhir/json.ts';
import { error } from './findings.ts';

/** No resource nests deeper; what does is not followed. */
const deepest = 60;
/** As many as are worth telling: the verdict stands after the first. */
const most = 50;

/** Modifier extensions change the meaning of what they stand on, and we know none: wherever one stands, the Task cannot be acted on. */
export function checkModifiers(task: unknown): Finding[] {
  const found: Finding[] = [];
  const note = (extension: unknown, path: string) => {
    const url = textOf(dig(extension, 'url')) ?? 'without a url';
    const message = `A modifier extension we do not know (${url}) changes what this means.`;
    found.push(error('modifier-extension', path, message, 'Ask the sender what it means.'));
  };
  const walk = (value: unknown, path: string, depth: number): void => {
    if (depth > deepest || found.length >= most) return;
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries())
        if (typeof one === 'object') walk(one, `${path}[${index}]`, depth + 1);
    } else if (isObject(value)) {
      for (const [name, one] of Object.entries(value)) {
        if (name === 'modifierExtension') {
          for (const [index, each] of listOf(one).slice(0, most).entries()) note(each, `${path}.${name}[${index}]`);
        } else if (typeof one === 'object') walk(one, `${path}.${name}`, depth + 1);
      }
    }
  };
  walk(task, 'Task', 0);
  return found;
}
