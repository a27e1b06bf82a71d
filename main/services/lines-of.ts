/** No line of a file of ours comes near this. Characters. */
const longest = 1_000_000;

/**
 * The lines of a text that comes in pieces, without their ends and without empty ones. A longer line than any of ours ends it: what is
 * there of it is the last one.
 */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
    if (rest.length > longest) break;
  }
  if (rest.trim() !== '') yield rest;
}
