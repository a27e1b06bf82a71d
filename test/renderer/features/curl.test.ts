import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { curlOf } from '../../../renderer/features/exchanges/curl.ts';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { exchangeOf } from '../../fakes/records.ts';

const detail = (
  more: Partial<ExchangeDetail['request']>,
  url = "http://127.0.0.1:1/r4/Patient?name=O'Neil&a=$x",
): ExchangeDetail => ({
  ...exchangeOf(2),
  url,
  request: { headers: [], bodyBytes: 0, ...more },
  response: { headers: [], bodyBytes: 0 },
});

/** What a shell hands to curl, word by word. */
const words = (command: string) =>
  execFileSync('sh', ['-c', `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; TOKEN=t0k; ${command}`])
    .toString()
    .split('\0')
    .slice(0, -1);

it('survives the shell: quotes, dollars and ampersands arrive as they were sent', () => {
  expect(words(curlOf(detail({})))).toEqual([
    '-sS',
    '--compressed',
    '-X',
    'GET',
    "http://127.0.0.1:1/r4/Patient?name=O'Neil&a=$x",
  ]);
});

it('puts a variable where a secret was masked and leaves out what curl says itself', () => {
  const headers: [string, string][] = [
    ['Host', 'fhir.example'],
    ['Accept', 'application/fhir+json'],
    ['Authorization', 'Bearer [masked]'],
  ];
  expect(words(curlOf(detail({ headers }))).slice(5)).toEqual([
    '-H',
    'Accept: application/fhir+json',
    '-H',
    'Authorization: Bearer t0k',
  ]);
});

it('sends the body, or the file that holds it', () => {
  expect(words(curlOf(detail({ bodyText: '{"a":"it\'s"}' }))).slice(-2)).toEqual(['--data-binary', '{"a":"it\'s"}']);
  expect(words(curlOf(detail({ bodyFile: '/data/bodies/x y' }))).at(-1)).toBe('@/data/bodies/x y');
});
