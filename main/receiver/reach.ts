import type { AddressKind, Reach, ReachedAddress, ReceiverSetup } from '../../shared/domain/receiver.ts';
import type { ReceiverAddress } from '../../shared/domain/role.ts';
import {
  addressesOf,
  inUrl,
  isEveryAddress,
  kindOfAddress,
  type OwnAddress,
  ownAddresses,
} from '../services/receiver/addresses.ts';
import { obstaclesOf, type Tried } from './obstacles.ts';
import { type Probed, probe, sayError } from './probe.ts';

/** What is known of the receiver when its reach is asked for. */
export interface ReachQuestion {
  setup: ReceiverSetup;
  /** Where it runs; absent where it does not. */
  address?: ReceiverAddress | undefined;
  /** The port it would take. */
  port: number;
  /** Milliseconds since the epoch. */
  now: number;
  signal: AbortSignal;
  /** Addresses of this machine; those of the operating system where absent. */
  own?: readonly OwnAddress[];
}

const whoReaches: Record<AddressKind, string> = {
  loopback: 'Programs of this machine reach it here, and nobody else.',
  'link-local': 'Only what hangs on the same cable or Wi-Fi reaches it here.',
  private: 'Partners in the same network, or joined to it by a VPN, reach it here unless a firewall is between.',
  carrier:
    'Others in the same shared network (a carrier’s, or a VPN of this kind) may reach it here; the internet does not.',
  public: 'The internet reaches it here unless a firewall is between.',
  name: 'The receiver answers here, by the way partners are to take.',
};

function sayFound(
  kind: AddressKind,
  { error, status }: Probed,
  result: ReachedAddress['result'],
  listens: boolean,
): string {
  if (result === 'answered') return whoReaches[kind];
  if (result === 'another') return `Another program answers here (HTTP ${status}), not this receiver.`;
  if (kind !== 'name' && !listens) return 'The receiver does not listen on this address.';
  return `Nothing answered here: ${sayError(error ?? '')}.`;
}

/** Without a zone, which URLs cannot carry, a link-local IPv6 address leads nowhere. */
const isUsable = ({ address, kind }: OwnAddress) => kind !== 'link-local' || !address.includes(':');

/** The receiver's port, from where it runs. */
const portOf = (address: ReceiverAddress | undefined, usual: number): number => {
  const { port = '', protocol = '' } = address?.local ? new URL(address.local) : {};
  return address?.local ? Number(port) || (protocol === 'https:' ? 443 : 80) : usual;
};

/**
 * Finds out on which addresses partners could reach the receiver: asks for its own /metadata on each address of this machine and at the
 * public URL. From here nobody can see what lies between: that is said, and never guessed.
 */
export async function findReach({
  setup,
  address,
  port: usual,
  now,
  signal,
  own = ownAddresses(),
}: ReachQuestion): Promise<Reach> {
  const port = portOf(address, usual);
  const scheme = (address?.local ? address.local.startsWith('https:') : setup.tls.mode !== 'off') ? 'https' : 'http';
  // What is running may have been started under another setup.
  const host = address?.local ? hostOf(address.local, setup.host) : setup.host;
  const listening = new Set(addressesOf(host, own).map((one) => one.address));

  const tryOne = async (
    origin: string,
    kind: AddressKind,
    more: { address: string; network?: string },
  ): Promise<Tried> => {
    const probed = await probe(origin, signal, address?.instance);
    const isOurs = address?.instance !== undefined && probed.instance === address.instance;
    const result = isOurs ? 'answered' : probed.status === undefined ? 'silent' : 'another';
    const listens = listening.has(more.address);
    return {
      probed,
      isPublicUrl: kind === 'name' || more.network === undefined,
      reached: {
        ...more,
        kind,
        submitAttachmentUrl: `${origin}/$submit-attachment`,
        result,
        says: sayFound(kind, probed, result, listens),
        durationMs: probed.durationMs,
      },
    };
  };
  const tried = await Promise.all([
    ...(setup.publicUrl
      ? [tryOne(setup.publicUrl, kindOfName(setup.publicUrl), { address: new URL(setup.publicUrl).host })]
      : []),
    ...own
      .filter(isUsable)
      .map(({ address: one, network, kind }) =>
        tryOne(`${scheme}://${inUrl(one)}:${port}`, kind, { address: one, network }),
      ),
  ]);
  const running = address !== undefined;
  return {
    at: new Date(now).toISOString(),
    running,
    says: sayReach(running, tried),
    addresses: tried.map(({ reached }) => reached),
    obstacles: obstaclesOf({ setup, running, host, port, usualPort: usual, tried, now }),
  };
}

/** The address a running receiver listens on: that of all cannot be told from its local origin. */
const hostOf = (local: string, setUp: string): string => {
  const host = new URL(local).hostname.replace(/^\[|\]$/g, '');
  return isEveryAddress(setUp) && kindOfAddress(host) === 'loopback' ? setUp : host;
};

const kindOfName = (url: string): AddressKind => {
  const kind = kindOfAddress(new URL(url).hostname.replace(/^\[|\]$/g, ''));
  return kind === 'loopback' ? kind : 'name';
};

/** Who can reach it as it stands, in one sentence. */
function sayReach(running: boolean, tried: readonly Tried[]): string {
  if (!running) return 'The receiver does not run, so nobody can reach it.';
  const answered = tried.filter(({ reached }) => reached.result === 'answered');
  const has = (kind: AddressKind) => answered.some(({ reached }) => reached.kind === kind);
  const name = answered.find(({ isPublicUrl }) => isPublicUrl)?.reached.submitAttachmentUrl;
  if (name && !has('loopback')) return `Partners reach it at ${name}.`;
  if (name) return `Partners reach it at ${name}, as far as this machine can tell.`;
  if (has('public'))
    return 'It answers on a public address: partners on the internet may reach it, firewalls permitting.';
  if (has('private') || has('carrier'))
    return 'It answers on addresses of local networks: partners there may reach it, the internet cannot.';
  if (has('loopback') || has('link-local')) return 'Only programs of this machine can reach it.';
  return 'It runs, and answers on none of its addresses.';
}
