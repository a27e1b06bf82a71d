/** `Given Given Family` as `Family, Given Given`: the last word is taken for the family name. What has a comma stays as it is. */
export function nameInParts(name: string): string {
  const words = name.trim().split(/\s+/);
  if (name.includes(',') || words.length < 2) return name.trim();
  return `${words.at(-1)}, ${words.slice(0, -1).join(' ')}`;
}
