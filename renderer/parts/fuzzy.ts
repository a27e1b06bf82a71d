/**
 * How well `query` fits `text`, or undefined where it does not: every letter in order, better when they stand together and begin words.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const wanted = query.toLowerCase().replaceAll(' ', '');
  if (wanted === '') return 0;
  const have = text.toLowerCase();
  const whole = have.indexOf(query.toLowerCase().trim());
  if (whole >= 0) return 1000 - whole - have.length / 100 + (whole === 0 || /\W/.test(have[whole - 1] ?? '') ? 200 : 0);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 1 && words.every((word) => have.includes(word))) return 500 - have.length / 100;
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = have.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    const starts = next === 0 || /\W/.test(have[next - 1] ?? '');
    score += next === at + 1 ? 5 : starts ? 4 : 0;
    at = next;
  }
  // Letters that are all over the place are a chance hit, not an answer.
  return score >= wanted.length * 2 ? score - have.length / 100 : undefined;
}
