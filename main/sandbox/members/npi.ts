/** Card issuer prefix that health identifiers carry before the Luhn check (ISO/IEC 7812, "80" health, "840" USA). */
const PREFIX = '80840';

/**
 * Completes nine digits to a National Provider Identifier. The sandbox uses numbers beginning with 9: they pass
 * the check, yet are never issued to a real provider (issued ones begin with 1 or 2).
 */
export function completeNpi(nine: string): string {
  for (let check = 0; check < 10; check++) {
    if (isNpi(`${nine}${check}`)) return `${nine}${check}`;
  }
  throw new RangeError(`an NPI is made of nine digits, not of "${nine}"`);
}

/** True for ten digits whose Luhn sum, with the 80840 prefix, ends in zero. */
export function isNpi(value: string): boolean {
  if (!/^\d{10}$/.test(value)) return false;
  let sum = 0;
  for (const [index, digit] of [...`${PREFIX}${value}`].reverse().entries()) {
    const doubled = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
