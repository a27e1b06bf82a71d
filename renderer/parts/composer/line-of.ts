/** The steps of a FHIRPath-like place: Task.input[0].type is input, 0, type. What is in brackets behind it is a remark. */
const stepsOf = (path: string): (string | number)[] =>
  (path.split(' ')[0] ?? '')
    .split('.')
    .slice(1)
    .flatMap((step) => {
      const [, name = step, index] = /^([\w-]+)(?:\[(\d+)\])?/.exec(step) ?? [];
      return index === undefined ? [name] : [name, Number(index)];
    });

/**
 * The line (from 0) of pretty-printed JSON, two blanks a level, where a place stands; of a place that is not there, the nearest that is.
 */
export function lineOf(text: string, path: string): number {
  const lines = text.split('\n');
  let line = 0;
  let depth = 1;
  for (const step of stepsOf(path)) {
    const pad = '  '.repeat(depth);
    let at = line + 1;
    let passed = -1;
    let found: number | undefined;
    for (; at < lines.length; at += 1) {
      const one = lines[at] ?? '';
      if (one.startsWith(pad.slice(2)) && /^[}\]]/.test(one.slice(pad.length - 2))) break;
      if (!one.startsWith(pad) || one[pad.length] === ' ' || /^[}\]]/.test(one.slice(pad.length))) continue;
      passed += 1;
      if (typeof step === 'number' ? passed === step : one.startsWith(`${pad}"${step}":`)) {
        found = at;
        break;
      }
    }
    if (found === undefined) return line;
    line = found;
    depth += 1;
  }
  return line;
}
