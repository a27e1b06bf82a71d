import type { Access } from '../../../shared/domain/access.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import { ago } from '../ago.ts';

export const scopes = ['system/*.rs', 'system/Task.crus', 'system/Subscription.cruds', 'system/Group.rs'];

/** A refusal that names one claim. */
export const wrongAudience: Diagnosis = {
  code: 'wrong-audience',
  message: 'POST /r4/token answered 401 invalid_client, “Invalid audience”.',
  where: 'client_assertion, claim aud',
  why: 'aud must equal the token URL exactly. The address saved in the connection still answers, and refuses.',
  next: 'Take the token URL from discovery and run this step again. Nothing else has to change.',
  requirement: 'SMART 2.2',
  compare: {
    sent: 'https://fhir.mesa.example/r4/token',
    wanted: 'https://auth.mesa.example/oauth2/token',
    from: 'discovery, today',
  },
};

export const accesses: Access[] = [
  {
    id: 'c3',
    token: {
      tokenType: 'Bearer',
      obtainedAt: ago(44),
      expiresAt: ago(-256),
      scope: scopes.join(' '),
      granted: scopes,
      missing: [],
      refreshable: false,
      boundTo: 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2',
      exchangeId: '14',
    },
  },
  { id: 'c4', refusal: { at: ago(12), diagnosis: wrongAudience, exchangeId: '47' } },
  {
    id: 'c6',
    token: {
      tokenType: 'Bearer',
      obtainedAt: ago(250),
      expiresAt: ago(-48),
      granted: scopes.slice(0, 2),
      missing: scopes.slice(2),
      refreshable: false,
    },
  },
];
