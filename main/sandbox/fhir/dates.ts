/** A stretch of time in milliseconds since 1970, both ends included. */
export interface Span {
  from: number;
  to: number;
}

const pattern = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

function offsetOf(zone: string | undefined): number {
  if (!zone || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Whether year, month and day exist in the calendar and the time is on the clock. */
function exists(year: number, month: number, day: number, hour: number, minute: number, second: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
}

/**
 * The span a FHIR date, dateTime or instant stands for, as wide as it is imprecise: 1990-06 is the whole of June.
 * A value without zone is read as UTC. A blank where the zone's sign should be is a plus sign that a query string lost.
 * Answers undefined for anything that is not a date.
 */
export function spanOf(text: string): Span | undefined {
  const match = pattern.exec(text.replace(/ (?=\d\d:\d\d$)/, '+'));
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const [y, mo, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  const [h, mi, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (!exists(y, mo, d, h, mi, s)) return undefined;
  const ms = fraction ? Number(fraction.padEnd(3, '0').slice(0, 3)) : 0;
  const from = Date.UTC(y, mo - 1, d, h, mi, s, ms) - offsetOf(zone);
  if (fraction) return { from, to: from };
  if (second !== undefined) return { from, to: from + 999 };
  if (hour !== undefined) return { from, to: from + 59_999 };
  const next = day ? Date.UTC(y, mo - 1, d + 1) : month ? Date.UTC(y, mo, 1) : Date.UTC(y + 1, 0, 1);
  return { from, to: next - 1 };
}
