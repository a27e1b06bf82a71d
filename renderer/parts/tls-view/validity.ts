import type { CertificateInfo } from '../../../shared/domain/tls-view.ts';

/** How far a certificate's time has run, in percent, and how it stands. */
export interface Validity {
  /** 0 to 100. */
  gone: number;
  st: 'ok' | 'warn' | 'fail';
  words: string;
}

/** Partners renew in the last month; less than two weeks is late. */
const late = 14;

/** The validity of a certificate at `now` (milliseconds). */
export function validityOf({ validFrom, validTo, daysLeft }: CertificateInfo, now: number): Validity {
  const from = Date.parse(validFrom);
  const to = Date.parse(validTo);
  const gone = to > from ? Math.min(100, Math.max(0, ((now - from) / (to - from)) * 100)) : 100;
  if (now < from) return { gone: 0, st: 'fail', words: 'not valid yet' };
  if (daysLeft < 0 || now > to) return { gone: 100, st: 'fail', words: 'expired' };
  const words = daysLeft === 1 ? '1 day left' : `${daysLeft} days left`;
  return { gone, st: daysLeft <= late ? 'warn' : 'ok', words };
}

/** The common name of a distinguished name, or the whole of it. */
export const commonName = (name: string): string =>
  /(?:^|[\n,/+]\s*)CN\s*=\s*([^\n,/+]+)/i.exec(name)?.[1]?.trim() ?? name;
