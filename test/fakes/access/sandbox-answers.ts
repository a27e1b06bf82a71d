import { fail, ok } from '../../../shared/contract/errors.ts';
import type { Snapshot } from '../../../shared/contract/host.ts';
import type { Role } from '../../../shared/domain/role.ts';
import type { CertificateKind, SandboxClient, SandboxTls } from '../../../shared/domain/sandbox-access.ts';
import type { ChangeWithoutSeq, Overrides } from '../bridge.ts';
import { pem } from './connections.ts';

interface Means {
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
}

const scope = 'system/*.cruds user/*.cruds patient/*.cruds launch/patient offline_access online_access';
const loopback = ['http://127.0.0.1', 'http://[::1]', 'http://localhost'];

const practice: readonly SandboxClient[] = [
  { clientId: 'practice-secret', proof: 'secret', scope, redirectUris: loopback, kids: [], origin: 'practice' },
  { clientId: 'practice-public', proof: 'public', scope, redirectUris: loopback, kids: [], origin: 'practice' },
];

/** Faults, locks and clients of the fake sandbox. */
export function sandboxAnswers({ snapshot, change }: Means): Overrides {
  const clients = [...practice];
  const role = () => snapshot.role.find(({ id }) => id === 'sandbox') as Role;
  const set = (more: Partial<Role>) => {
    const record = { ...role(), ...more };
    snapshot.role = snapshot.role.map((one) => (one.id === 'sandbox' ? record : one));
    change({ kind: 'role', id: 'sandbox', op: 'put', record });
    return ok(record);
  };
  const find = (id: string) => snapshot.connection.find((one) => one.id === id);
  const noConnection = () => fail('not-found', 'There is no such connection.', 'Choose one from the list.');
  const setLocks = ({ requireAuth, tls }: { requireAuth?: boolean; tls?: SandboxTls }) => {
    const before = role().locks ?? { requireAuth: false, tls: 'off' };
    const locks = { requireAuth: requireAuth ?? before.requireAuth, tls: tls ?? before.tls };
    return set({ running: true, locks: locks.tls === 'off' ? locks : { ...locks, ca: pem } });
  };
  return {
    'sandbox.start': setLocks,
    'sandbox.stop': () => set({ running: false }),
    'sandbox.locks': setLocks,
    'sandbox.faults': ({ faults }: { faults: string[] }) => set({ faults }),
    'sandbox.clients': () => ok(clients),
    'sandbox.admit': ({ connection }: { connection: string }) => {
      const found = find(connection);
      if (!found) return noConnection();
      const { auth } = found;
      if (auth.method === 'none' || auth.method === 'bearer' || !auth.clientId)
        return fail(
          'invalid-input',
          `${found.name} is let in by nothing, so it has no client to admit.`,
          'Let it in by client secret, backend services, authorization code or UDAP, then admit it.',
        );
      const kids = snapshot.key.filter((key) => 'key' in auth && key.name === auth.key).map(({ kid }) => kid);
      const proof = auth.method === 'backend' ? 'jwks' : 'secret';
      clients.push({ clientId: auth.clientId, proof, scope, redirectUris: loopback, kids, origin: 'connection' });
      return ok({ clientId: auth.clientId });
    },
    'sandbox.certificate': ({ connection, kind }: { connection: string; kind: CertificateKind }) => {
      const found = find(connection);
      if (!found) return noConnection();
      const record = { ...found, line: { ...found.line, ...(kind === 'client' ? { clientCertificate: pem } : {}) } };
      snapshot.connection = snapshot.connection.map((one) => (one.id === connection ? record : one));
      change({ kind: 'connection', id: connection, op: 'put', record });
      return ok(record);
    },
  };
}
