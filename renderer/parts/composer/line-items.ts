/** Numbers of line items: "1, 3-5" is 1, 3, 4, 5. Undefined where it cannot be read. */
export function lineItemsOf(text: string): number[] | undefined {
  const found: number[] = [];
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const [, first, last] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last ?? first)];
    if (first === undefined || to < from || to - from > 200) return undefined;
    for (let number = from; number <= to; number += 1) found.push(number);
  }
  return [...new Set(found)];
}
