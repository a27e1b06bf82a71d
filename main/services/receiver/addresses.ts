import { BlockList, isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { AddressKind } from '../../../shared/domain/receiver.ts';

/** One address of this machine. */
export interface OwnAddress {
  address: string;
  /** Name of the network interface. */
  network: string;
  kind: AddressKind;
}

const ranges: [kind: AddressKind, base: string, bits: number][] = [
  ['loopback', '127.0.0.0', 8],
  ['link-local', '169.254.0.0', 16],
  ['private', '10.0.0.0', 8],
  ['private', '172.16.0.0', 12],
  ['private', '192.168.0.0', 16],
  ['carrier', '100.64.0.0', 10],
  ['loopback', '::1', 128],
  ['link-local', 'fe80::', 10],
  ['private', 'fc00::', 7],
];

const lists = ranges.map(([kind, base, bits]) => {
  const list = new BlockList();
  list.addSubnet(base, bits, isIPv6(base) ? 'ipv6' : 'ipv4');
  return { kind, list };
});

/**
 * What kind of network an address belongs to: RFC 1122 and 4291 (loopback), 3927 (link-local), 1918 and 4193 (private), 6598 (shared by a
 * carrier's customers). `name` for what is no IP address.
 */
export function kindOfAddress(text: string): AddressKind {
  const address = text.replace(/%.*$/, '');
  const version = isIP(address);
  if (version === 0) return 'name';
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped) return kindOfAddress(mapped);
  return lists.find(({ list }) => list.check(address, version === 6 ? 'ipv6' : 'ipv4'))?.kind ?? 'public';
}

/** Every address of this machine, as the operating system lists them. */
export function ownAddresses(interfaces = networkInterfaces()): OwnAddress[] {
  return Object.entries(interfaces).flatMap(([network, entries = []]) =>
    entries.map(({ address }) => ({ address, network, kind: kindOfAddress(address) })),
  );
}

/** Whether it stands for every address of this machine. */
export const isEveryAddress = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** An address as it stands in a URL. */
export const inUrl = (host: string): string => (isIPv6(host) ? `[${host}]` : host);

/** The addresses a receiver on `host` can be reached on, as far as this machine knows. `::` takes IPv4 too. */
export function addressesOf(host: string, all: readonly OwnAddress[]): OwnAddress[] {
  if (host === '0.0.0.0') return all.filter(({ address }) => !isIPv6(address));
  if (host === '::') return [...all];
  return all.filter(({ address }) => address === host);
}

const usefulness: AddressKind[] = ['public', 'private', 'carrier', 'loopback', 'link-local'];

/** The address partners are told of a receiver on `host`: the one most of them can use; IPv4 before IPv6. */
export function toldAddress(host: string, all: readonly OwnAddress[]): string {
  if (!isEveryAddress(host)) return host;
  const rank = ({ address, kind }: OwnAddress) => usefulness.indexOf(kind) * 2 + (isIPv6(address) ? 1 : 0);
  const [best] = addressesOf(host, all).toSorted((a, b) => rank(a) - rank(b));
  return best?.address ?? '127.0.0.1';
}

/** The address by which programs of this machine reach a receiver on `host`. */
export const localAddress = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);
