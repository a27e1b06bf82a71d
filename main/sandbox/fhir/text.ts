/** Text as string search compares it: no accents, no case, single blanks (R4 search, section 2.21.1.4). */
export const foldText = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** Splits at a separator that is not escaped by a backslash; the parts stay escaped. */
export function splitEscaped(text: string, separator: ',' | '|' | '$'): string[] {
  const parts: string[] = [''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '\\' && at + 1 < text.length) {
      parts[parts.length - 1] += character + text[at + 1];
      at += 1;
    } else if (character === separator) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** Takes the backslashes off (R4 search, section 2.21.1.5.1). */
export const unescapeText = (text: string): string => text.replace(/\\([\\,|$])/g, '$1');
