import { expect, test } from 'vitest';
import { diffVersions } from '../../../shared/cdex/diff-versions.ts';

const task = (more: object = {}) => ({
  resourceType: 'Task',
  id: 't1',
  meta: { versionId: '1', lastUpdated: '2026-10-01T12:00:00Z' },
  status: 'requested',
  ...more,
});

test('what changed, was added and was removed is told with its place and both values', () => {
  const before = task({ businessStatus: { text: 'Received' }, priority: 'urgent' });
  const after = task({
    meta: { versionId: '2', lastUpdated: '2026-10-01T13:00:00Z', tag: [{ code: 'quality-metrics' }] },
    status: 'completed',
    businessStatus: { text: 'Done' },
    output: [{ valueReference: { reference: '#results' } }],
  });
  expect(diffVersions(before, after)).toEqual([
    { path: 'Task.meta.tag', kind: 'added', after: '[{"code":"quality-metrics"}]' },
    { path: 'Task.status', kind: 'changed', before: '"requested"', after: '"completed"' },
    { path: 'Task.businessStatus.text', kind: 'changed', before: '"Received"', after: '"Done"' },
    { path: 'Task.output', kind: 'added', after: '[{"valueReference":{"reference":"#results"}}]' },
    { path: 'Task.priority', kind: 'removed', before: '"urgent"' },
  ]);
});

test('versions that differ in what every version has are the same, whatever the order of members', () => {
  const { meta: _meta, ...bare } = task();
  const turned = Object.fromEntries(Object.entries(task({ meta: { lastUpdated: 'later', versionId: '9' } })).reverse());
  expect(diffVersions(task(), turned)).toEqual([]);
  expect(diffVersions(bare, task())).toEqual([]);
  expect(diffVersions(task(), bare)).toEqual([]);
});

test('something put in between moves nothing else', () => {
  const inputs = (...codes: string[]) => task({ input: codes.map((code) => ({ type: { text: code } })) });
  expect(diffVersions(inputs('a', 'b', 'c'), inputs('a', 'new', 'b', 'c'))).toEqual([
    { path: 'Task.input[1]', kind: 'added', after: '{"type":{"text":"new"}}' },
  ]);
  expect(diffVersions(inputs('a', 'b', 'c'), inputs('b', 'c'))).toEqual([
    { path: 'Task.input[0]', kind: 'removed', before: '{"type":{"text":"a"}}' },
  ]);
  expect(diffVersions(inputs('a', 'b'), inputs('a', 'x'))).toEqual([
    { path: 'Task.input[1].type.text', kind: 'changed', before: '"b"', after: '"x"' },
  ]);
});

test('contained resources are compared by their ids wherever they stand', () => {
  const patient = { resourceType: 'Patient', id: 'patient', birthDate: '1980-01-01' };
  const role = { resourceType: 'PractitionerRole', id: 'role' };
  expect(diffVersions(task({ contained: [patient, role] }), task({ contained: [role, patient] }))).toEqual([]);
  expect(
    diffVersions(
      task({ contained: [patient, role] }),
      task({ contained: [role, { ...patient, birthDate: '1981-01-01' }] }),
    ),
  ).toEqual([
    {
      path: "Task.contained.where(id='patient').birthDate",
      kind: 'changed',
      before: '"1980-01-01"',
      after: '"1981-01-01"',
    },
  ]);
});

test('long values are told in words', () => {
  const withData = (data: string) => task({ contained: [{ resourceType: 'Binary', id: 'b', data }] });
  const [change, ...others] = diffVersions(withData('A'.repeat(4_000)), withData('B'.repeat(8_000)));
  expect(others).toEqual([]);
  expect(change).toEqual({
    path: "Task.contained.where(id='b').data",
    kind: 'changed',
    before: '"(base64, 3,000 bytes)"',
    after: '"(base64, 6,000 bytes)"',
  });
  const [text] = diffVersions(task(), task({ description: 'x'.repeat(9_000) }));
  expect(text?.after).toBe('"(text, 9,000 characters)"');
  const [list] = diffVersions(task(), task({ note: Array.from({ length: 500 }, (_, n) => ({ text: `note ${n}` })) }));
  expect(list?.after?.length).toBeLessThan(2_100);
});

test('hostile Tasks are compared without harm', () => {
  let [deep, other]: unknown[] = ['end', 'fin'];
  for (let n = 0; n < 5_000; n += 1) [deep, other] = [{ extension: [deep] }, { extension: [other] }];
  expect(diffVersions(task({ deep }), task({ deep: other }))).toHaveLength(1);
  const wide = (mark: string) =>
    task(Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`m${n}`, `${mark}${n}`])));
  expect(diffVersions(wide('a'), wide('b'))).toHaveLength(1_000);
  expect(diffVersions(JSON.parse('{"__proto__":{"a":1}}'), {})).toEqual([
    { path: 'Task.__proto__', kind: 'removed', before: '{"a":1}' },
  ]);
  expect(diffVersions(null, 3)).toHaveLength(1);
});
