import type { Connection } from '../../../shared/domain/connection.ts';

/** The public half of nothing: a certificate as far as its frame. */
export const pem = '-----BEGIN CERTIFICATE-----\nTm90IGEgcmVhbCBjZXJ0aWZpY2F0ZS4=\n-----END CERTIFICATE-----\n';

const scope = 'system/*.rs system/Task.crus system/Subscription.cruds system/Group.rs';

/** How the partners of the fake console let us in, by connection id. */
export const ways: Record<string, Partial<Connection>> = {
  c3: { auth: { method: 'backend', clientId: 'harbor-mutual', key: 'harbor-ec', scope } },
  c4: {
    auth: {
      method: 'backend',
      clientId: 'harbor-mutual-uat',
      key: 'harbor-uat',
      scope,
      tokenUrl: 'https://fhir.mesa.example/r4/token',
    },
    policy: { signatures: 'required', purposeOfUse: 'required', polling: 'cdex', quirks: ['post-searches'] },
  },
  c5: {
    auth: {
      method: 'code',
      clientId: 'harbor-desk',
      client: 'public',
      scope: 'user/*.rs offline_access',
      redirectPort: 8750,
    },
  },
  c6: {
    auth: { method: 'client-secret', clientId: 'harbor-prod', send: 'basic', scope },
    line: { ca: pem, clientCertificate: pem, proxyUrl: 'http://proxy.harbor.example:3128' },
    secrets: ['clientSecret', 'clientKey', 'proxyCredentials'],
  },
};
