import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildTask } from '../../../shared/cdex/build-task.ts';
import { checkRequest } from '../../../shared/cdex/check-request.ts';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { checkTaskQuery } from '../../../shared/cdex/check-task-query.ts';
import { copyTask } from '../../../shared/cdex/copy-task.ts';
import { readTask } from '../../../shared/cdex/read-task.ts';
import { mergeRequest, requestOf } from '../../../shared/cdex/request-of-task.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import type { TaskRequest } from '../../../shared/domain/task-request.ts';
import { isObject } from '../../../shared/fhir/json.ts';
import { generateRequest, kindsAndVersions } from './generate-requests.ts';
import {
  attachmentRequestByCode,
  attachmentRequestByForm,
  codeRequest,
  everyKind,
  queryRequest,
  questionnaireRequest,
} from './requests.ts';

const now = '2024-05-01T10:00:00.000Z';
const versions = ['2.0', '2.1', 'ci'] as const;
const build = (request: TaskRequest, cdexVersion: CdexVersion) =>
  JSON.parse(JSON.stringify(buildTask(request, { cdexVersion, now }))) as Record<string, unknown>;

/** What the rules may say of a generated request that is written well: its codes are made up. */
const harmless = ['attachment-code', 'document-code'];

describe('every Task we emit', () => {
  it.each(kindsAndVersions)(
    'of kind %s for %s satisfies every rule (CONF-057, CONF-098, CONF-099)',
    (kind, version) => {
      for (let seed = 0; seed < 200; seed++) {
        const request = generateRequest(seed, kind, version);
        const found = checkTask(build(request, version), version).filter(
          ({ rule, severity, path }) =>
            !harmless.includes(rule) && !(severity === 'information' && path === 'Task.identifier.system'),
        );
        expect(found, JSON.stringify(request)).toEqual([]);
      }
    },
  );

  it('names its profile and says nowhere that data are absent (CONF-090, CONF-091)', () => {
    for (const [kind, version] of kindsAndVersions) {
      const text = JSON.stringify(build(generateRequest(1, kind, version), version));
      expect(text).toContain(`cdex-task-${kind.startsWith('data') ? 'data' : 'attachment'}-request`);
      expect(text).not.toMatch(/absent/i);
    }
  });
});

describe('what a request says and its Task cannot', () => {
  const rules = (request: Partial<TaskRequest>, version: CdexVersion) =>
    checkRequest(request, version).map(({ rule, severity }) => `${severity} ${rule}`);

  it('is told, so that it is not lost without a word', () => {
    for (const request of everyKind()) expect(rules(request, 'ci')).toEqual([]);
    expect(rules(attachmentRequestByCode(), '2.1')).toEqual(['warning admin-ref-number']);
    expect(rules({ ...attachmentRequestByCode(), patientId: '1' }, 'ci')).toEqual(['information CONF-088']);
    expect(rules({ ...queryRequest(), reasonUnknown: true }, 'ci')).toEqual(['warning CONF-058']);
    expect(rules({ kind: 'data-request-query', reasonUnknown: true }, 'ci')).toEqual([]);
  });
});

/** Takes the element at a path out of a copy: names and list positions, `*` for every element of a list. */
function without(task: unknown, path: string): Record<string, unknown> {
  const copy = structuredClone(task) as Record<string, unknown>;
  const remove = (value: unknown, [step = '', ...rest]: string[]): void => {
    if (step === '*' && Array.isArray(value)) for (const one of value) remove(one, rest);
    else if (isObject(value) && rest.length > 0) remove(value[step], rest);
    else if (Array.isArray(value) && rest.length > 0) remove(value[Number(step)], rest);
    else if (isObject(value)) delete value[step];
    else if (Array.isArray(value)) value.splice(Number(step), 1);
  };
  remove(copy, path.split('.'));
  return copy;
}

const errorsOf = (task: unknown, version: CdexVersion) =>
  checkTask(task, version).filter(({ severity }) => severity === 'error');

describe('each mandatory element, taken out in turn', () => {
  const data = [
    'status',
    'intent',
    'code',
    'code.coding',
    'code.coding.0.system',
    'code.coding.0.code',
    'for',
    'authoredOn',
  ];
  it.each(
    [
      ...data,
      'requester',
      'owner',
      'input',
      'input.0',
      'input.0.type',
      'reasonCode.text',
      'meta.tag.0.code',
      'meta.tag.0.system',
    ].flatMap((path) => versions.map((version) => [path, version] as const)),
  )('of a data request: %s in %s (CONF-089)', (path, version) => {
    for (const request of [queryRequest(), codeRequest(), questionnaireRequest()]) {
      const task = build(request, version);
      expect(errorsOf(task, version)).toEqual([]);
      const [first, ...more] = errorsOf(without(task, path), version);
      expect(first?.next).toMatch(/^[A-Z].*\.$/);
      const element = `Task.${path.split('.')[0]}`;
      expect(
        [first, ...more].some((one) => one?.path.startsWith(element)),
        `${first?.path}`,
      ).toBe(true);
    }
  });

  const [patient, role] = ['contained.0', 'contained.1'];
  const attachments = [
    ...['contained', patient, role, 'identifier', 'identifier.0', 'identifier.0.value', 'identifier.0.type'],
    ...[
      'status',
      'intent',
      'code',
      'code.coding',
      'code.coding.0.system',
      'code.coding.0.code',
      'for',
      'for.reference',
    ],
    ...['requester', 'requester.identifier', 'owner', 'owner.reference', 'reasonCode', 'reasonCode.coding'],
    ...['reasonCode.coding.0.code', 'reasonReference', 'reasonReference.identifier', 'input', 'input.*.type'],
    ...['input.0.type.coding.0.system', `${patient}.id`, `${patient}.identifier`, `${patient}.identifier.0`],
    ...[`${patient}.identifier.1.value`, `${patient}.name`, `${role}.id`, `${role}.practitioner.identifier`],
    ...[`${role}.organization.identifier`, 'input.0.extension.0.valueInteger'],
  ] as string[];
  it.each(attachments.flatMap((path) => versions.map((version) => [path, version] as const)))(
    'of an attachment request: %s in %s (CONF-088)',
    (path, version) => {
      for (const request of [attachmentRequestByCode(), attachmentRequestByForm()]) {
        const task = build({ ...request, use: 'claim', adminRef: undefined }, version);
        expect(errorsOf(task, version)).toEqual([]);
        const old = version === '2.0' && path.endsWith('.valueInteger');
        const broken = without(task, old ? path.replace('valueInteger', 'valuePositiveInt') : path);
        const found = errorsOf(broken, version);
        expect(found.length).toBeGreaterThan(0);
        const [root = '', second] = path.split('.');
        const element = root === 'contained' && second ? 'Task.' : `Task.${root}`;
        expect(found.some((one) => one.path.startsWith(element))).toBe(true);
      }
    },
  );

  it.each([
    ['payer-url', 'CONF-088'],
    ['service-date', 'cdex-1'],
    ['attachments-needed', 'cdex-4'],
  ])('of an attachment request: the input %s (%s)', (code, rule) => {
    const task = build({ ...attachmentRequestByCode(), use: 'claim', adminRef: undefined }, '2.1');
    const input = (task.input as unknown[]).filter((one) => !JSON.stringify(one).includes(`"${code}"`));
    expect(errorsOf({ ...task, input }, '2.1').map((one) => one.rule)).toEqual([rule]);
  });

  it('warns, and no more, of a missing birth date', () => {
    const task = build(attachmentRequestByCode(), 'ci');
    expect(checkTask(without(task, 'contained.0.birthDate'), 'ci').map((one) => one.severity)).toEqual(['warning']);
  });
});

/** Whether an element path of a profile (input:Slice.value[x]) has a value in a resource. */
function holds(value: unknown, [step, ...rest]: string[]): boolean {
  if (step === undefined) return value !== undefined && value !== null;
  if (Array.isArray(value)) return value.some((one) => holds(one, [step, ...rest]));
  if (!isObject(value)) return false;
  const name = step.replace(/:.*$/, '');
  if (!name.endsWith('[x]')) return holds(value[name], rest);
  return Object.keys(value).some((key) => key.startsWith(name.slice(0, -3)) && holds(value[key], rest));
}

/** What the other side fills in. */
const answered = {
  statusReason: { text: 'x' },
  businessStatus: { text: 'x' },
  output: [{ type: { coding: [] }, valueReference: {} }],
};

const guide = join(import.meta.dirname, '../../../../shared/spec/cdex/resources');
const profileFolders = { '2.0': 'stu2.0.0', '2.1': 'stu2.1.0', ci: 'ci-2026-06-10' };

describe('every element the profiles support', () => {
  const dataPaths =
    'identifier basedOn status intent code.coding.system code.coding.code for.identifier requester.identifier owner.identifier reasonCode.text reasonReference.identifier input.type input.value[x]';
  const attachmentPaths = `contained identifier.system identifier.value status intent code.coding.code for.reference
    requester.identifier owner.reference reasonCode.coding.system reasonCode.coding.code reasonCode.text reasonReference.identifier
    restriction.period input.extension.url input.extension.value[x] input.type input.value[x]`;

  it.each(versions)('can be filled in by a form, in %s (CONF-092, CONF-093)', (version) => {
    for (const request of everyKind()) {
      const paths = (request.kind.startsWith('data') ? dataPaths : attachmentPaths).split(/\s+/);
      const task = build(request, version);
      expect(paths.filter((path) => !holds(task, path.split('.')))).toEqual([]);
    }
  });

  it
    .skipIf(!existsSync(guide))
    .each(
      versions.flatMap((version) => [
        [version, 'cdex-task-data-request', [queryRequest(), codeRequest(), questionnaireRequest()]] as const,
        [version, 'cdex-task-attachment-request', [attachmentRequestByCode(), attachmentRequestByForm()]] as const,
        [version, 'cdex-patient-demographics', [attachmentRequestByCode()]] as const,
        [version, 'cdex-practitionerrole', [attachmentRequestByCode()]] as const,
      ]),
    )('of %s, as the profile %s lists them', (version, profile, requests) => {
    const file = join(guide, profileFolders[version], `structuredefinition-${profile}.json`);
    const elements: { id: string; mustSupport?: boolean }[] = JSON.parse(readFileSync(file, 'utf8')).differential
      .element;
    const tasks: Record<string, unknown>[] = requests.map((request) => ({ ...build(request, version), ...answered }));
    const resources = profile.startsWith('cdex-task')
      ? tasks
      : tasks
          .flatMap(({ contained }) => contained as { meta: { profile: string[] } }[])
          .filter(({ meta }) => meta.profile[0]?.endsWith(profile));
    const supported = elements.filter(({ mustSupport }) => mustSupport).map(({ id }) => id.split('.').slice(1));
    expect(supported.length).toBeGreaterThan(2);
    const missing = supported.filter((path) => !resources.some((one) => holds(one, path)));
    expect(missing.map((path) => path.join('.'))).toEqual([]);
  });

  it('is read without failing (CONF-094, CONF-095)', () => {
    for (const request of everyKind())
      for (const version of versions) {
        const reading = readTask({ ...build(request, version), ...answered });
        expect(reading).toMatchObject({ code: request.kind, signature: true, due: '2024-06-01' });
        for (const name of ['asked', 'member', 'claim', 'owner', 'requester'] as const)
          expect(reading[name]).toBeTruthy();
      }
  });
});

/** Every place in a value, as the way to it. */
function placesIn(value: unknown, way: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...way, name]))];
}

function replaced(task: unknown, way: (string | number)[], by: unknown): unknown {
  const [step, ...rest] = way;
  if (step === undefined) return by;
  const copy = Array.isArray(task) ? [...task] : { ...(task as object) };
  (copy as Record<string | number, unknown>)[step] = replaced(
    (task as Record<string | number, unknown>)[step],
    rest,
    by,
  );
  return copy;
}

describe('Tasks with anything in any place', () => {
  const rubbish: unknown[] = [null, 7, '', 'x', [], [null], {}, { a: 1 }, [[]], true];
  it.each(everyKind().map((request) => [request.kind, request] as const))('are read and checked: %s', (_, request) => {
    const task = { ...build(request, 'ci'), ...answered };
    for (const way of placesIn(task).slice(1)) {
      for (const by of rubbish) {
        const spoiled = replaced(task, way, by);
        expect(
          () => {
            checkTask(spoiled, '2.0');
            readTask(spoiled);
            checkTaskQuery(spoiled);
            copyTask(spoiled, now);
            const read = requestOf(spoiled);
            mergeRequest(spoiled, read.request, request, { cdexVersion: '2.1', now });
          },
          `${way.join('.')} = ${JSON.stringify(by)}`,
        ).not.toThrow();
      }
    }
  });
});

/** A value that counts how often its members are read, at any depth. */
function counted<T extends object>(value: T): { value: T; reads: () => number } {
  let reads = 0;
  const wrapped = new WeakMap<object, object>();
  const wrap = (target: object): object => {
    const known = wrapped.get(target);
    if (known) return known;
    const proxy = new Proxy(target, {
      get(from, name) {
        reads++;
        const found = Reflect.get(from, name);
        return typeof found === 'object' && found !== null ? wrap(found) : found;
      },
    });
    wrapped.set(target, proxy);
    return proxy;
  };
  return { value: wrap(value) as T, reads: () => reads };
}

describe('the work a Task makes', () => {
  const work = (task: Record<string, unknown>) => {
    const { value, reads } = counted(task);
    checkTask(value, '2.1');
    readTask(value);
    return reads();
  };

  it('grows with its size and no faster, whatever it contains', () => {
    const task = (entries: number) => ({
      ...build(queryRequest(), '2.1'),
      contained: [
        {
          resourceType: 'Bundle',
          id: 'results',
          entry: Array.from({ length: entries }, (_, id) => ({
            resource: { resourceType: 'Observation', id: `${id}`, code: { coding: [{ code: 'x' }] } },
          })),
        },
      ],
    });
    expect(JSON.stringify(task(60_000)).length).toBeGreaterThan(5_000_000);
    const [small, large] = [work(task(1_000)), work(task(4_000))];
    expect(large).toBeLessThan(small * 4.5);
    expect(large).toBeLessThan(4_000 * 60);
  });

  it('does not grow with references that loop', () => {
    const contained = (reference: (id: number) => string) =>
      Array.from({ length: 500 }, (_, id) => ({
        resourceType: 'Basic',
        id: `b${id}`,
        subject: { reference: reference(id) },
      }));
    const task = (reference: (id: number) => string) => ({
      ...build(queryRequest(), '2.1'),
      contained: contained(reference),
      basedOn: [{ reference: '#b0' }],
      output: [{ type: { coding: [{ code: 'data-value' }] }, valueReference: { reference: '#b0' } }],
    });
    const straight = work(task(() => 'Patient/1'));
    expect(work(task((id) => `#b${(id + 1) % 500}`))).toBe(straight);
    expect(work(task((id) => `#b${id}`))).toBe(straight);
  });

  it('ends in a circle of objects, and tells no more than is worth telling', () => {
    const circle: Record<string, unknown> = { ...build(queryRequest(), '2.1') };
    circle.contained = [circle];
    expect(() => [checkTask(circle, '2.1'), readTask(circle)]).not.toThrow();
    const modifierExtension = Array.from({ length: 100_000 }, () => ({ url: 'http://x.example' }));
    const many = Array.from({ length: 100_000 }, () => ({ valueString: 'x' }));
    for (const task of [
      { ...circle, contained: [], modifierExtension },
      { ...circle, contained: [], input: many, meta: { tag: many } },
    ]) {
      const found = checkTask(task, '2.1');
      expect(found.length).toBeGreaterThan(10);
      expect(found.length).toBeLessThanOrEqual(200);
    }
  });
});
