import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../shared/fhir/redact.ts';

describe('taking out what names people', () => {
  it('gives the same value the same pseudonym, wherever it stands', () => {
    const { identifier, member, reference, sentence } = createRedactor();
    expect(identifier('https://payer.example/members|M-77')).toBe('https://payer.example/members|id-1');
    expect(member('M-77', 'value', 'identifier')).toBe('id-1');
    expect(reference('Patient/M-77')).toBe('Patient/id-1');
    expect(sentence('The member M-77 is the same; M-777 is another.')).toBe(
      'The member id-1 is the same; M-777 is another.',
    );
  });

  it('keeps the words of specifications, and only those', () => {
    const { member } = createRedactor();
    expect(member('Patient', 'resourceType', '')).toBe('Patient');
    expect(member('http://loinc.org', 'system', 'coding')).toBe('http://loinc.org');
    expect(member('TrackingId', 'name', 'parameter')).toBe('TrackingId');
    expect(member('http://example.org/ext', 'url', 'extension')).toBe('http://example.org/ext');
    expect(member('Nora', 'name', 'contact')).toBe('text-1');
    expect(member('Nora Lund, 12 Harbour Street', 'code', 'coding')).toBe('text-2');
    expect(member('Lund', 'family', 'name')).toBe('name-1');
    expect(member('1961-04-02', 'birthDate', '')).toBe('date-1');
    expect(member('Seen on Tuesday', 'div', 'text')).toBe('text-3');
  });

  it('keeps loopback addresses and ordinary words of a path, and no host, id or value of a parameter', () => {
    const { url } = createRedactor();
    expect(url('http://127.0.0.1:4100/fhir/$submit-attachment')).toBe('http://127.0.0.1:4100/fhir/$submit-attachment');
    expect(url('https://lakeside.example/r4/Patient/p-1987?name=Nora&active')).toBe(
      'https://host-1/r4/Patient/id-1?name=text-1&text-2',
    );
  });

  it('takes an id for what it is although it is a word', () => {
    const { url, reference } = createRedactor();
    expect(url('http://127.0.0.1:4100/r4/Patient/nora-lund/_history/3')).toBe(
      'http://127.0.0.1:4100/r4/Patient/id-1/_history/3',
    );
    expect(reference('Patient/nora-lund')).toBe('Patient/id-1');
    expect(url('/Patient/_search')).toBe('/Patient/_search');
    expect(url('/Task/$export')).toBe('/Task/$export');
  });

  it('goes on where another left off', () => {
    const first = createRedactor();
    first.replace('M-77', 'id');
    const second = createRedactor(first.known());
    expect(second.replace('M-77', 'id')).toBe('id-1');
    expect(second.replace('M-78', 'id')).toBe('id-2');
  });

  it('says of too many values only that they are left out, and then trusts no sentence', () => {
    const { replace, sentence } = createRedactor();
    for (let n = 0; n < 2_000; n += 1) replace(`value ${n}`, 'text');
    expect(replace('one too many', 'text')).toBe('[left out]');
    expect(sentence('one too many')).toBe('[left out]');
    expect(replace('value 7', 'text')).toBe('text-8');
  });
});
