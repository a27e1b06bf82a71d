/** Deeper than any resource people read. */
const deepest = 40;

/**
 * A JSON value laid out for people, two spaces a level; on one line where it is nested deeper than any resource: the spaces multiply
 * with the depth, and a hostile megabyte would grow to gigabytes. Throws for what JSON cannot say.
 */
export const prettyJson = (value: unknown): string =>
  isDeeper(value, deepest) ? JSON.stringify(value) : JSON.stringify(value, null, 2);

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1));
}
