import { fail, ok } from '../../shared/contract/errors.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Family, Kit } from './kit.ts';
import { findConnection } from './partners.ts';

const later = fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `sandbox`: the embedded partners. */
export function sandboxHandlers(kit: Kit): Family<'sandbox'> {
  const { store, sandbox } = kit;
  const status = () => ok(store.roles.get('sandbox') as Role);
  return {
    'sandbox.status': status,
    'sandbox.start': (options) => sandbox.start(options),
    'sandbox.locks': (locks) => sandbox.setLocks(locks),
    'sandbox.admit': () => later,
    'sandbox.clients': () => later,
    async 'sandbox.certificate'({ connection, kind }) {
      const found = findConnection(kit, connection);
      return found.ok ? sandbox.certify(found.value, kind) : found;
    },
    'sandbox.saveCertificates': ({ folder }) =>
      kit.ports.capabilities.includes('write-files')
        ? sandbox.saveCertificates(folder)
        : fail('capability-missing', 'This host writes no files.', 'Use the sandbox command with --client-cert-out.'),
    'sandbox.faults': ({ faults }) => sandbox.setFaults(faults),
    async 'sandbox.stop'() {
      await sandbox.stop();
      return status();
    },
    'sandbox.reset': () => sandbox.reset(),
    'sandbox.members': () => sandbox.members(),
    async 'sandbox.submit'({ to, patientId, trackingId }) {
      const target = to ?? store.roles.get('receiver')?.receiver?.submitAttachmentUrl;
      if (!target)
        return fail(
          'not-running',
          'The receiver is not running, so there is nowhere to push to.',
          'Start the receiver, or name a URL.',
        );
      return sandbox.submit({ to: target, ...(patientId ? { patientId } : {}), ...(trackingId ? { trackingId } : {}) });
    },
  };
}
