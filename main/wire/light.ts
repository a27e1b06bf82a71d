/** Values that are looked at here, each for everything the rules say of it: so many take some milliseconds. */
const fewValues = 2_000;

const [brace, bracket, comma, quote, backslash] = [0x7b, 0x5b, 0x2c, 0x22, 0x5c];

/**
 * Whether a body holds few enough values to be read without keeping others waiting, however large its texts are. Counted by the signs before
 * which a value begins in JSON, outside of texts: those are leapt over, so that a document costs next to nothing. `most`: values it may hold.
 */
export function isLight(body: Buffer, most = fewValues): boolean {
  let values = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === quote) at = endOfText(body, at);
    else if (byte === comma || byte === brace || byte === bracket) {
      values += 1;
      if (values > most) return false;
    }
  }
  return true;
}

/** Where the text that begins at a quote ends: at the next quote before which the backslashes are paired. */
function endOfText(body: Buffer, start: number): number {
  let end = start;
  let slashes = 1;
  while (slashes % 2 === 1) {
    end = body.indexOf(quote, end + 1);
    if (end < 0) return body.length;
    slashes = 0;
    while (body[end - 1 - slashes] === backslash) slashes += 1;
  }
  return end;
}
