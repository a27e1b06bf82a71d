import { describe, expect, test } from 'vitest';
import { compareScopes, readScope } from '../../../shared/fhir/scopes.ts';

describe('a scope', () => {
  test.each([
    ['system/Patient.rs', 'system', 'Patient', 'rs', 2],
    ['user/*.cruds', 'user', '*', 'cruds', 2],
    ['patient/Observation.s', 'patient', 'Observation', 's', 2],
    ['system/*.read', 'system', '*', 'rs', 1],
    ['patient/Condition.write', 'patient', 'Condition', 'cud', 1],
    ['user/Task.*', 'user', 'Task', 'cruds', 1],
  ])('%s', (text, context, type, rights, version) => {
    expect(readScope(text)).toEqual({ kind: 'resource', text, context, type, rights, version, parameters: [] });
  });

  test('has parameters, in any order', () => {
    const read = readScope('patient/Observation.rs?category=laboratory&status=final');
    expect(read).toMatchObject({ parameters: ['category=laboratory', 'status=final'] });
    expect(readScope('patient/Observation.rs?status=final&category=laboratory')).toMatchObject({
      parameters: ['category=laboratory', 'status=final'],
    });
  });

  test.each([
    ['launch', 'launch'],
    ['launch/patient', 'launch'],
    ['openid', 'identity'],
    ['fhirUser', 'identity'],
    ['offline_access', 'refresh'],
    ['online_access', 'refresh'],
    ['https://mesa.example/scopes/claims', 'other'],
  ])('%s is of kind %s', (text, kind) => {
    expect(readScope(text)).toEqual({ kind, text });
  });

  test.each([
    ['system/Patient.sr', 'order rs'],
    ['system/Patient.dc', 'order cd'],
    ['system/Patient.x', 'letters of cruds'],
    ['system/Patient.', 'letters of cruds'],
    ['system/Patient', 'no SMART scope'],
    ['system/Patient.rr', 'order r'],
  ])('%s is a slip', (text, says) => {
    const read = readScope(text);
    expect(read.kind).toBe('other');
    expect(read.kind === 'other' && read.problem).toContain(says);
  });
});

describe('granted against asked', () => {
  test.each<[string, string | undefined, string[], string[]]>([
    ['system/*.rs', undefined, [], []],
    ['system/*.rs', '', ['system/*.rs'], []],
    ['system/Patient.r', 'system/*.rs', [], ['system/*.rs']],
    ['system/*.rs', 'system/Patient.rs', ['system/*.rs'], []],
    ['system/Patient.rs', 'system/Patient.r system/Patient.s', [], []],
    ['system/Patient.read', 'system/Patient.rs', [], []],
    ['system/Patient.rs', 'system/Patient.read', [], []],
    ['system/Patient.*', 'system/Patient.read', ['system/Patient.*'], []],
    ['system/Task.crus', 'system/Task.rs', ['system/Task.crus'], []],
    ['user/Patient.r', 'system/Patient.r', ['user/Patient.r'], ['system/Patient.r']],
    ['system/Observation.rs?category=lab', 'system/Observation.rs', [], ['system/Observation.rs']],
    ['system/Observation.rs', 'system/Observation.rs?category=lab', ['system/Observation.rs'], []],
    ['openid system/*.rs', 'system/*.rs', ['openid'], []],
    ['system/*.rs', 'system/*.rs offline_access', [], ['offline_access']],
    ['a  a b', 'b a', [], []],
    ['system/Patient.sr', 'system/Patient.sr', [], []],
  ])('asked %s, granted %s', (asked, granted, missing, unasked) => {
    expect(compareScopes(asked, granted)).toMatchObject({ missing, unasked });
  });
});
