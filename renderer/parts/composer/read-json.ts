/** Why a text is no JSON, and where. Lines and columns count from 1. */
export interface JsonTrouble {
  line: number;
  column: number;
  says: string;
}

/** Line and column of an offset. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1 };
}

/** A text as JSON, or what is wrong with it and where. */
export function readJson(text: string): { value: unknown } | { trouble: JsonTrouble } {
  try {
    return { value: JSON.parse(text) };
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : 'It is no JSON.';
    const offset = /at position (\d+)/.exec(said)?.[1];
    const place = placeOf(text, offset === undefined ? text.trimEnd().length : Number(offset));
    const says = said
      .replace(/ in JSON at position .*$/s, '')
      .replace(/, "?[\s\S]*is not valid JSON$/, '')
      .replace(/ JSON input$/, '');
    return { trouble: { ...place, says } };
  }
}
