import type { Connection } from '../../../shared/domain/connection.ts';
import type { DiagnosisCode } from '../../../shared/domain/diagnosis.ts';
import type { Discovery } from '../../../shared/domain/discovery.ts';

const aboutTokenUrl: readonly DiagnosisCode[] = [
  'wrong-audience',
  'token-endpoint-unknown',
  'token-endpoint-wrong',
  'token-endpoint-failed',
  'token-endpoint-silent',
  'answer-unusable',
  'unreachable',
];

/** The token URL the partner publishes, where taking it may mend this: it is another one than the connection has saved. */
export function urlToTake(
  code: DiagnosisCode,
  { auth }: Connection,
  discovery: Discovery | undefined,
): string | undefined {
  if (!('tokenUrl' in auth) || auth.tokenUrl === undefined || !aboutTokenUrl.includes(code)) return undefined;
  const document = auth.method === 'udap' ? discovery?.udap : discovery?.smart;
  const published = document?.state === 'found' ? document.value.tokenEndpoint : undefined;
  return published !== undefined && published !== auth.tokenUrl ? published : undefined;
}
