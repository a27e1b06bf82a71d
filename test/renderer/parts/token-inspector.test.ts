import { describe, expect, it } from 'vitest';
import { clockPlan } from '../../../renderer/parts/token-inspector/clock-plan.ts';
import {
  accessTokenSections,
  assertionSections,
  requestSections,
  responseSections,
} from '../../../renderer/parts/token-inspector/inspector-rows.ts';
import { validityOf, commonName } from '../../../renderer/parts/tls-view/validity.ts';
import { scopeWords } from '../../../renderer/parts/scope-list.tsx';
import { narrowed, refused } from '../../fakes/access/explanations.ts';
import { tlsViewOf } from '../../fakes/access/tls-views.ts';

const names = (sections: { title: string; rows: { name: string }[] }[]) =>
  sections.map(({ title, rows }) => [title, ...rows.map(({ name }) => name)].join(' '));

describe('the inspector', () => {
  it('puts the well-known claims first, each with its check', () => {
    const sections = assertionSections(refused);
    expect(names(sections)).toEqual(['Header alg kid typ', 'Claims iss sub aud exp iat jti', 'Signature RS384']);
    const aud = sections[1]?.rows.find(({ name }) => name === 'aud');
    expect(aud).toMatchObject({ value: 'https://fhir.mesa.example/r4/token', check: { result: 'fail' } });
    expect(sections[1]?.rows.find(({ name }) => name === 'exp')?.note).toBe('300 s after iat');
    expect(sections[2]?.rows[0]).toMatchObject({ isSecret: true });
  });
  it('shows no value that is masked', () => {
    const rows = [...requestSections(refused), ...requestSections(narrowed), ...responseSections(narrowed)].flatMap(
      (section) => section.rows,
    );
    const hidden = rows.filter(({ isSecret }) => isSecret).map(({ name }) => name);
    expect(hidden).toEqual(['client_assertion', 'authorization', 'access_token']);
    expect(rows.some(({ value }) => value?.includes('masked'))).toBe(false);
  });
  it('keeps checks of what was not sent, and text that is no JSON', () => {
    const missing = { ...refused, assertion: { header: { alg: 'RS384' }, claims: {} } };
    expect(names(assertionSections(missing))[0]).toBe('Header alg kid typ');
    const html = { ...refused, response: { status: 502, headers: [], body: '<html>' } };
    expect(responseSections(html)[1]?.rows[0]).toMatchObject({ name: 'text', value: '<html>' });
  });
  it('has no token to show until one was granted', () => {
    expect(accessTokenSections(refused)).toEqual([]);
    expect(names(accessTokenSections(narrowed))).toEqual(['Form token', 'Scopes scope', 'Binding cnf']);
  });
});

describe('the clocks', () => {
  const clock = {
    now: '2026-11-22T10:00:10.000Z',
    issuedAt: '2026-11-22T10:00:00.000Z',
    expiresAt: '2026-11-22T10:05:00.000Z',
  };
  it('stand on one ruler in their order', () => {
    const plan = clockPlan({ ...clock, partner: '2026-11-22T10:00:05.000Z', skewSeconds: -5 });
    expect(plan.window?.from).toBe(6);
    expect(plan.window?.to).toBe(94);
    expect(plan.partner).toBeLessThan(plan.now);
    expect(plan.nowWords).toContain('5 s behind');
    expect(plan.isOff).toBe(false);
  });
  it('say when they are too far apart, and when theirs is not known', () => {
    expect(clockPlan({ ...clock, skewSeconds: 95 })).toMatchObject({ isOff: true });
    expect(clockPlan({ now: clock.now }).nowWords).toContain('no Date header');
    expect(clockPlan({ now: clock.now }).window).toBeUndefined();
  });
});

describe('a certificate', () => {
  const [leaf] = tlsViewOf('fhir.mesa.example', true).chain;
  it('runs out, by days', () => {
    if (!leaf) throw new Error('no leaf');
    const now = Date.now();
    expect(validityOf(leaf, now)).toMatchObject({ st: 'ok', words: '41 days left' });
    expect(validityOf({ ...leaf, daysLeft: 3 }, now)).toMatchObject({ st: 'warn' });
    expect(validityOf({ ...leaf, daysLeft: -1 }, now)).toMatchObject({ st: 'fail', gone: 100, words: 'expired' });
    expect(validityOf(leaf, Date.parse(leaf.validFrom) - 1)).toMatchObject({ st: 'fail', words: 'not valid yet' });
  });
  it('is called by its common name, however it is written', () => {
    expect(commonName('C=US\nO=Mesa\nCN=fhir.mesa.example')).toBe('fhir.mesa.example');
    expect(commonName('CN=Root, O=Trust')).toBe('Root');
    expect(commonName('O=Nobody')).toBe('O=Nobody');
  });
});

describe('scopes', () => {
  it('are compared in words', () => {
    const asked = ['a', 'b'];
    expect(scopeWords({ asked, granted: [], missing: [], hasToken: false })).toBe('asked, none granted yet');
    expect(scopeWords({ asked, granted: ['a'], missing: ['b'], hasToken: true })).toBe('1 of 2 not granted');
    expect(scopeWords({ asked, granted: asked, missing: [], unasked: ['c'], hasToken: true })).toBe(
      'all granted, and 1 more',
    );
    expect(scopeWords({ asked: [], granted: [], missing: [], hasToken: false })).toBe('none asked');
  });
});
