import { isCollection, isMap, isScalar, LineCounter, parseDocument, stringify, type Document, type Node } from 'yaml';
import {
  type LineOf,
  policyEntry,
  type PolicyRule,
  readPolicy,
  sayMistake,
} from '../../shared/cdex/answer-policy-file.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';

/** Mistakes told of one file; the rest follows once these are mended. */
const mostTold = 20;

/**
 * The rules of a policy file (YAML). Fails with `invalid-input`, each mistake with its line in `details`, the first one in the message.
 * The parser's own words are kept, its quotations of the file are not.
 */
export function readPolicyText(text: string): Reply<PolicyRule[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    return mistaken(
      document.errors.map(({ code, message, pos }) => {
        const reason =
          code === 'MULTIPLE_DOCS'
            ? 'one list is expected, and here another document begins'
            : message.replace(/[.:]?\s*$/, '');
        return `line ${lines.linePos(pos[0]).line}: This is not YAML: ${reason}.`;
      }),
    );
  let parsed: unknown;
  try {
    parsed = document.toJS();
  } catch (error) {
    return mistaken([`This is not YAML that can be followed: ${(error as Error).message}.`]);
  }
  const { rules, mistakes } = readPolicy(parsed, lineFinder(document, lines));
  return mistakes.length > 0 ? mistaken(mistakes.map(sayMistake)) : ok(rules);
}

/** Rules as a policy file, in their order, which `readPolicyText` reads as the same rules. */
export const writePolicyText = (rules: readonly PolicyRule[]): string => stringify(rules.map(policyEntry));

function mistaken(all: string[]): Reply<never> {
  const more = all.length - 1;
  return fail(
    'invalid-input',
    `The policy file has ${more === 0 ? 'a mistake' : `${all.length} mistakes`}: ${all[0]}`,
    'Correct the file and read it again; nothing was changed.',
    { details: all.slice(0, mostTold) },
  );
}

/** Finds the line of a member by its key, of anything else by itself; of what is missing, by what it is missing in. */
function lineFinder(document: Document, lines: LineCounter): LineOf {
  const lineOf = (node: Node | null | undefined) => (node?.range ? lines.linePos(node.range[0]).line : undefined);
  return (path) => {
    let node: unknown = document.contents;
    let line = lineOf(document.contents);
    for (const step of path) {
      if (!isCollection(node)) return line;
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
      line = lineOf((pair?.key ?? node.get(step, true)) as Node | undefined) ?? line;
      node = node.get(step, true);
    }
    return line;
  };
}
