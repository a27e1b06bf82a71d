import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Given } from '../../shared/contract/given.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Family, Kit } from './kit.ts';
import { findConnection } from './partners.ts';
import { readGiven } from './read-given.ts';
import { introduceReceiver } from './receiver/introduce.ts';

/** The family `sandbox`: the embedded partners. */
export function sandboxHandlers(kit: Kit): Family<'sandbox'> {
  const { store, sandbox } = kit;
  const status = () => ok(store.roles.get('sandbox') as Role);
  /** Does work with the clients' keys as text. */
  async function withKeys<T extends { clientJwks?: Given | undefined }, Answer>(
    { clientJwks, ...rest }: T,
    work: (read: Omit<T, 'clientJwks'> & { clientJwks?: string }) => Promise<Reply<Answer>>,
  ): Promise<Reply<Answer>> {
    if (clientJwks === undefined) return work(rest);
    const bytes = await readGiven(kit.ports, clientJwks, 'the public keys of clients');
    return bytes.ok ? work({ ...rest, clientJwks: bytes.value.toString('utf8') }) : bytes;
  }
  return {
    'sandbox.status': status,
    async 'sandbox.start'(options) {
      const started = await withKeys(options, sandbox.start);
      if (started.ok) await introduceReceiver(kit);
      return started;
    },
    'sandbox.locks': (locks) => withKeys(locks, sandbox.setLocks),
    'sandbox.answering': (change) => sandbox.setAnswering(change),
    async 'sandbox.admit'({ connection }) {
      const found = findConnection(kit, connection);
      return found.ok ? sandbox.admit(found.value) : found;
    },
    'sandbox.clients': () => sandbox.clients(),
    async 'sandbox.certificate'({ connection, kind }) {
      const found = findConnection(kit, connection);
      return found.ok ? sandbox.certify(found.value, kind) : found;
    },
    async 'sandbox.saveCertificates'({ folder }) {
      if (!kit.ports.capabilities.includes('write-files'))
        return fail('capability-missing', 'This host writes no files.', 'Use the sandbox command, --client-cert-out.');
      return sandbox.saveCertificates(folder);
    },
    'sandbox.faults': ({ faults }) => sandbox.setFaults(faults),
    async 'sandbox.stop'() {
      await sandbox.stop();
      return status();
    },
    'sandbox.reset': () => sandbox.reset(),
    'sandbox.members': () => sandbox.members(),
    async 'sandbox.submit'({ to, patientId, trackingId, sample }) {
      const target = to ?? store.roles.get('receiver')?.receiver?.submitAttachmentUrl;
      if (!target)
        return fail(
          'not-running',
          'The receiver is not running, so there is nowhere to push to.',
          'Start the receiver, or name a URL.',
        );
      return sandbox.submit({
        to: target,
        ...(patientId ? { patientId } : {}),
        ...(trackingId ? { trackingId } : {}),
        ...(sample ? { sample } : {}),
      });
    },
  };
}
