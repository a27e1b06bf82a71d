import { describe, expect, test } from 'vitest';
import http from 'node:http';
import { findReach, type ReachQuestion } from '../../../main/receiver/reach.ts';
import {
  addressesOf,
  kindOfAddress,
  type OwnAddress,
  ownAddresses,
  toldAddress,
} from '../../../main/services/receiver/addresses.ts';
import {
  defaultReceiverSetup,
  type Obstacle,
  type Reach,
  type ReceiverSetup,
} from '../../../shared/domain/receiver.ts';
import { type Authority, makeAuthority } from '../../fakes/partner/authority.ts';
import { cleanUp } from '../../fakes/ports.ts';
import { openReceiver } from './open-receiver.ts';

const now = Date.UTC(2026, 9, 1);
const loopback: OwnAddress = { address: '127.0.0.1', network: 'lo', kind: 'loopback' };
/** The only address every machine has, taken for one of a local network. */
const local: OwnAddress = { address: '127.0.0.1', network: 'eth0', kind: 'private' };
/** An address of nobody (RFC 5737). */
const nowhere: OwnAddress = { address: '192.0.2.77', network: 'eth1', kind: 'private' };

/** The reach of a receiver that runs on loopback, set up so. */
async function reachOf(change: Partial<ReceiverSetup> = {}, more: Partial<ReachQuestion> = {}): Promise<Reach> {
  const { receiver } = await openReceiver();
  return findReach({
    setup: { ...defaultReceiverSetup, ...change },
    address: receiver.address,
    port: receiver.port,
    now,
    signal: new AbortController().signal,
    own: [loopback],
    ...more,
  });
}

const codes = ({ obstacles }: Reach) => obstacles.map(({ code }) => code);
const obstacle = ({ obstacles }: Reach, wanted: Obstacle['code']) => obstacles.find(({ code }) => code === wanted);

/** Another program on a port of its own, answering everything. */
async function another(): Promise<number> {
  const server = http.createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => server.close());
  return (server.address() as { port: number }).port;
}

test('our own trials leave no exchange; those of anybody else at the same place do', async () => {
  const { receiver, store } = await openReceiver();
  const { signal } = new AbortController();
  const { addresses } = await findReach({
    setup: defaultReceiverSetup,
    address: receiver.address,
    port: receiver.port,
    now,
    signal,
    own: [loopback],
  });
  expect(addresses[0]?.result).toBe('answered');
  const headers = { 'x-switchboard-receiver': 'another-run' };
  expect((await fetch(receiver.address.metadataUrl, { headers })).status).toBe(200);
  await receiver.close();
  expect(store.exchanges.list(10)).toHaveLength(1);
});

describe('addresses', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.9.9.9', 'loopback'],
    ['::1', 'loopback'],
    ['169.254.3.4', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.2', 'private'],
    ['fd12:3456::1', 'private'],
    ['100.64.0.1', 'carrier'],
    ['100.127.255.255', 'carrier'],
    ['100.128.0.1', 'public'],
    ['::ffff:192.168.1.2', 'private'],
    ['2001:db8::1', 'public'],
    ['203.0.113.5', 'public'],
    ['push.example', 'name'],
  ])('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind);
  });

  test('the one partners are told is the one most of them can use', () => {
    const list = (...all: string[]): OwnAddress[] =>
      all.map((address) => ({ address, network: 'eth0', kind: kindOfAddress(address) }));
    const many = list('127.0.0.1', 'fe80::1', 'fd00::5', '192.168.1.2', '100.64.0.9', '::1');
    expect(toldAddress('0.0.0.0', many)).toBe('192.168.1.2');
    expect(toldAddress('0.0.0.0', [...many, ...list('203.0.113.5')])).toBe('203.0.113.5');
    expect(toldAddress('::', list('::1', 'fd00::5'))).toBe('fd00::5');
    expect(toldAddress('0.0.0.0', list('127.0.0.1'))).toBe('127.0.0.1');
    expect(toldAddress('10.0.0.9', many)).toBe('10.0.0.9');
    expect(addressesOf('0.0.0.0', many).map(({ address }) => address)).toEqual([
      '127.0.0.1',
      '192.168.1.2',
      '100.64.0.9',
    ]);
    expect(ownAddresses().map(({ address }) => address)).toContain('127.0.0.1');
  });
});

describe('the reach of the receiver', () => {
  test('on loopback is this machine, and what to do for others is said', async () => {
    const reach = await reachOf();
    expect(reach).toMatchObject({ running: true, says: 'Only programs of this machine can reach it.' });
    expect(reach.addresses).toMatchObject([{ address: '127.0.0.1', kind: 'loopback', result: 'answered' }]);
    expect(codes(reach)).toEqual(['loopback-only']);
    expect(obstacle(reach, 'loopback-only')?.next).toContain('tunnel');
  });

  test('in a local network names what stands between: firewall, address translation, plain HTTP, no proof', async () => {
    const reach = await reachOf({ host: '0.0.0.0' }, { own: [loopback, local, nowhere] });
    expect(reach.says).toContain('local networks');
    expect(reach.addresses.map(({ result }) => result)).toEqual(['answered', 'answered', 'silent']);
    expect(reach.addresses[2]?.says).toMatch(/^Nothing answered here: .+\.$/);
    expect(codes(reach).toSorted()).toEqual(['firewall', 'nat', 'no-proof', 'plain-http']);
    expect(obstacle(reach, 'nat')?.message).toContain('only 127.0.0.1, 192.0.2.77');
    expect(obstacle(reach, 'firewall')?.severity).toBe('information');
    for (const { message, next } of reach.obstacles) expect(`${message} ${next}`).toMatch(/^[A-Z].+\.$/);
  });

  test('an address it does not listen on says so', async () => {
    const reach = await reachOf({}, { own: [loopback, { ...nowhere, address: '192.0.2.77' }] });
    expect(reach.addresses[1]).toMatchObject({
      result: 'silent',
      says: 'The receiver does not listen on this address.',
    });
  });

  test('that is stopped reaches nobody, and another program on its port is found out', async () => {
    const quiet = await reachOf({}, { address: undefined, port: 1 });
    expect(quiet).toMatchObject({ running: false, says: expect.stringContaining('does not run') });
    expect(quiet.addresses).toMatchObject([{ result: 'silent' }]);
    expect(codes(quiet)).toEqual(['stopped', 'loopback-only']);
    const taken = await reachOf({}, { address: undefined, port: await another() });
    expect(taken.addresses).toMatchObject([{ result: 'another', says: expect.stringContaining('Another program') }]);
    expect(obstacle(taken, 'port')).toMatchObject({ severity: 'error' });
  });

  test('another receiver is another program too', async () => {
    const other = await openReceiver();
    const { receiver } = await openReceiver();
    const address = { ...receiver.address, local: other.receiver.address.local ?? '' };
    expect((await reachOf({}, { address })).addresses).toMatchObject([{ result: 'another' }]);
  });

  test('on another port than the settings say is told', async () => {
    const reach = await reachOf({}, { port: 8443 });
    expect(obstacle(reach, 'port')).toMatchObject({
      severity: 'information',
      message: expect.stringContaining('not on 8443'),
    });
  });

  test('by a public URL is what that leads to', async () => {
    const { receiver } = await openReceiver();
    const question = { address: receiver.address, port: receiver.port };
    const good = await reachOf({ publicUrl: `http://localhost:${receiver.port}`, proof: 'path' }, question);
    expect(good.addresses[0]).toMatchObject({ kind: 'name', result: 'answered' });
    expect(good.addresses[0]).not.toHaveProperty('network');
    expect(good.says).toContain(`Partners reach it at http://localhost:${receiver.port}/$submit-attachment`);
    expect(codes(good)).toEqual(['plain-http']);

    const wrong = await reachOf({ publicUrl: `http://localhost:${await another()}` }, question);
    expect(wrong.addresses[0]).toMatchObject({ result: 'another' });
    expect(obstacle(wrong, 'public-url')).toMatchObject({ severity: 'error' });

    const silent = await reachOf({ publicUrl: 'https://localhost:1' }, question);
    expect(obstacle(silent, 'public-url')).toMatchObject({
      severity: 'warning',
      message: 'At https://localhost:1 nothing answers from here: the connection is refused.',
    });
  });
});

describe('the certificate, as partners will see it', () => {
  /** The reach of a receiver that shows a certificate. */
  async function withCertificate(
    mode: 'made' | 'given',
    { cert, key }: { cert: string; key: string },
    own = [loopback, local],
  ): Promise<Obstacle | undefined> {
    const { receiver } = await openReceiver(undefined, { tls: { chain: cert, key } });
    const setup: ReceiverSetup = {
      ...defaultReceiverSetup,
      host: '0.0.0.0',
      proof: 'path',
      tls: { mode, certificate: cert },
    };
    const { signal } = new AbortController();
    const reach = await findReach({ setup, address: receiver.address, port: receiver.port, now, signal, own });
    expect(reach.addresses.map(({ result }) => result)).toEqual(own.map(() => 'answered'));
    expect(codes(reach)).not.toContain('plain-http');
    return obstacle(reach, 'certificate');
  }
  const issue = async (options: Parameters<Authority['issue']>[0]) => (await makeAuthority()).issue(options);

  test('that was made here is trusted by nobody until it is told', async () => {
    expect(await withCertificate('made', await issue({}))).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('no partner trusts it by itself'),
    });
  });

  test('that is shown at the public URL need not be the receiver’s', async () => {
    const { cert, key } = await issue({});
    const { receiver } = await openReceiver(undefined, { tls: { chain: cert, key } });
    const { port } = new URL(receiver.address.local ?? '');
    const publicUrl = `https://localhost:${port}`;
    const reach = await reachOf({ publicUrl }, { address: receiver.address, port: receiver.port });
    expect(reach.addresses[0]).toMatchObject({ kind: 'name', result: 'answered' });
    expect(obstacle(reach, 'certificate')?.message).toMatch(
      `The certificate shown at localhost:${port} is not trusted`,
    );
  });

  test.each([
    ['has expired', { to: '2026-09-01' }, 'error', 'has expired on 2026-09-01'],
    ['expires soon', { to: '2026-10-11' }, 'warning', 'expires on 2026-10-11'],
    ['names another', { names: [{ type: 'dns' as const, value: 'push.example' }] }, 'error', 'does not name 127.0.0.1'],
    ['leads to nobody known', {}, 'warning', 'none of those every system trusts'],
  ])('that %s', async (_, options, severity, says) => {
    const found = await withCertificate('given', await issue(options));
    expect(found).toMatchObject({ severity, message: expect.stringContaining(says) });
  });
});
