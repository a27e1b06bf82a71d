/** Values that are looked at here, each for everything the rules say of it: so many take some milliseconds. */
const fewValues = 2_000;

const [brace, bracket, comma] = [0x7b, 0x5b, 0x2c];

/**
 * Whether a body holds few enough values to be read without keeping others waiting, however large its texts are. Counted by the signs before
 * which a value begins in JSON: those within texts count too, which only errs on the safe side. `most`: values it may hold.
 */
export function isLight(body: Uint8Array, most = fewValues): boolean {
  let values = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte !== comma && byte !== brace && byte !== bracket) continue;
    values += 1;
    if (values > most) return false;
  }
  return true;
}
