import type { ReceiverIntroduction } from '../../../shared/domain/receiver.ts';
import type { Kit } from '../kit.ts';
import { setupOf } from './change-receiver.ts';
import { takeSecrets } from './secrets.ts';

/** What a sender on this machine must know of the running receiver; undefined where none runs, or its secrets cannot be had. */
async function introductionOf(kit: Kit): Promise<ReceiverIntroduction | undefined> {
  const { store, vault, ports } = kit;
  const role = store.roles.get('receiver');
  const { local, submitAttachmentUrl, proof = 'none' } = role?.receiver ?? {};
  if (!role?.running || local === undefined || submitAttachmentUrl === undefined) return undefined;
  const setup = setupOf(kit);
  const secrets = await takeSecrets(vault, { ...setup, proof, tls: { mode: 'off' } });
  if (!secrets.ok) {
    ports.log(`The sandbox was not told how to push to the receiver: ${secrets.error.message}`);
    return undefined;
  }
  const { path, header } = secrets.value;
  const { certificate } = setup.tls;
  return {
    origins: [...new Set([local, new URL(submitAttachmentUrl).origin])],
    local,
    ...(path === undefined ? {} : { path }),
    ...(header !== undefined && setup.headerName ? { header: [setup.headerName, header] } : {}),
    ...(proof === 'bearer' ? { bearer: true } : {}),
    ...(local.startsWith('https:') && certificate ? { ca: certificate } : {}),
  };
}

/**
 * Tells the sandbox, where one runs, how the receiver is reached and opened, as partners are told by people: so that it can push to one that
 * is locked. That it cannot be told now is no failure of what was done.
 */
export async function introduceReceiver(kit: Kit): Promise<void> {
  if (!kit.store.roles.get('sandbox')?.running) return;
  await kit.operations.run(undefined, 'Telling the sandbox of the receiver', async ({ signal }) => {
    const met = await kit.sandbox.meetReceiver(await introductionOf(kit));
    // One that ends with this console is told when it starts again.
    if (!met.ok && !signal.aborted) kit.ports.log(`The sandbox was not told of the receiver: ${met.error.message}`);
  });
}
