import { describe, expect, it } from 'vitest';
import { readAbilities } from '../../../shared/fhir/abilities.ts';
import { checkSearch } from '../../../shared/fhir/check-search.ts';
import { nearest } from '../../../shared/fhir/nearest.ts';
import { parseSearch } from '../../../shared/fhir/search.ts';
import { modifiersOf, parameterType, prefixesOf } from '../../../shared/fhir/search-rules.ts';
import { isSearchDate } from '../../../shared/fhir/search-values.ts';

const abilities = readAbilities({
  resourceType: 'CapabilityStatement',
  rest: [
    {
      mode: 'server',
      resource: [
        {
          type: 'Condition',
          searchRevInclude: ['Provenance:target'],
          searchParam: [
            { name: 'patient', type: 'reference' },
            { name: 'clinical-status', type: 'token' },
            { name: 'onset-date', type: 'date' },
            { name: 'evidence-count', type: 'number' },
          ],
        },
        { type: 'Patient', searchParam: [{ name: 'name', type: 'string' }] },
      ],
    },
  ],
});

const rules = (query: string, server?: typeof abilities) =>
  checkSearch(query, server).map((one) => `${one.severity} ${one.rule} ${one.path}`);

describe('looking a search over', () => {
  it.each([
    'Condition?patient=123&clinical-status=active,recurrence&onset-date=ge2020-01&_revinclude=Provenance:target',
    'Condition?patient:Patient=1&onset-date:missing=true&_sort=-onset-date&_count=20&_total=accurate',
    'Condition?clinical-status=http://terminology.hl7.org/CodeSystem/condition-clinical|active',
    'Condition?clinical-status:in=http://example.org/vs&evidence-count=gt2',
    'Patient?_id=1,2&name:exact=Ada',
    'Patient?_has:Condition:patient:code=1',
    'Patient/1/Condition?clinical-status=active',
    'Condition',
  ])('finds nothing in %s', (query) => {
    expect(checkSearch(query, abilities)).toEqual([]);
    expect(checkSearch(parseSearch(query), abilities)).toEqual([]);
  });

  it.each([
    ['patient=1&code=2', 'error search-question-mark patient=1&code=2'],
    ['?patient=1', 'error search-type '],
    ['condition?patient=1', 'error search-type condition'],
    ['Condition?patient=[reference]', 'error search-placeholder patient'],
    ['Condition?patient=%zz', 'error search-encoding Condition?patient=%zz'],
    ['Condition?patient=', 'error search-value patient'],
    ['Condition?patient', 'error search-value patient'],
    ['Condition?=1', 'error search-parameter '],
    ['Condition?onset-date=yesterday', 'error search-date onset-date'],
    ['Condition?onset-date=ge2020-13', 'error search-date onset-date'],
    ['Condition?onset-date=2023-02-29', 'error search-date onset-date'],
    ['Condition?onset-date=ge2020-01-01T10:00:00+02:00', 'error search-date onset-date'],
    ['Condition?onset-date:contains=2020', 'error search-modifier onset-date:contains'],
    ['Condition?clinical-status:exact=active', 'error search-modifier clinical-status:exact'],
    ['Patient?name:not=x', 'error search-modifier name:not'],
    ['Condition?patient:missing=maybe', 'error search-value patient:missing'],
    ['Condition?code=ge2020', 'warning search-prefix code'],
    ['Condition?clinical-status=recurrance', 'warning search-code clinical-status'],
    ['Condition?clinical-status=Active', 'warning search-code clinical-status'],
    ['Observation?value-quantity=gtlots', 'error search-number value-quantity'],
    ['Condition?_count=ten', 'error search-number _count'],
    ['Condition?_summary=all', 'error search-value _summary'],
    ['Condition?_total=exact', 'error search-value _total'],
    ['Condition?_revinclude=Provenance', 'error search-include _revinclude'],
    ['Condition?_include:exact=Condition:patient', 'error search-modifier _include:exact'],
    ['Condition?_search=x', 'warning search-parameter _search'],
    ['Condition?_lastupdated=gt2020', 'warning search-parameter _lastupdated'],
  ])('%s: %s', (query, finding) => {
    expect(rules(query)).toEqual([finding]);
  });

  it.each([
    ['Condition?patinet=1', 'warning search-parameter patinet', 'Did you mean patient?'],
    [
      'Condition?colour=1',
      'warning search-parameter colour',
      'Choose a parameter the server lists; a strict server refuses others.',
    ],
    ['Conditions?patient=1', 'warning search-type Conditions', 'Did you mean Condition?'],
    ['Condition?evidence-count=few', 'error search-number evidence-count', 'Write digits, with a point.'],
    ['Condition?_revinclude=AuditEvent:entity', 'warning search-include _revinclude', 'It lists Provenance:target.'],
  ])('with the abilities of the server, %s: %s (%s)', (query, finding, next) => {
    expect(rules(query, abilities)).toEqual([finding]);
    expect(checkSearch(query, abilities)[0]?.next).toBe(next);
  });

  it('knows what was meant by the misspelling the guide itself has', () => {
    expect(checkSearch('Condition?clinical-status=recurrance')[0]?.next).toBe('Did you mean recurrence?');
    expect(checkSearch('Condition?_search=x')[0]?.next).toBe('Leave it out, or ask the server what it means by it.');
    expect(checkSearch('Condition?_lastupdated=gt2020')[0]?.next).toBe('Did you mean _lastUpdated?');
    expect(checkSearch('Condition?onset-date=ge2020-01-01T10:00:00+02:00')[0]?.next).toBe(
      'Write the plus sign as %2B.',
    );
  });

  it('lists the worst first', () => {
    expect(rules('Condition?clinical-status=Active&onset-date=never').map((one) => one.split(' ')[0])).toEqual([
      'error',
      'warning',
    ]);
  });

  it('does not hold chained and reverse chained names against the wrong type', () => {
    expect(rules('Condition?patient.name:contains=a', abilities)).toEqual([]);
  });

  it.each([
    ['2020', true],
    ['2020-02', true],
    ['2020-02-29', true],
    ['2020-02-29T10:00', true],
    ['2020-02-29T10:00:00.123Z', true],
    ['2020-02-29T10:00:00-05:00', true],
    ['2021-02-29', false],
    ['2020-2', false],
    ['20200101', false],
    ['2020-04-31', false],
    ['2020-01-01T25:00', false],
    ['', false],
  ])('%s is a date: %s', (text, isDate) => {
    expect(isSearchDate(text)).toBe(isDate);
  });

  it('knows the comparators and modifiers of each type', () => {
    expect(prefixesOf('date')).toEqual(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']);
    expect(prefixesOf('token')).toEqual([]);
    expect(modifiersOf('string')).toEqual(['missing', 'contains', 'exact', 'text']);
    expect(modifiersOf('date')).toEqual(['missing']);
    expect(parameterType('Condition', 'evidence-count', abilities)).toBe('number');
    expect(parameterType('Condition', '_lastUpdated')).toBe('date');
    expect(parameterType('Condition', 'toString')).toBeUndefined();
  });

  it('suggests nothing that is far off', () => {
    expect(nearest('colour', ['patient', 'code'])).toBeUndefined();
    expect(nearest('recurrance', ['active', 'recurrence'])).toBe('recurrence');
    expect(nearest('ACTIVE', ['inactive', 'active'])).toBe('active');
  });
});
