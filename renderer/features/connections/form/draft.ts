import type { AuthMethod, CodeClient, SecretName } from '../../../../shared/domain/auth.ts';
import type { CdexVersion, Connection, Role } from '../../../../shared/domain/connection.ts';
import { defaultPolicy, type Policy } from '../../../../shared/domain/policy.ts';
import type { SecretPlan } from '../../../ui/kept-secret.tsx';

/** How we are let in, as it is being written: every field of every method, so that trying another method loses nothing. */
export interface AuthDraft {
  method: AuthMethod;
  clientId: string;
  send: 'basic' | 'post';
  tokenUrl: string;
  scope: string;
  key: string;
  jku: string;
  audience: string;
  client: CodeClient;
  authorizeUrl: string;
  redirectPort: string;
  registrationUrl: string;
  organizationId: string;
  organizationName: string;
  /** Words, parted by spaces. */
  purposeOfUse: string;
  /** PEM. */
  certificate: string;
  contact: string;
}

/** How the line is made, as it is being written. Certificates are PEM and no secret. */
export interface LineDraft {
  ca: string;
  serverName: string;
  proxyUrl: string;
  /** What we show as client: nothing, certificate and key, or both in one file. */
  client: 'none' | 'pem' | 'pfx';
  clientCertificate: string;
}

/** A connection as it is being written. No secret is ever part of it: those stay in their fields. */
export interface ConnectionDraft {
  name: string;
  baseUrl: string;
  role: Role;
  cdexVersion: CdexVersion;
  seconds: string;
  auth: AuthDraft;
  line: LineDraft;
  policy: Policy;
  plans: Partial<Record<SecretName, SecretPlan>>;
}

/** What every section of the form gets. */
export interface SectionProps {
  draft: ConnectionDraft;
  onChange: (change: (before: ConnectionDraft) => ConnectionDraft) => void;
  /** The one being changed. */
  connection?: Connection;
  /** What is wrong with a field, by the path the contract gives it. */
  problems: Readonly<Record<string, string>>;
}

const emptyAuth: AuthDraft = {
  method: 'none',
  clientId: '',
  send: 'basic',
  tokenUrl: '',
  scope: '',
  key: '',
  jku: '',
  audience: '',
  client: 'public',
  authorizeUrl: '',
  redirectPort: '',
  registrationUrl: '',
  organizationId: '',
  organizationName: '',
  purposeOfUse: '',
  certificate: '',
  contact: '',
};

function authDraftOf({ auth }: Connection): AuthDraft {
  const port = auth.method === 'code' ? auth.redirectPort : undefined;
  const purposes = auth.method === 'udap' ? auth.purposeOfUse : [];
  return {
    ...emptyAuth,
    ...auth,
    redirectPort: port === undefined ? '' : String(port),
    purposeOfUse: purposes.join(' '),
  };
}

/** The draft of a connection, or of a new one. */
export function draftOf(connection?: Connection): ConnectionDraft {
  const line = connection?.line;
  return {
    name: connection?.name ?? '',
    baseUrl: connection?.baseUrl ?? '',
    role: connection?.role ?? 'payer',
    cdexVersion: connection?.cdexVersion ?? '2.1',
    seconds: String((connection?.timeoutMs ?? 30_000) / 1000),
    auth: connection ? authDraftOf(connection) : emptyAuth,
    line: {
      ca: line?.ca ?? '',
      serverName: line?.serverName ?? '',
      proxyUrl: line?.proxyUrl ?? '',
      client: line?.clientCertificate ? 'pem' : 'none',
      clientCertificate: line?.clientCertificate ?? '',
    },
    policy: connection?.policy ?? defaultPolicy,
    plans: {},
  };
}
