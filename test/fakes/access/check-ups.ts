import { type CheckUp, type CheckUpStep, checkUpSteps } from '../../../shared/domain/check-up.ts';
import { ago } from '../ago.ts';
import { wrongAudience } from './accesses.ts';

const steps: CheckUpStep[] = [
  {
    name: 'reachability',
    status: 'ok',
    detail: '203.0.113.24, name found in 11 ms, port 443 open in 22 ms',
    durationMs: 33,
    notes: [],
    exchangeIds: [],
  },
  {
    name: 'tls',
    status: 'ok',
    detail: 'TLS 1.3, certificate for fhir.mesa.example, 41 days left',
    durationMs: 48,
    notes: [],
    exchangeIds: [],
  },
  {
    name: 'discovery',
    status: 'ok',
    detail: 'smart-configuration 200, udap 404 so not offered',
    durationMs: 127,
    notes: [],
    exchangeIds: ['20', '21', '22', '23'],
  },
  {
    name: 'authorization',
    status: 'fail',
    detail: 'refused: 401 invalid_client, “Invalid audience”',
    durationMs: 96,
    notes: [
      { result: 'ok', text: 'Signing key opened', value: 'harbor-uat' },
      { result: 'ok', text: 'Assertion signed', value: 'RS384' },
      { result: 'fail', text: 'Token URL is not the discovered one', value: '2 URLs' },
      { result: 'fail', text: 'Token endpoint answered', value: '401' },
      { result: 'unchecked', text: 'Scopes granted against scopes asked', value: 'no token' },
    ],
    diagnosis: wrongAudience,
    exchangeIds: ['47'],
  },
  {
    name: 'capability-statement',
    status: 'warn',
    detail: 'FHIR 4.0.1, data-source-server, JSON; Task create, read, search',
    durationMs: 212,
    notes: [
      { result: 'ok', text: 'Task documentation is there', requirement: 'CONF-078' },
      { result: 'warn', text: 'Subscription names no topic; notifications may still work', requirement: 'CONF-067' },
    ],
    exchangeIds: ['12'],
  },
  {
    name: 'search',
    status: 'not-checked',
    detail: 'not checked: all need a token',
    notes: [
      { result: 'unchecked', text: 'Patient?identifier=', value: 'SHALL' },
      { result: 'unchecked', text: 'Condition?patient=&clinical-status=', value: 'SHOULD' },
      { result: 'unchecked', text: 'DocumentReference?patient=&type=', value: 'SHALL' },
    ],
    exchangeIds: [],
  },
];

/** Earlier runs: authorization was well until the partner moved its token URL. */
const history: CheckUp['history'] = Array.from({ length: 12 }, (_, index) => ({
  at: ago((11 - index) * 86_400 + 7),
  steps: steps.map(({ name, status, durationMs }) => ({
    name,
    status: index < 8 && (status === 'fail' || status === 'not-checked') ? 'ok' : status,
    durationMs,
  })),
}));

export const checkUps: CheckUp[] = [{ id: 'c4', at: ago(7), durationMs: 1_900, ok: false, steps, history }];

/** A check-up of another connection, all well. */
export const goodCheckUp = (id: string): CheckUp => ({
  id,
  at: new Date().toISOString(),
  durationMs: 840,
  ok: true,
  steps: checkUpSteps.map((name) => ({
    name,
    status: 'ok',
    detail: name === 'authorization' ? 'token granted, 300 s, all scopes' : 'as it should be',
    durationMs: 30,
    notes: [],
    exchangeIds: [],
  })),
  history: [],
});
