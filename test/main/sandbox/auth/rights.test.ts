import { describe, expect, it } from 'vitest';
import { TokenRights } from '../../../../main/sandbox/auth/rights.ts';
import { grantable, narrowed } from '../../../../main/sandbox/auth/scopes.ts';
import { scopeWords } from '../../../../main/sandbox/auth/scope-words.ts';

describe('the regions a token opens', () => {
  it('are nothing for a patient scope without a patient, everything for a user scope without one', () => {
    const rights = new TokenRights('patient/*.rs user/Condition.r');
    expect(rights.regions('s', 'Condition')).toEqual([]);
    expect(rights.regions('r', 'Condition')).toEqual([{ filters: [] }]);
  });

  it('are the member’s for both where one was chosen', () => {
    const rights = new TokenRights('patient/*.rs user/Condition.r', 'ann');
    const own = { memberId: 'ann', filters: [] };
    expect(rights.regions('r', 'Condition')).toEqual([own, own]);
    expect(rights.regions('c', 'Condition')).toEqual([]);
  });

  it('are all of a type as soon as one scope opens that', () => {
    const rights = new TokenRights('system/*.rs patient/Condition.rs system/Condition.r?category=x', 'ann');
    expect(rights.regions('r', 'Condition')).toEqual([{ filters: [] }]);
  });

  it('are what fits a scope’s parameters, decoded', () => {
    const rights = new TokenRights('system/Condition.r?category=http%3A%2F%2Fsystem.example%7Cx&code=y');
    expect(rights.regions('r', 'Condition')).toEqual([
      {
        filters: [
          { kind: 'value', code: 'category', value: 'http://system.example|x' },
          { kind: 'value', code: 'code', value: 'y' },
        ],
      },
    ]);
  });
});

describe('what is granted of a wish', () => {
  const rows: [string, string, Parameters<typeof grantable>[2], string][] = [
    ['system/*.cruds', 'system/*.rs system/Task.crus', 'service', 'system/*.rs system/Task.crus'],
    ['system/Task.cruds', 'system/*.rs system/Task.crus', 'service', 'system/Task.crus'],
    ['system/Patient.rs', 'system/*.rs', 'service', 'system/Patient.rs'],
    ['system/*.read', 'system/*.cruds', 'service', 'system/*.read'],
    ['system/*.write', 'system/*.rs', 'service', ''],
    ['system/Patient.rs?identifier=x', 'system/*.r', 'service', 'system/Patient.r?identifier=x'],
    ['patient/*.rs', 'system/*.cruds', 'person', ''],
    ['patient/*.rs system/*.rs', 'patient/*.cruds system/*.cruds', 'person', 'patient/*.rs'],
    ['offline_access launch/patient', 'offline_access', 'person', 'offline_access'],
    ['offline_access', 'offline_access', 'service', ''],
    ['system/*.rs system/*.rs', 'system/*.rs', 'service', 'system/*.rs'],
    ['', 'system/*.rs', 'service', ''],
  ];
  it.each(rows)('%s of %s for a %s: %s', (wish, most, context, granted) => {
    expect(grantable(wish, most, context)).toBe(granted);
  });

  it('is less than everything when narrowed on purpose', () => {
    expect(narrowed('system/*.cruds')).toBe('system/*.rs');
    expect(narrowed('system/*.rs')).toBe('system/*.r');
    expect(narrowed('patient/*.rs offline_access')).toBe('patient/*.rs');
    expect(narrowed('system/*.s')).toBe('system/*.s');
  });
});

describe('scopes in words', () => {
  it('say what, whose and within which limits', () => {
    expect(scopeWords('patient/*.rs')).toBe('Read and search everything in the record of the member you choose');
    expect(scopeWords('user/Task.cruds')).toBe(
      'Add, read, change, delete and search Task resources in the records you open to it',
    );
    expect(scopeWords('patient/Observation.r?category=laboratory')).toBe(
      'Read Observation resources in the record of the member you choose, with category=laboratory',
    );
    expect(scopeWords('online_access')).toMatch(/eight hours/);
  });
});
