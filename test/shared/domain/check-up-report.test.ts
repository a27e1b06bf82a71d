import { expect, test } from 'vitest';
import type { CheckUp } from '../../../shared/domain/check-up.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { checkUpReport } from '../../../shared/domain/check-up-report.ts';
import { connections } from '../../fakes/records.ts';

const connection = connections[0] as Connection;

const checkUp: CheckUp = {
  id: 'c1',
  at: '2026-11-22T10:14:07.000Z',
  durationMs: 1_940,
  ok: false,
  steps: [
    {
      name: 'authorization',
      status: 'fail',
      detail: 'refused\r\n## Forged: ok',
      durationMs: 96,
      notes: [
        { result: 'fail', text: 'Token URL is not the discovered one', value: '2 `URLs`', requirement: 'SMART 2.2' },
        { result: 'unchecked', text: 'Scopes' },
      ],
      diagnosis: {
        code: 'wrong-audience',
        message: 'Our assertion names the wrong token URL.',
        where: 'client_assertion, claim aud',
        why: 'aud must equal the token URL exactly.',
        next: 'Take the token URL from discovery.',
        requirement: 'SMART 2.2',
        compare: {
          sent: 'https://fhir.mesa.example/token',
          wanted: 'https://auth.mesa.example/token',
          from: 'discovery',
        },
      },
      exchangeIds: ['241'],
    },
    { name: 'search', status: 'not-checked', detail: 'not checked: no token', notes: [], exchangeIds: [] },
  ],
  history: [],
};

test('a check-up can be copied for the partner', () => {
  const auth = { method: 'client-secret', send: 'post', clientId: 'harbor-uat' } as const;
  const report = checkUpReport(checkUp, { ...connection, name: 'Mesa', auth });
  expect(report).toBe(`# Check-up of Mesa

- Ran: 2026-11-22T10:14:07.000Z, took 1.9 s
- Base URL: \`http://127.0.0.1:8701/fhir\`
- We are: payer (Data Consumer), CDex 2.1
- Authorization: client credentials by secret
- Client id: \`harbor-uat\`
- Result: something failed

## Authorization: FAILED (96 ms)

refused ## Forged: ok

- fail: Token URL is not the discovered one: \`2 'URLs'\` [SMART 2.2]
- not checked: Scopes

- What: Our assertion names the wrong token URL.
- Where: client_assertion, claim aud
  - sent: \`https://fhir.mesa.example/token\`
  - wanted: \`https://auth.mesa.example/token\` (discovery)
- Why: aud must equal the token URL exactly. [SMART 2.2]
- Next: Take the token URL from discovery.

## Search: not checked

not checked: no token
`);
});
