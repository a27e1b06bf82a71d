import { describe, expect, test } from 'vitest';
import { lookInput, emptyLook, memberOf } from '../../renderer/parts/patient-picker/look.ts';
import {
  contextFor,
  findingsOn,
  formAfterJson,
  taskAfterForm,
  taskFor,
} from '../../renderer/parts/task-composer/composed.ts';
import { inkOf } from '../../renderer/parts/composer/json-inks.ts';
import { lineOf } from '../../renderer/parts/composer/line-of.ts';
import { formForLine, lineText, manyLines } from '../../renderer/parts/task-composer/many/many-lines.ts';
import { nameInParts } from '../../renderer/parts/task-composer/name-in-parts.ts';
import { fieldOf } from '../../renderer/parts/task-composer/places.ts';
import { readJson } from '../../renderer/parts/composer/read-json.ts';
import { askedLine, emptyForm, type TaskForm } from '../../renderer/parts/task-composer/task-form.ts';
import { requestFrom } from '../../renderer/parts/task-composer/task-request.ts';
import { questions } from '../../renderer/parts/choose-approach/questions.ts';
import { checkTask } from '../../shared/cdex/check-task.ts';
import { chooseApproach } from '../../shared/cdex/choose-approach.ts';
import type { CdexVersion } from '../../shared/domain/connection.ts';
import { requestKinds } from '../../shared/domain/task-request.ts';
import { connections } from '../fakes/records.ts';

const [sandbox] = connections;
if (!sandbox) throw new Error('no connection');
const now = '2026-11-22T10:00:00Z';
const form: TaskForm = {
  ...emptyForm,
  member: 'urn:m|1',
  patientId: 'amy',
  query: 'Condition?patient=amy',
  claim: 'urn:c|1',
};
const attaching: TaskForm = {
  ...emptyForm,
  kind: 'attachment-request-code',
  member: 'urn:m|1',
  name: 'Shaw, Amy',
  birthDate: '1958-04-12',
  claim: 'urn:c|1',
  documents: [askedLine({ what: '11506-3' })],
  trackingId: 'urn:t|1',
  payerUrl: 'https://payer.example/$submit-attachment',
  npi: '9941001015',
};

describe('form and JSON', () => {
  test.each<CdexVersion>(['2.0', '2.1', 'ci'])('make a Task that holds every rule in %s', (cdexVersion) => {
    const partner = { ...sandbox, cdexVersion };
    expect(findingsOn(taskFor(form, partner, now), form, partner, false)).toEqual([]);
    const dated = { ...attaching, serviceDate: '2026-11-02' };
    expect(findingsOn(taskFor(dated, partner, now), dated, partner, false)).toEqual([]);
  });

  test.each(requestKinds.flatMap((kind) => (['2.0', '2.1', 'ci'] as const).map((version) => [kind, version] as const)))(
    'make the Task of %s in %s, and the form is read back from it',
    (kind, cdexVersion) => {
      const partner = { ...sandbox, cdexVersion };
      const asked: TaskForm = {
        ...(kind.startsWith('data') ? form : { ...attaching, serviceDate: '2026-11-02' }),
        kind,
        code: '11506-3',
        questionnaire: 'https://payer.example/Questionnaire/oxygen|2',
        questionnaires: [askedLine({ what: 'https://payer.example/Questionnaire/oxygen', lineItems: '1' })],
        purposes: ['payment-noe'],
        ownPurposes: 'urn:x|review',
        queues: ['claims-processing'],
        signature: true,
        due: '2026-12-01',
      };
      const task = taskFor(asked, partner, now);
      expect(findingsOn(task, asked, partner, false)).toEqual([]);
      expect(checkTask(task, cdexVersion)).toEqual([]);
      const { requester: _r, owner: _o, ...again } = requestFrom(formAfterJson(task, asked));
      expect(again).toEqual(requestFrom(asked));
    },
  );

  test('follow each other, and neither loses what the other cannot say', () => {
    const edited = {
      ...(taskFor(form, sandbox, now) as object),
      priority: 'urgent',
      restriction: { period: { end: '2026-12-24' } },
    };
    const after = formAfterJson(edited, { ...form, code: '11506-3' });
    expect(after).toMatchObject({
      due: '2026-12-24',
      member: 'urn:m|1',
      query: 'Condition?patient=amy',
      code: '11506-3',
    });
    const merged = taskAfterForm(edited, after, { ...after, due: '2026-12-31', reason: 'Review' }, sandbox, now);
    expect(merged).toMatchObject({
      priority: 'urgent',
      restriction: { period: { end: '2026-12-31' } },
      reasonCode: { text: 'Review' },
    });
  });

  test('CONF-058: that no reason is known holds while the JSON names none', () => {
    const unknown = { ...form, claim: '', reasonUnknown: true };
    const task = taskFor(unknown, sandbox, now) as object;
    expect(findingsOn(task, unknown, sandbox, false)).toEqual([]);
    expect(findingsOn(task, { ...unknown, reasonUnknown: false }, sandbox, true)).toMatchObject([{ rule: 'CONF-058' }]);
    expect(formAfterJson(task, unknown).reasonUnknown).toBe(true);
    expect(formAfterJson({ ...task, reasonCode: { text: 'Audit' } }, unknown)).toMatchObject({
      reasonUnknown: false,
      reason: 'Audit',
    });
  });

  test('a Task edited as JSON is a new one: one that has ended is kept back', () => {
    const task = { ...(taskFor(form, sandbox, now) as object), status: 'completed', output: [{}] };
    const rules = findingsOn(task, form, sandbox, true).map(({ rule, severity }) => `${severity} ${rule}`);
    expect(rules).toEqual(expect.arrayContaining(['error new-task', 'warning new-task']));
  });

  test('CONF-018, signatures: what was agreed with the partner is in the Task, or missed', () => {
    const partner = {
      ...sandbox,
      policy: { ...sandbox.policy, signatures: 'required', purposeOfUse: 'required' },
    } as const;
    const task = taskFor(form, partner, now);
    expect(JSON.stringify(task)).toContain('signature-flag');
    expect(findingsOn(task, form, partner, false).map(({ rule }) => rule)).toEqual(['CONF-018']);
    expect(contextFor(undefined, now)).toEqual({ cdexVersion: '2.1', now });
  });
});

describe('a finding', () => {
  const fieldsOf = (asked: TaskForm) => {
    const task = taskFor(asked, sandbox, now);
    return findingsOn(task, asked, sandbox, false).map((one) => [one.rule, fieldOf(one, task, asked.kind)]);
  };

  test('leads to its field', () => {
    expect(fieldsOf({ ...form, claim: '' })).toEqual([['CONF-058', 'claim']]);
    expect(fieldsOf({ ...form, purposes: ['payment-noe'] })).toEqual([['CONF-083', 'purposes']]);
    expect(fieldsOf(attaching)).toEqual([['cdex-1', 'serviceDate']]);
    expect(fieldsOf({ ...attaching, serviceDate: '2026-11' })).toEqual([['cdex-2', 'serviceDate']]);
    expect(fieldsOf({ ...attaching, serviceDate: '2026-11-02', payerUrl: '' })).toEqual([['CONF-088', 'payerUrl']]);
    expect(fieldsOf({ ...form, due: 'soon' })).toEqual([['CONF-089', 'due']]);
    expect(fieldsOf({ ...form, member: '', patientId: '' })).toContainEqual(['CONF-089', 'member']);
  });

  test('about what the form has no field for leads to the JSON', () => {
    const finding = {
      rule: 'modifier-extension',
      severity: 'error',
      path: 'Task.modifierExtension[0]',
      message: '',
    } as const;
    expect(fieldOf(finding, {}, 'data-request-query')).toBeUndefined();
  });

  test('has a line in the JSON, or the nearest that is there', () => {
    const task = {
      resourceType: 'Task',
      input: [{ a: 1 }, { type: { coding: [{ code: 'x' }] }, valueString: 'q' }],
      status: 's',
    };
    const text = JSON.stringify(task, null, 2);
    const at = (path: string) => text.split('\n')[lineOf(text, path)]?.trim();
    expect(at('Task.status')).toBe('"status": "s"');
    expect(at('Task.input[1].valueString')).toBe('"valueString": "q"');
    expect(at('Task.input[1].type.coding[0].code')).toBe('"code": "x"');
    expect(at('Task.input[1].valueString (patient)')).toBe('"valueString": "q"');
    expect(at('Task.for')).toBe('{');
    expect(at('Task.input[7].type')).toBe('"input": [');
  });
});

describe('JSON that is typed', () => {
  test('is read, or the place is told where it cannot be', () => {
    expect(readJson('{"a":1}')).toEqual({ value: { a: 1 } });
    expect(readJson('{\n  "a": 1\n  "b": 2\n}')).toEqual({
      trouble: { line: 3, column: 3, says: "Expected ',' or '}' after property value" },
    });
    expect(readJson('{\n  "a": [1')).toMatchObject({ trouble: { line: 2 } });
  });
  test('keeps every letter under its inks, readable or not', () => {
    for (const text of ['{\n  "a": ["x", 1.5e3, true, null],\n "b\\"": "\\\\"', '"open', '\u00e4 { }', '']) {
      expect(
        inkOf(text)
          .map(({ parts }) => parts.map((part) => part.text).join(''))
          .join('\n'),
      ).toBe(text);
    }
    expect(inkOf('"a": "b"')[0]?.parts.map(({ ink }) => ink)).toEqual(['key', 'mark', 'value']);
  });
});

describe('many members', () => {
  test('are one a line, their columns told by their shape', () => {
    const text = 'urn:m|1; amy; urn:c|1; Shaw, Amy; 1958-04-12\n\nPatient/dan, urn:m|2\n1958-04-12';
    expect(manyLines(text, form)).toEqual([
      { number: 1, member: 'urn:m|1', patientId: 'amy', claim: 'urn:c|1', name: 'Shaw, Amy', birthDate: '1958-04-12' },
      { number: 3, patientId: 'dan', member: 'urn:m|2' },
      { number: 4, birthDate: '1958-04-12', problem: 'No member id and no patient id.' },
    ]);
    const known = {
      memberId: 'urn:m|1',
      patientId: 'amy',
      claimId: 'urn:c|1',
      name: 'Amy Shaw',
      birthDate: '1958-04-12',
    };
    expect(manyLines(lineText(known), form)).toMatchObject([{ member: 'urn:m|1', name: 'Amy Shaw', claim: 'urn:c|1' }]);
  });

  test('need a patient id where the query names a patient, a member id where attachments are asked for', () => {
    expect(manyLines('urn:m|2', form)[0]?.problem).toMatch(/patient id/);
    expect(manyLines('dan', attaching)[0]?.problem).toMatch(/member id/);
  });

  test('share the request, not what belongs to one of them', () => {
    const line = { number: 1, member: 'urn:m|2', patientId: 'dan' };
    expect(requestFrom(formForLine({ ...form, identifier: 'urn:r|1' }, line))).toEqual({
      kind: 'data-request-query',
      query: 'Condition?patient=dan',
      member: 'urn:m|2',
      patientId: 'dan',
    });
    const other = formForLine(attaching, line);
    expect(other.trackingId).not.toBe('urn:t|1');
    expect(other).toMatchObject({ claim: '', name: '', documents: attaching.documents });
  });
});

describe('looking up a member', () => {
  test('asks for what was typed, and for nothing where nothing was', () => {
    expect(lookInput(emptyLook)).toBeUndefined();
    expect(lookInput({ ...emptyLook, how: 'read', id: ' 7 ' })).toEqual({ how: 'read', id: '7' });
    expect(lookInput({ ...emptyLook, how: 'match', family: 'Shaw', onlyCertain: true })).toEqual({
      how: 'match',
      family: 'Shaw',
      onlyCertain: true,
    });
  });
  test('takes the member id that was looked for, else the one typed so', () => {
    const identifiers = [
      { text: 'urn:mrn|7', type: 'MR' },
      { text: 'urn:m|1', type: 'MB' },
    ];
    const candidate = { id: 'amy', name: 'Amy Shaw', identifiers };
    expect(memberOf(candidate, '')).toBe('urn:m|1');
    expect(memberOf(candidate, 'urn:mrn|7')).toBe('urn:mrn|7');
    expect(memberOf({ ...candidate, identifiers: [] }, 'urn:m|1')).toBeUndefined();
  });
  test('a name is put into its parts', () => {
    expect(nameInParts('Amy V. Shaw')).toBe('Shaw, Amy V.');
    expect(nameInParts('Shaw, Amy')).toBe('Shaw, Amy');
    expect(nameInParts('Cher')).toBe('Cher');
  });
});

test('every question about the approach has answers the advice understands', () => {
  for (const { name, answers } of questions) {
    const said = answers.filter(({ value }) => value !== 'unknown');
    expect(said.length).toBeGreaterThan(1);
    for (const { value } of said) expect(chooseApproach({ [name]: value }).open).not.toContain(name);
  }
});
