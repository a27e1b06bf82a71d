import { describe, expect, it } from 'vitest';
import { admissionWords, clientNote, movedBase, proofWords } from '../../../renderer/features/sandbox/client-words.ts';
import { faultGroups } from '../../../renderer/features/sandbox/fault-groups.ts';
import { lockWords } from '../../../renderer/features/sandbox/lock-words.ts';
import type { SandboxClient } from '../../../shared/domain/sandbox-access.ts';
import { sandboxFaults } from '../../../shared/domain/sandbox-faults.ts';

const client: SandboxClient = {
  clientId: 'harbor',
  proof: 'jwks',
  scope: 'system/*.rs',
  redirectUris: [],
  kids: ['a'],
  origin: 'connection',
};

describe('the faults of the sandbox', () => {
  it('stand all in one group each, in the order of the parts', () => {
    const groups = faultGroups([], '', 'server');
    expect(groups.map(({ part }) => part)).toEqual([
      'fhir',
      'task',
      'notification',
      'payer',
      'authorization',
      'udap',
      'tls',
    ]);
    expect(groups.flatMap(({ faults }) => faults.map(({ name }) => name))).toEqual(
      sandboxFaults.map(({ name }) => name),
    );
  });
  it('are found by what a client meets; a group counts those chosen, filtered or not', () => {
    const [fhir, more] = faultGroups(['slow', 'drop'], '  PROXY ', 'off');
    expect(fhir?.faults.map(({ name }) => name)).toEqual(['html-error']);
    expect([fhir?.chosen, more]).toEqual([2, undefined]);
  });
  it('of TLS rest while there is no TLS', () => {
    const rests = (tls: 'off' | 'mutual') =>
      faultGroups([], 'certificate', tls).find(({ part }) => part === 'tls')?.rests;
    expect([rests('off') === undefined, rests('mutual') === undefined]).toEqual([false, true]);
  });
});

describe('the doors of the sandbox', () => {
  it('are said in a word or two, and not at all while they are open', () => {
    expect(lockWords(undefined)).toBeUndefined();
    expect(lockWords({ requireAuth: false, tls: 'off' })).toBeUndefined();
    expect(lockWords({ requireAuth: true, tls: 'mutual' })).toBe('token, mutual TLS');
  });
  it('know a client by what it proves itself with', () => {
    expect(proofWords(client)).toBe('a key');
    expect(proofWords({ ...client, kids: ['a', 'b'] })).toBe('2 keys');
    expect(clientNote({ clientId: 'practice-secret' })).toContain('practice-secret-of-the-sandbox');
    expect(clientNote(client)).toBeUndefined();
  });
  it('let in what has a client, and say so of what has none', () => {
    const name = 'Mesa';
    const backend = { method: 'backend', clientId: 'harbor', key: 'main' } as const;
    expect(admissionWords({ name, auth: { method: 'none' } }, [])).toMatchObject({ canAdmit: false, canUdap: true });
    expect(admissionWords({ name, auth: { method: 'bearer' } }, [])).toMatchObject({ canAdmit: false, canUdap: false });
    expect(admissionWords({ name, auth: backend }, [])).toMatchObject({ isKnown: false, canAdmit: true });
    expect(admissionWords({ name, auth: backend }, [client])).toMatchObject({
      isKnown: true,
      canAdmit: true,
      canUdap: false,
      says: 'Known as harbor, by a key.',
    });
  });
  it('move between http and https, and only those who call the same door are told', () => {
    const bases = ['https://127.0.0.1:8701/fhir', 'https://127.0.0.1:8702/fhir'];
    expect(movedBase('http://127.0.0.1:8702/fhir', bases)).toBe('https://127.0.0.1:8702/fhir');
    expect(movedBase('https://127.0.0.1:8702/fhir', bases)).toBeUndefined();
    expect(movedBase('http://fhir.mesa.example/r4', bases)).toBeUndefined();
  });
});
