import { fail, type Reply } from '../../../shared/contract/errors.ts';
import type { ReceiverSetup } from '../../../shared/domain/receiver.ts';
import { addressesOf, isEveryAddress, kindOfAddress, type OwnAddress } from './addresses.ts';

/** What is open to others as it is set up, in sentences; none for loopback. */
function risksOf({ host, tls, proof }: ReceiverSetup, all: readonly OwnAddress[]): string[] {
  if (kindOfAddress(host) === 'loopback') return [];
  const secretGoesOpen = tls.mode === 'off' && proof !== 'none';
  return [
    `On ${host} the receiver is open to ${openTo(host, all)}.`,
    ...(proof === 'none'
      ? ['Senders need no proof, so whoever reaches it can push what they like, and fill the disk.']
      : []),
    ...(tls.mode === 'off'
      ? [
          `Without TLS, what is pushed${secretGoesOpen ? ' and what proves a sender' : ''} can be read and changed on the way.`,
        ]
      : []),
  ];
}

function openTo(host: string, all: readonly OwnAddress[]): string {
  const others = addressesOf(host, all).filter(({ kind }) => kind !== 'loopback' && kind !== 'link-local');
  const isPublic = others.some(({ kind }) => kind === 'public');
  const networks = [...new Set(others.map(({ address, network }) => `${address}, ${network}`))].slice(0, 4);
  const which = isEveryAddress(host) && networks.length ? ` (${networks.join('; ')})` : '';
  return isPublic
    ? `every computer that can reach this machine, the internet included${which}`
    : `every computer of the networks this machine is in${which}`;
}

/**
 * Whoever opens the receiver wider than loopback must have read what that means: the failure (`invalid-input`) that says it, or undefined
 * where nothing gets wider than it was, or it was read.
 */
export function refuseWider(
  before: ReceiverSetup,
  after: ReceiverSetup,
  read: boolean,
  all: readonly OwnAddress[],
): Reply<never> | undefined {
  const risks = risksOf(after, all);
  const isNew = after.host !== before.host || risks.length > risksOf(before, all).length;
  if (risks.length === 0 || !isNew || read) return undefined;
  const safer = [
    ...(after.tls.mode === 'off' ? ['let it speak TLS'] : []),
    ...(after.proof === 'none' ? ['ask senders for a proof'] : []),
  ];
  return fail(
    'invalid-input',
    risks.join(' '),
    `${safer.length ? `Better ${safer.join(' and ')} first; or say` : 'Say'} that you want it all the same: wider (--wider).`,
    { details: ['wider: must be true, which says that this was read'] },
  );
}
