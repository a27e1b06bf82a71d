import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { AUTHORITY_FILE } from '../../../../main/sandbox/certificates/keep-authority.ts';
import { makeAuthority, serverIdentity } from '../../../../main/sandbox/certificates/authority.ts';
import { pemOf } from '../../../../main/sandbox/certificates/keys.ts';
import { systemClock } from '../../../../main/sandbox/clock.ts';
import type { SandboxOptions, Sandbox } from '../../../../main/sandbox/sandbox.ts';
import { startSandbox } from '../../../../main/sandbox/start-sandbox.ts';
import { peerThumbprint } from '../../../../main/sandbox/tls/peer.ts';
import type { FaultOf } from '../../../../shared/domain/sandbox-faults.ts';
import { definitionsFile } from '../support/definitions.ts';
import { makeSeed } from '../support/sandbox.ts';
import { ask, clientOf } from './secure-client.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function start(options: Partial<SandboxOptions>): Promise<Sandbox> {
  const all = { folder: ':memory:', definitionsFile: await definitionsFile(), ...options };
  return startSandbox(all, { clock: systemClock, makeSeed });
}

async function open(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await start(options);
  endings.push(() => sandbox.close());
  return sandbox;
}

const patient = ({ provider }: Pick<Sandbox, 'provider'>) => `${provider.fhirBaseUrl}/Patient/ann`;
const caOf = ({ locks }: Pick<Sandbox, 'locks'>): string => locks.ca ?? '';

describe('with server certificates', () => {
  it('answers both partners over TLS 1.2 and 1.3 to who trusts its authority', async () => {
    const sandbox = await open({ tls: 'server' });
    expect(sandbox.locks).toMatchObject({ tls: 'server', requireAuth: false });
    for (const { fhirBaseUrl } of [sandbox.provider, sandbox.payer]) {
      expect(fhirBaseUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/fhir$/);
      const { status, text, protocol } = await ask(`${fhirBaseUrl}/metadata`, { ca: caOf(sandbox) });
      expect([status, protocol]).toEqual([200, 'TLSv1.3']);
      expect(JSON.parse(text).implementation.url).toBe(fhirBaseUrl);
    }
    const older = await ask(patient(sandbox), { ca: caOf(sandbox) }, { maxVersion: 'TLSv1.2' });
    expect([older.status, older.protocol]).toEqual([200, 'TLSv1.2']);
    const byName = patient(sandbox).replace('127.0.0.1', 'localhost');
    expect((await ask(byName, { ca: caOf(sandbox) }, { family: 4 })).status).toBe(200);
  });

  it('is trusted by nobody else', async () => {
    const sandbox = await open({ tls: 'server' });
    expect((await ask(patient(sandbox), {})).failure).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  it('refuses TLS 1.1', async () => {
    const sandbox = await open({ tls: 'server' });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect((await ask(patient(sandbox), { ca: caOf(sandbox) }, old)).failure).toBe('tlsv1 alert protocol version');
  });

  it('sends a chain: its own certificate for loopback, then the intermediate', async () => {
    const sandbox = await open({ tls: 'server' });
    const port = Number(new URL(sandbox.provider.fhirBaseUrl).port);
    const socket = connectTls({ host: '127.0.0.1', port, ca: caOf(sandbox) });
    endings.push(() => socket.destroy());
    const [leaf, issuer] = await new Promise<[X509Certificate, X509Certificate]>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('secureConnect', () => {
        const own = socket.getPeerX509Certificate() as X509Certificate;
        resolve([own, own.issuerCertificate as X509Certificate]);
      });
    });
    expect(leaf.subjectAltName).toContain('IP Address:127.0.0.1');
    expect(leaf.subjectAltName).toContain('DNS:localhost');
    expect([leaf.ca, issuer.ca]).toEqual([false, true]);
    expect(leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey)).toBe(true);
    expect(issuer.verify(new X509Certificate(caOf(sandbox)).publicKey)).toBe(true);
  });

  it('tells who speaks plain HTTP where to go, and takes its body off the wire', async () => {
    const sandbox = await open({ tls: 'server' });
    const answer = await fetch(patient(sandbox).replace('https:', 'http:'), {
      method: 'PUT',
      body: 'x'.repeat(100_000),
    });
    expect(answer.status).toBe(400);
    expect((await answer.json()).issue[0].details.text).toContain(sandbox.provider.fhirBaseUrl);
  });

  it('outlives clients that say nothing, nonsense, or break off', async () => {
    const sandbox = await open({ tls: 'server' });
    const port = Number(new URL(sandbox.provider.fhirBaseUrl).port);
    for (const words of [
      Buffer.alloc(0),
      Buffer.from([0x16, 3, 1]),
      Buffer.from('\x16nonsense'),
      Buffer.from('\0\0\0'),
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await new Promise<void>((resolve) => socket.write(words, () => resolve()));
      socket.resetAndDestroy();
    }
    expect((await ask(patient(sandbox), { ca: caOf(sandbox) })).status).toBe(200);
  });

  it('still answers other processes on the control path, in plain HTTP', async () => {
    const sandbox = await open({ tls: 'mutual' });
    expect(sandbox.controlUrl).toMatch(/^http:/);
    const headers = { 'x-sandbox-key': sandbox.controlKey };
    const answer = await fetch(`${sandbox.controlUrl}/setLocks`, { method: 'POST', headers, body: '{"tls":"off"}' });
    const { value } = (await answer.json()) as { value: Sandbox };
    expect(value.locks).toEqual({ requireAuth: false, tls: 'off' });
    expect((await fetch(patient(value))).status).toBe(200);
    const back = await fetch(`${sandbox.controlUrl}/setLocks`, { method: 'POST', headers, body: '{"tls":"server"}' });
    expect(((await back.json()) as { value: Sandbox }).value.locks.ca).toBe(caOf(sandbox));
    expect((await fetch(`${sandbox.controlUrl}/setLocks`, { method: 'POST' })).status).toBe(403);
  });
});

describe('with client certificates', () => {
  it('takes one of its authority, with its chain or alone', async () => {
    const sandbox = await open({ tls: 'mutual' });
    const client = await clientOf(sandbox);
    expect((await ask(patient(sandbox), client)).status).toBe(200);
    const [own = ''] = client.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
    expect((await ask(patient(sandbox), { ...client, cert: own })).status).toBe(200);
    expect(new X509Certificate(own).subjectAltName).toBe('URI:https://mesa.example/client');
  });

  it('ends the handshake of who shows none', async () => {
    const sandbox = await open({ tls: 'mutual' });
    const trust = { ca: caOf(sandbox) };
    expect((await ask(patient(sandbox), trust)).failure).toBe('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    const older = await ask(patient(sandbox), trust, { maxVersion: 'TLSv1.2' });
    expect(older.failure).toMatch(/^(sslv3|ssl\/tls) alert handshake failure$/);
  });

  it('drops who shows one of another authority', async () => {
    const sandbox = await open({ tls: 'mutual' });
    const stranger = await serverIdentity(await makeAuthority('Stranger', Date.now()), Date.now());
    const trust = { ca: caOf(sandbox), cert: stranger.chain, key: pemOf(stranger.privateKey) };
    expect((await ask(patient(sandbox), trust)).failure).toBe('ECONNRESET');
  });

  it('knows the thumbprint of the certificate a request came with', async () => {
    const authority = await makeAuthority('Test', Date.now());
    const { chain, certificate, privateKey } = await serverIdentity(authority, Date.now());
    const key = pemOf(privateKey);
    const server = createServer(
      { cert: chain, key, requestCert: true, rejectUnauthorized: false },
      (request, response) => response.end(peerThumbprint(request) ?? 'none'),
    ).listen(0, '127.0.0.1');
    endings.push(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `https://127.0.0.1:${(server.address() as { port: number }).port}`;
    const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
    expect((await ask(url, { ca: authority.root, cert: chain, key })).text).toBe(thumbprint);
    expect((await ask(url, { ca: authority.root })).text).toBe('none');
  });

  it('issues none for an unfit key, a missing name or something that is no URI', async () => {
    const sandbox = await open();
    const { cert } = await clientOf(sandbox);
    const publicKey = String(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'pem' }));
    const right = { kind: 'client' as const, name: 'Mesa', uri: 'https://mesa.example/c', publicKey };
    for (const wrong of [{ publicKey: 'none' }, { name: ' ' }, { uri: 'mesa' }, { kind: 'root' as 'client' }])
      await expect(sandbox.issueCertificate({ ...right, ...wrong })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(sandbox.issueCertificate(right)).resolves.toMatchObject({ ca: expect.stringContaining('BEGIN') });
  });
});

describe('pushes of the provider', () => {
  it.each(['server', 'mutual'] as const)('reach the payer of the sandbox where tls is %s', async (tls) => {
    const { payer, submit } = await open({ tls });
    expect((await submit({ to: payer.submitAttachmentUrl })).httpStatus).toBe(200);
  });

  it('still trust nobody else’s authority', async () => {
    const { submit } = await open({ tls: 'server' });
    const { payer } = await open({ tls: 'server' });
    await expect(submit({ to: payer.submitAttachmentUrl })).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('TLS faults', () => {
  const failures: Partial<Record<FaultOf<'tls'>, string>> = {
    'tls-expired': 'CERT_HAS_EXPIRED',
    'tls-untrusted': 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'tls-wrong-host': 'ERR_TLS_CERT_ALTNAME_INVALID',
    'tls-no-intermediate': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'tls-old-protocol': 'tlsv1 alert protocol version',
  };
  it.each(['server', 'mutual'] as const)('are felt by name, and end, where tls is %s', async (tls) => {
    const sandbox = await open({ tls });
    const client = await clientOf(sandbox);
    for (const [fault, code] of Object.entries(failures)) {
      await sandbox.setFaults([fault]);
      for (const { fhirBaseUrl } of [sandbox.provider, sandbox.payer])
        expect([fault, (await ask(`${fhirBaseUrl}/metadata`, client)).failure]).toEqual([fault, code]);
    }
    await sandbox.setFaults([]);
    expect((await ask(patient(sandbox), client)).status).toBe(200);
  });

  it('refuse the client certificate in the words of a gateway', async () => {
    const sandbox = await open({ tls: 'mutual', faults: ['tls-client-refused'] });
    const { status, text } = await ask(patient(sandbox), await clientOf(sandbox));
    expect([status, text]).toEqual([400, expect.stringContaining('The SSL certificate error')]);
  });

  it('reach clients that keep their connection', async () => {
    const sandbox = await open({ tls: 'server' });
    const { Agent } = await import('node:https');
    const agent = new Agent({ keepAlive: true });
    endings.push(() => agent.destroy());
    const trust = { ca: caOf(sandbox) };
    expect((await ask(patient(sandbox), trust, { agent })).status).toBe(200);
    await sandbox.setFaults(['tls-expired']);
    expect((await ask(patient(sandbox), trust, { agent })).failure).toMatch(/^(CERT_HAS_EXPIRED|ECONNRESET)$/);
    expect((await ask(patient(sandbox), trust, { agent })).failure).toBe('CERT_HAS_EXPIRED');
  });

  it('are refused while the sandbox speaks plain HTTP', async () => {
    const sandbox = await open();
    await expect(sandbox.setFaults(['tls-expired'])).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(open({ faults: ['tls-expired'] })).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await fetch(patient(sandbox))).status).toBe(200);
  });
});

describe('the authority', () => {
  const folder = () => {
    const made = mkdtempSync(path.join(tmpdir(), 'sandbox-'));
    endings.unshift(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  const once = async (place: string): Promise<string> => {
    const sandbox = await start({ folder: place, tls: 'server' });
    await sandbox.close();
    return caOf(sandbox);
  };

  it('is kept over restarts, for its owner alone', async () => {
    const place = folder();
    const first = await once(place);
    expect(statSync(path.join(place, AUTHORITY_FILE)).mode & 0o777).toBe(0o600);
    expect(await once(place)).toBe(first);
  });

  it('is made anew when it is damaged, mixed up or runs out', async () => {
    const place = folder();
    const file = path.join(place, AUTHORITY_FILE);
    const first = await once(place);
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    const old = await makeAuthority('Sandbox', Date.now() - 1825 * 86_400_000);
    for (const damage of [
      '{"root":',
      JSON.stringify({ ...kept, root: old.root }),
      JSON.stringify({ ...kept, key: pemOf(old.key.privateKey) }),
      JSON.stringify({ root: old.root, intermediate: old.intermediate, key: pemOf(old.key.privateKey) }),
    ]) {
      writeFileSync(file, damage);
      expect([first, old.root]).not.toContain(await once(place));
    }
  });

  it('says when it cannot be kept', async () => {
    const place = folder();
    mkdirSync(path.join(place, AUTHORITY_FILE));
    await expect(start({ folder: place, tls: 'server' })).rejects.toMatchObject({ code: 'folder-unusable' });
  });

  it('is not made for a sandbox that speaks plain HTTP', async () => {
    const place = folder();
    await (await start({ folder: place })).close();
    expect(() => statSync(path.join(place, AUTHORITY_FILE))).toThrow('ENOENT');
  });
});
