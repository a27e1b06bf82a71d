/**
 * Where a key leads from row `at` (-1: none yet) in a list of `count` rows, or undefined where the key is none of the list's.
 * Rows for which `skip` holds are stepped over.
 */
export function moveFor(
  key: string,
  at: number,
  count: number,
  page: number,
  skip: (index: number) => boolean,
): number | undefined {
  const settle = (from: number, step: 1 | -1): number | undefined => {
    let index = Math.min(count - 1, Math.max(0, from));
    while (index >= 0 && index < count && skip(index)) index += step;
    return index >= 0 && index < count ? index : at >= 0 ? at : undefined;
  };
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return settle(at + 1, 1);
    case 'ArrowUp':
    case 'k':
      return settle(at < 0 ? count - 1 : at - 1, -1);
    case 'PageDown':
      return settle(at + page, 1);
    case 'PageUp':
      return settle(at - page, -1);
    case 'Home':
      return settle(0, 1);
    case 'End':
      return settle(count - 1, -1);
    default:
      return undefined;
  }
}
