import { describe, expect, it } from 'vitest';
import {
  countOf,
  includesOf,
  sortOf,
  withCount,
  withInclude,
  withoutInclude,
  withSort,
} from '../../renderer/parts/search-builder/answer-shape.ts';
import {
  draftOf,
  queryOf,
  rowFor,
  withNewRow,
  withParam,
  withRow,
  withText,
} from '../../renderer/parts/search-builder/draft.ts';
import { lineParts, rowAtCaret } from '../../renderer/parts/search-builder/line-parts.ts';

const queries = [
  'Condition?patient=06e1f0a2&clinical-status=active,recurrance,remission&onset-date=ge2016&_revinclude=Provenance:target&_sort=-onset-date',
  'Observation?code=http://loinc.org|4548-4&date=ge2020&date=lt2024-05-01&value-quantity=gt5.4|http://unitsofmeasure.org|%25',
  'Patient?name:exact=O%27Brien\\,%20Jr&birthdate=1980-02&_has:Observation:patient:code=1234',
  'Patient?given:missing=true',
  'Observation?subject:Patient.identifier=http://a.example|1&combo-code-value-quantity=1$gt2',
  'Encounter?foo&status=',
  'Patient/123',
  'Task',
];

describe('the draft of a search', () => {
  it.each(queries)('gives back what it was made of: %s', (query) => {
    const draft = draftOf(query);
    expect(queryOf(draftOf(queryOf(draft)))).toBe(queryOf(draft));
    expect(decodeURIComponent(queryOf(draft))).toBe(decodeURIComponent(query));
  });

  it('keeps the rows while the text is edited', () => {
    const before = draftOf('Condition?patient=1&clinical-status=active&onset-date=ge2016');
    const keys = before.params.map(({ key }) => key);
    const longer = withText(before, 'Condition?patient=1&clinical-status=active,remission&onset-date=ge2016');
    expect(longer.params.map(({ key }) => key)).toEqual(keys);
    const renamed = withText(before, 'Condition?patient=1&clinical-stat=active&onset-date=ge2016');
    expect(renamed.params.map(({ key }) => key)).toEqual(keys);
    const turned = withText(before, 'Condition?onset-date=ge2016&patient=1');
    expect(turned.params.map(({ key }) => key)).toEqual([keys[2], keys[0]]);
  });

  it('keeps rows that are off or empty where they stood, outside the text', () => {
    let draft = draftOf('Condition?patient=1&category=x&onset-date=ge2016');
    const [patient, category, onset] = draft.params;
    draft = withRow(draft, category?.key ?? '', (row) => ({ ...row, on: false }));
    expect(queryOf(draft)).toBe('Condition?patient=1&onset-date=ge2016');
    const edited = withText(draft, 'Condition?patient=2&onset-date=ge2016&_count=5');
    expect(edited.params.map(({ key }) => key).slice(0, 3)).toEqual([patient?.key, category?.key, onset?.key]);
    expect(queryOf(edited)).toBe('Condition?patient=2&onset-date=ge2016&_count=5');
    expect(withText(draft, '').params.map(({ key }) => key)).toEqual([category?.key]);
  });

  it('sends a row added by hand only once it has a value', () => {
    const [draft, row] = withNewRow(draftOf('Condition'), { name: 'code', values: [] });
    expect(queryOf(draft)).toBe('Condition');
    const filled = withRow(draft, row.key, (one) => withParam(one, { name: 'code', values: [{ text: '1' }] }));
    expect(queryOf(filled)).toBe('Condition?code=1');
    const emptied = withRow(filled, row.key, (one) => withParam(one, { name: 'code', values: [{ text: '' }] }));
    expect(queryOf(emptied)).toBe('Condition');
  });

  it('gives every row a key of its own', () => {
    const keys = draftOf('A?b=1&b=1&b=1').params.map(({ key }) => key);
    expect(new Set([...keys, rowFor({ name: 'b', values: [] }).key]).size).toBe(4);
  });
});

describe('the query line', () => {
  it.each(queries)('draws exactly the query text: %s', (query) => {
    const draft = draftOf(query);
    const parts = lineParts(draft);
    expect(parts.map(({ text }) => text).join('')).toBe(queryOf(draft));
    expect(new Set(parts.map(({ place }) => place)).size).toBe(parts.length);
  });

  it('marks the value a closed list does not hold', () => {
    const bad = lineParts(draftOf('Condition?clinical-status=active,recurrance')).filter(({ isBad }) => isBad);
    expect(bad.map(({ text }) => text)).toEqual(['recurrance']);
  });

  it('knows which row the caret is in', () => {
    const draft = draftOf('Condition?patient=1&code=2');
    const [patient, code] = draft.params;
    const text = queryOf(draft);
    expect(rowAtCaret(draft, text, 4)).toBeUndefined();
    expect(rowAtCaret(draft, text, text.indexOf('patient'))).toBe(patient?.key);
    expect(rowAtCaret(draft, text, text.indexOf('&'))).toBe(patient?.key);
    expect(rowAtCaret(draft, text, text.length)).toBe(code?.key);
    expect(rowAtCaret(draft, 'Condition?patient=1&&code=2', 21)).toBe(code?.key);
  });
});

describe('the shape of the answer', () => {
  const draft = draftOf('Condition?_revinclude=Provenance:target&_include:iterate=Condition:encounter&_sort=-date,_id');

  it('reads and writes includes', () => {
    expect(includesOf(draft, '_revinclude').map(({ text }) => text)).toEqual(['Provenance:target']);
    expect(includesOf(draft, '_include')).toMatchObject([{ text: 'Condition:encounter', modifier: 'iterate' }]);
    const more = withInclude(draft, '_revinclude', 'Task:focus');
    expect(queryOf(more)).toContain('_revinclude=Task:focus');
    const [first] = includesOf(more, '_revinclude');
    expect(queryOf(withoutInclude(more, first?.key ?? '', 'Provenance:target'))).not.toContain('Provenance');
  });

  it('takes one of several values out of a parameter and leaves the others', () => {
    const two = draftOf('Condition?_include=Condition:patient,Condition:encounter');
    const key = two.params[0]?.key ?? '';
    expect(queryOf(withoutInclude(two, key, 'Condition:patient'))).toBe('Condition?_include=Condition:encounter');
  });

  it('reads and writes the order, further keys kept', () => {
    expect(sortOf(draft)).toEqual({ name: 'date', down: true, rest: ['_id'] });
    expect(queryOf(withSort(draft, 'date', false, ['_id']))).toContain('_sort=date,_id');
    expect(queryOf(withSort(draft, '', true))).not.toContain('_sort');
    expect(queryOf(withSort(draftOf('Task'), 'code', true))).toBe('Task?_sort=-code');
  });

  it('reads and writes the page size', () => {
    expect(countOf(draft)).toBe('');
    expect(queryOf(withCount(draftOf('Task'), '50'))).toBe('Task?_count=50');
    expect(queryOf(withCount(draftOf('Task?_count=50'), ''))).toBe('Task');
  });
});
