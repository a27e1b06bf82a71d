import { describe, expect, it } from 'vitest';
import { draftOf } from '../../../renderer/features/connections/form/draft.ts';
import { patchOf } from '../../../renderer/features/connections/form/input.ts';
import {
  countIn,
  isShownAtField,
  problemsIn,
  problemsOf,
} from '../../../renderer/features/connections/form/problems.ts';
import { commands } from '../../../shared/contract/commands.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { pem } from '../../fakes/access/connections.ts';
import { connections } from '../../fakes/records.ts';

const known = (id: string) => connections.find((one) => one.id === id) as Connection;
const plain = ['name', 'baseUrl', 'role', 'cdexVersion', 'timeoutMs'];

describe('what saving sends', () => {
  it.each(connections.map(({ id }) => id))('is what stands there alone where nothing changed (%s)', (id) => {
    expect(Object.keys(patchOf(draftOf(known(id)), known(id), {}))).toEqual(plain);
  });
  it('is taken by the contract, for every method', () => {
    const draft = draftOf();
    draft.baseUrl = ' https://fhir.new.example/r4/ ';
    Object.assign(draft.auth, {
      clientId: ' us ',
      key: 'k',
      organizationId: 'https://payer.example/org',
      purposeOfUse: 'urn:oid:2.16.840.1.113883.5.8#HPAYMT urn:oid:2.16.840.1.113883.5.8#TREAT',
      certificate: pem,
      redirectPort: '8750',
    });
    for (const method of ['none', 'bearer', 'client-secret', 'backend', 'code', 'udap'] as const) {
      const written = { ...draft, auth: { ...draft.auth, method } };
      const typed = { bearer: 'b', headers: 'X-One: 1\n\n X-Two: 2 ', clientPfx: 'AAAA', passphrase: 'p' };
      const input = patchOf(written, undefined, typed);
      expect(problemsOf(written)).toEqual({});
      const parsed = commands['connections.add'].input.safeParse(input);
      expect(parsed.error?.issues ?? []).toEqual([]);
      expect(input).toMatchObject({ name: 'fhir.new.example', baseUrl: 'https://fhir.new.example/r4' });
      expect(input.secrets?.headers).toEqual([{ value: 'X-One: 1' }, { value: 'X-Two: 2' }]);
    }
  });
  it('takes away what was emptied, with the key of a certificate that goes', () => {
    const before = known('c6');
    const draft = draftOf(before);
    draft.line = { ...draft.line, ca: '', client: 'none', proxyUrl: '' };
    draft.plans = { clientSecret: 'forget' };
    expect(patchOf(draft, before, {})).toMatchObject({
      line: { serverName: null, proxyUrl: null },
      files: { ca: null, clientCertificate: null },
      secrets: { clientSecret: null, clientKey: null },
    });
  });
});

describe('what is to be corrected', () => {
  it('stands at the field the host names, whichever command it was', () => {
    const found = problemsIn({
      code: 'invalid-input',
      message: 'No.',
      next: 'Correct it.',
      details: ['patch.auth.clientId: Too small', 'files.ca.value: Too long', 'auth.purposeOfUse.0: Too small'],
    });
    expect(found).toEqual({
      'auth.clientId': 'Too small',
      'files.ca': 'Too long',
      'auth.purposeOfUse': 'Too small',
    });
    expect([countIn(found, 'auth'), countIn(found, 'line'), countIn(found, 'policy')]).toEqual([2, 1, 0]);
    expect(isShownAtField(found)).toBe(true);
  });
  it('is shown as a whole where no field is named', () => {
    expect(isShownAtField(problemsIn({ code: 'internal', message: 'No.', next: 'Again.' }))).toBe(false);
    expect(isShownAtField({ input: 'Unknown' })).toBe(false);
  });
  it('is a taken name at the name', () => {
    expect(problemsIn({ code: 'name-taken', message: 'Taken.', next: 'Choose another.' })).toEqual({
      name: 'Taken. Choose another.',
    });
  });
});
