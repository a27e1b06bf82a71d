/**
 * The sandbox's "today". Stories are written in plain dates up to this day, so a record never ages with the
 * computer's clock and the same seed gives the same dates next year.
 */
export const ANCHOR_DAY = '2026-10-31';

/** The clinic's offset. Its state keeps no daylight saving time, so one offset is right all year. */
const OFFSET = '-07:00';

/** A day moved by a number of days, both as FHIR date. */
export function moveDay(day: string, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}

/** The same date so many months later; the day of the month must exist in the target month. */
export function moveMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, date)).toISOString().slice(0, 10);
}

/** A FHIR dateTime (also an instant) of a day and a clock time hh:mm in the clinic's zone. */
export function dateTime(day: string, time: string): string {
  return `${day}T${time}:00${OFFSET}`;
}

/** A clock time hh:mm moved by minutes within its day. */
export function moveTime(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const total = Math.min(hour * 60 + minute + minutes, 23 * 60 + 59);
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}
