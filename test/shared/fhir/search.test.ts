import { describe, expect, it } from 'vitest';
import {
  escapeValue,
  formatSearch,
  parameterLabel,
  parseSearch,
  splitToken,
  unescapeValue,
} from '../../../shared/fhir/search.ts';

describe('a search string as data', () => {
  it.each([
    ['Patient', { type: 'Patient', params: [] }],
    ['Patient?', { type: 'Patient', params: [] }],
    [
      'Observation?code=4548-4&date=ge2020-01-01',
      {
        type: 'Observation',
        params: [
          { name: 'code', values: [{ text: '4548-4' }] },
          { name: 'date', values: [{ prefix: 'ge', text: '2020-01-01' }] },
        ],
      },
    ],
    [
      'Condition?clinical-status:not=active,remission',
      {
        type: 'Condition',
        params: [{ name: 'clinical-status', modifier: 'not', values: [{ text: 'active' }, { text: 'remission' }] }],
      },
    ],
    [
      'Observation?subject:Patient.name:contains=ada',
      {
        type: 'Observation',
        params: [{ name: 'subject:Patient.name', modifier: 'contains', values: [{ text: 'ada' }] }],
      },
    ],
    [
      'Observation?subject:Patient=123',
      { type: 'Observation', params: [{ name: 'subject', modifier: 'Patient', values: [{ text: '123' }] }] },
    ],
    [
      'Patient?_has:Observation:patient:code=4548-4',
      { type: 'Patient', params: [{ name: '_has:Observation:patient:code', values: [{ text: '4548-4' }] }] },
    ],
    [
      'Observation?value-quantity=lt7.5||%25,gt9',
      {
        type: 'Observation',
        params: [
          {
            name: 'value-quantity',
            values: [
              { prefix: 'lt', text: '7.5||%' },
              { prefix: 'gt', text: '9' },
            ],
          },
        ],
      },
    ],
    [
      'Patient?name=ne,george',
      { type: 'Patient', params: [{ name: 'name', values: [{ text: 'ne' }, { text: 'george' }] }] },
    ],
    [
      'code=1&x',
      {
        type: '',
        params: [
          { name: 'code', values: [{ text: '1' }] },
          { name: 'x', values: [] },
        ],
      },
    ],
    ['Patient?name=', { type: 'Patient', params: [{ name: 'name', values: [{ text: '' }] }] }],
    [
      'Task?requester:identifier=urn:oid:1|A&_lastUpdated=gt2024-01-01T00:00:00%2B01:00',
      {
        type: 'Task',
        params: [
          { name: 'requester', modifier: 'identifier', values: [{ text: 'urn:oid:1|A' }] },
          { name: '_lastUpdated', values: [{ prefix: 'gt', text: '2024-01-01T00:00:00+01:00' }] },
        ],
      },
    ],
  ])('%s', (text, search) => {
    expect(parseSearch(text)).toEqual(search);
  });

  it('keeps escaped commas, bars and dollars within one value', () => {
    const [param] = parseSearch(String.raw`Patient?name=a\,b,c\|d,e\\,f`).params;
    expect(param?.values.map((value) => value.text)).toEqual([
      String.raw`a\,b`,
      String.raw`c\|d`,
      String.raw`e\\`,
      'f',
    ]);
    expect(param?.values.map((value) => unescapeValue(value.text))).toEqual(['a,b', 'c|d', 'e\\', 'f']);
  });

  it('reads an encoded comma as a separator and a plus as a space, as servers do', () => {
    expect(parseSearch('Patient?name=a%2Cb+c').params[0]?.values).toEqual([{ text: 'a' }, { text: 'b c' }]);
  });

  it('leaves a stray percent sign as it is', () => {
    expect(parseSearch('Patient?name=100%').params[0]?.values).toEqual([{ text: '100%' }]);
  });

  it.each([
    'Patient',
    'Observation?code=4548-4,8480-6&date=ge2020-01-01&date=lt2021',
    'Condition?patient=123&clinical-status=active,recurrence,remission&_revinclude=Provenance:target',
    String.raw`Patient?name=a\,b&identifier=http://example.org/ids\|x|1\$2`,
    'Patient?name=M%C3%BCller%20%26%20S%C3%B6hne',
    'Patient?name=100%25&address=%23%2B%22',
    'Patient?name=',
    'Patient?name',
    'Patient?_has:Observation:patient:_has:AuditEvent:entity:agent=1',
    'Observation?subject:Patient.organization.name:exact=A%20B',
    'DocumentReference?patient=1&_sort=-period&_count=1',
    '?a=b',
    'Task?owner=Organization/1&x=a=b',
  ])('%s comes back unchanged', (text) => {
    expect(formatSearch(parseSearch(text))).toBe(text);
  });

  it('comes back with the same meaning, whatever it holds', () => {
    // A small generator with a fixed seed: any search made of these letters must survive writing and reading.
    let seed = 20_261;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const letters = [...'ab0 9+%&=?#|$,\\:.-/~"<>é漢😀\n'];
    const word = (length: number) => Array.from({ length }, () => letters[random(letters.length)]).join('');
    for (let round = 0; round < 2000; round++) {
      const params = Array.from({ length: random(4) }, () => ({
        name: `n${random(9)}`,
        ...(random(2) === 1 && { modifier: 'exact' }),
        values: Array.from({ length: 1 + random(3) }, () => ({ text: escapeValue(word(1 + random(8))) })),
      }));
      const search = { type: 'Patient', params };
      const plain = { type: 'Patient', params: parseSearch(formatSearch(search)).params };
      const texts = (one: typeof plain) =>
        one.params.map((param) => [
          parameterLabel(param),
          ...param.values.map((value) => (value.prefix ?? '') + unescapeValue(value.text)),
        ]);
      expect(texts(plain)).toEqual(texts(search));
      expect(formatSearch(plain)).toBe(formatSearch(search));
    }
  });

  it('takes half a letter without failing', () => {
    expect(formatSearch({ type: 'Patient', params: [{ name: 'name', values: [{ text: 'a\ud800' }] }] })).toBe(
      'Patient?name=a%EF%BF%BD',
    );
  });

  it.each(['a,b', 'x|y', '5$', '\\', 'plain', '\\,'])('%s survives escaping', (text) => {
    expect(unescapeValue(escapeValue(text))).toBe(text);
    expect(parseSearch(`A?b=${encodeURIComponent(escapeValue(text))}`).params[0]?.values).toHaveLength(1);
  });

  it('takes a token apart at unescaped bars', () => {
    expect(splitToken(String.raw`http://example.org\|ids|A\,1`)).toEqual(['http://example.org|ids', 'A,1']);
    expect(splitToken('7.5||mg')).toEqual(['7.5', '', 'mg']);
  });
});
