import { describe, expect, it } from 'vitest';
import { comparesFor, compareOf, withCompare } from '../../renderer/parts/search-builder/compare.ts';
import { findingsFor, typeFindings } from '../../renderer/parts/search-builder/finding-fixes.ts';
import { codeChoices } from '../../renderer/parts/search-builder/usual-codes.ts';
import {
  combinationWords,
  includesFor,
  parametersFor,
  sortsFor,
  typesFor,
} from '../../renderer/parts/search-builder/usual-types.ts';
import { chipParts, dateWords, readValues, valuesText } from '../../renderer/parts/search-builder/values.ts';
import { findType, type TypeAbility } from '../../shared/fhir/abilities.ts';
import { formatSearch, parseSearch, type SearchParameter } from '../../shared/fhir/search.ts';
import { abilities } from '../fakes/answers.ts';

const param = (text: string): SearchParameter => {
  const [found] = parseSearch(`X?${text}`).params;
  if (!found) throw new Error(`${text} is no parameter`);
  return found;
};
const written = (given: SearchParameter): string => formatSearch({ type: 'X', params: [given] }).slice(2);
const ids = (text: string, kind: string | undefined) => comparesFor(param(text), kind).map(({ id }) => id);

describe('ways to compare', () => {
  it('offers comparators where the type has them, and only there', () => {
    expect(ids('date=2016', 'date')).toEqual(['', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap', ':missing']);
    expect(ids('name=a', 'string')).toEqual(['', ':contains', ':exact', ':text', ':missing']);
    expect(ids('code=a', 'token')).toContain(':not');
    expect(ids('code=a', 'token')).not.toContain('ge');
    expect(ids('_count=5', undefined)).toEqual(['']);
  });

  it('says them in words', () => {
    const label = (text: string, kind: string) =>
      comparesFor(param(text), kind).find(({ id }) => id === compareOf(param(text), kind))?.label;
    expect(label('date=ge2016', 'date')).toBe('from');
    expect(label('date=lt2016', 'date')).toBe('before');
    expect(label('value=ge5', 'quantity')).toBe('at least');
    expect(label('code=a', 'token')).toBe('is');
    expect(label('code=a,b', 'token')).toBe('any of');
    expect(label('name:exact=a', 'string')).toBe('exactly');
  });

  it('keeps what is there, legal or not', () => {
    expect(ids('code:foo=a', 'token').at(-1)).toBe(':foo');
    expect(ids('date=eq2016', 'date').at(-1)).toBe('eq');
    expect(ids('subject:Patient=1', 'reference').at(-1)).toBe(':Patient');
    expect(compareOf(param('date=ge2016,lt2018'), 'date')).toBe('*');
    expect(ids('date=ge2016,lt2018', 'date').at(-1)).toBe('*');
  });

  it('changes the comparison and keeps the values', () => {
    expect(written(withCompare(param('date=ge2016'), 'lt', 'date'))).toBe('date=lt2016');
    expect(written(withCompare(param('date=ge2016,lt2018'), '', 'date'))).toBe('date=2016,2018');
    expect(written(withCompare(param('name:exact=a,b'), ':contains', 'string'))).toBe('name:contains=a,b');
    expect(written(withCompare(param('code=ne1'), ':not', 'token'))).toBe('code:not=ne1');
    expect(written(withCompare(param('name=a'), ':missing', 'string'))).toBe('name:missing=true');
    expect(withCompare(param('name:missing=true'), '', 'string').values).toEqual([]);
  });
});

describe('values', () => {
  it('reads what is typed as a server would', () => {
    expect(readValues('a,b\\,c')).toEqual([{ text: 'a' }, { text: 'b\\,c' }]);
    expect(readValues('ge2016')).toEqual([{ prefix: 'ge', text: '2016' }]);
    expect(readValues('2016,lt2018', 'ge')).toEqual([
      { prefix: 'ge', text: '2016' },
      { prefix: 'lt', text: '2018' },
    ]);
    expect(readValues('50% & a+b=c #1')).toEqual([{ text: '50% & a+b=c #1' }]);
    expect(readValues('')).toEqual([]);
    expect(valuesText(readValues('a,,b'), true)).toBe('a,,b');
  });

  it('says how exact a date is and how far away', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(dateWords('2016', now)).toBe('to the year, 11 y back');
    expect(dateWords('2026-08', now)).toBe('to the month, 4 mo back');
    expect(dateWords('2026-11-25', now)).toBe('to the day, in 3 d');
    expect(dateWords('2026-11-22T11:00:00Z', now)).toBe('to the second, 1 h back');
    expect(dateWords('20x6', now)).toBe('');
  });

  it('names the system of a token in a word', () => {
    expect(chipParts('http://loinc.org|4548-4')).toEqual({ system: 'LOINC', code: '4548-4' });
    expect(chipParts('https://payer.example/member-ids|M1')).toEqual({ system: 'member-ids', code: 'M1' });
    expect(chipParts('|active')).toEqual({ code: 'active' });
    expect(chipParts('active')).toEqual({ code: 'active' });
  });
});

describe('what can be mended', () => {
  const fix = (type: string, text: string) => {
    const found = findingsFor(type, param(text), abilities).find((finding) => finding.fix);
    return found?.fix && [found.fix.label, written(found.fix.param)];
  };

  it('a code, a name, a modifier, a comparator, a lost plus sign, an include', () => {
    expect(fix('Condition', 'clinical-status=active,recurrance')).toEqual([
      'Use recurrence',
      'clinical-status=active,recurrence',
    ]);
    expect(fix('Condition', 'clinical-status=http://a.example|activ')?.[1]).toBe(
      'clinical-status=http://a.example|active',
    );
    expect(fix('Observation', 'kode=1')).toEqual(['Use code', 'code=1']);
    expect(fix('Patient', 'name:exakt=a')).toEqual(['Use :exact', 'name:exact=a']);
    expect(fix('Patient', 'name:zzzzzz=a')).toEqual(['Leave out :zzzzzz', 'name=a']);
    expect(fix('Condition', 'code=ge2016')).toEqual(['Leave it out', 'code=2016']);
    expect(fix('Condition', 'onset-date=2016-01-01T10:00:00+02:00')?.[1]).toBe(
      'onset-date=2016-01-01T10:00:00%2B02:00',
    );
    expect(fix('Condition', '_revinclude=Provenance:targt')).toEqual([
      'Use Provenance:target',
      '_revinclude=Provenance:target',
    ]);
  });

  it('leaves alone what no rule knows better', () => {
    expect(findingsFor('Condition', param('code=44054006'), abilities)).toEqual([]);
    expect(fix('Condition', 'clinical-status=zzzzzzzzzz')).toBeUndefined();
  });

  it('names the type that was meant', () => {
    expect(typeFindings('Conditon', abilities)).toMatchObject([{ near: 'Condition' }]);
    expect(typeFindings('Condition', abilities)).toEqual([]);
  });
});

describe('choices', () => {
  it('are the server’s where it says, the usual ones where it does not', () => {
    expect(typesFor(abilities)).toContain('Task');
    expect(typesFor(abilities)).not.toContain('Coverage');
    expect(typesFor()).toContain('Coverage');
    expect(typesFor({ ...abilities, types: [] })).toContain('Coverage');
    const names = parametersFor('Condition', abilities).map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['patient', 'clinical-status']);
    expect(names).toContain('_summary');
    expect(names).not.toContain('_sort');
    expect(parametersFor('Coverage').find(({ name }) => name === 'beneficiary')?.kind).toBe('reference');
  });

  it('carry what the server’s statement expects of each, and of those a search sends together', () => {
    const condition: TypeAbility = {
      ...(findType(abilities, 'Condition') as TypeAbility),
      searchParameters: [
        { name: 'patient', type: 'reference', expectation: 'SHALL' },
        { name: 'category', type: 'token' },
      ],
      combinations: [{ names: ['patient', 'category'], expectation: 'SHOULD' }, { names: ['patient', 'code'] }],
    };
    const choices = parametersFor('Condition', { ...abilities, types: [condition] });
    expect(choices.slice(0, 2)).toEqual([
      { name: 'patient', kind: 'reference', expectation: 'SHALL' },
      { name: 'category', kind: 'token' },
    ]);
    expect(combinationWords(condition, ['category', 'patient', '_count'])).toBe('patient with category: SHOULD');
    for (const names of [['patient'], ['patient', 'code'], []]) expect(combinationWords(condition, names)).toBe('');
    expect(combinationWords(undefined, ['patient'])).toBe('');
  });

  it('offer Provenance first, and dates first to sort by', () => {
    const more = {
      ...abilities,
      types: abilities.types.map((type) => ({ ...type, searchRevInclude: ['Task:focus', 'Provenance:target'] })),
    };
    expect(includesFor('Condition', '_revinclude', more)[0]).toBe('Provenance:target');
    expect(includesFor('Coverage', '_revinclude')).toEqual(['Provenance:target']);
    expect(sortsFor('Condition', abilities)[0]?.kind).toBe('date');
  });

  it('offer the closed list of a code where FHIR has one', () => {
    expect(codeChoices('Condition', 'clinical-status').map(({ value }) => value)).toContain('recurrence');
    expect(codeChoices('Observation', 'code').map(({ value }) => value)).toContain('http://loinc.org|4548-4');
    expect(codeChoices('Observation', 'method')).toEqual([]);
  });
});
