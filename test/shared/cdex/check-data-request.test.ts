import { describe, expect, it } from 'vitest';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { profiles, systems } from '../../../shared/cdex/codes.ts';
import { requirements } from '../../../shared/cdex/requirements.ts';
import { coded, data, dataRequest, ownPurpose, purpose, query } from './samples.ts';

const findings = (task: unknown) => checkTask(task, '2.1').map((one) => `${one.severity} ${one.rule} ${one.path}`);

const without = (name: string) => {
  const { [name]: _, ...task } = dataRequest();
  return task;
};

const byCode = { type: coded(systems.hrex, 'data-code'), valueCodeableConcept: { text: 'conditions' } };
const byForm = { type: coded(systems.sdc, 'questionnaire'), valueCanonical: 'http://forms.example/oxygen' };
const answer = {
  type: coded(systems.sdc, 'questionnaire-response'),
  valueReference: { reference: 'QuestionnaireResponse/1' },
};
const codeTask = (code: string, ...input: unknown[]) => ({ code: coded(systems.cdex, code), input });

describe('the rules for a data request', () => {
  it.each(['2.0', '2.1', 'ci'] as const)('are content with a whole one in %s', (version) => {
    expect(checkTask(dataRequest(), version)).toEqual([]);
  });

  it.each([
    ['by code', codeTask('data-request-code', byCode)],
    ['by questionnaire', codeTask('data-request-questionnaire', byForm)],
    ['completed', { status: 'completed', output: [data('Bundle/1')] }],
    [
      'completed by questionnaire',
      { ...codeTask('data-request-questionnaire', byForm), status: 'completed', output: [answer] },
    ],
    ['failed with a reason', { status: 'failed', statusReason: { text: 'Nothing found' } }],
    ['on hold with a word on progress', { status: 'on-hold', businessStatus: { text: 'Waiting' } }],
    ['with a reason in words alone', { reasonReference: undefined, reasonCode: { text: 'Review' } }],
    ['with a purpose and a second coding', { input: [query('Patient?_id=1'), purpose('payment-noe', ownPurpose)] }],
    ['with a listed purpose', { input: [query('Patient?_id=1'), purpose('social-risk')] }],
    [
      'with an input nobody knows',
      { input: [query('Patient?_id=1'), { type: { text: '?', coding: [{ code: 'own' }] } }] },
    ],
    [
      'with an extension nobody knows (CONF-097)',
      { extension: [{ url: 'http://x.example', valueString: 'x' }], colour: 'red' },
    ],
  ])('are content with one %s', (_, members) => {
    expect(findings(dataRequest(members))).toEqual([]);
  });

  it.each(['status', 'intent', 'code', 'for', 'authoredOn', 'requester', 'owner', 'input'])(
    'miss %s (CONF-089)',
    (name) => {
      for (const task of [without(name), dataRequest({ [name]: {} }), dataRequest({ [name]: [] })]) {
        const found = checkTask(task, '2.1').find((one) => one.path === `Task.${name}` && one.rule === 'CONF-089');
        expect(found).toMatchObject({ severity: 'error', message: expect.stringContaining(name) });
        expect(found?.next).toMatch(/^[A-Z].*\.$/);
      }
    },
  );

  it.each([
    ['cdex-7', codeTask('data-request-code', query('Patient?_id=1')), 'error cdex-7 Task.input'],
    ['cdex-8', codeTask('data-request-questionnaire', byCode), 'error cdex-8 Task.input'],
    ['cdex-12', codeTask('data-request-query', byCode), 'error cdex-12 Task.input'],
    ['cdex-9, two kinds', { input: [query('Patient?_id=1'), byCode] }, 'error cdex-9 Task.input'],
    [
      'cdex-9, within one type',
      {
        input: [
          {
            ...query('Patient?_id=1'),
            ...byCode,
            type: { coding: [...coded(systems.hrex, 'data-query').coding, ...byCode.type.coding] },
          },
        ],
      },
      'error cdex-9 Task.input',
    ],
    [
      'cdex-11',
      { ...codeTask('data-request-questionnaire', byForm), status: 'completed', output: [data('Bundle/1')] },
      'warning cdex-11 Task.output',
    ],
    ['tdr-2, rejected', { status: 'rejected' }, 'error tdr-2 Task.statusReason'],
    ['tdr-2, failed', { status: 'failed' }, 'error tdr-2 Task.statusReason'],
    ['tdr-3', { status: 'completed' }, 'error tdr-3 Task.output'],
    ['a status outside the seven', { status: 'cancelled' }, 'error CONF-059 Task.status'],
    ['another intent', { intent: 'plan' }, 'error CONF-089 Task.intent'],
    [
      'a reason without text',
      { status: 'failed', statusReason: { coding: [] } },
      'error CONF-089 Task.statusReason.text',
    ],
    [
      'progress without text',
      { businessStatus: { coding: [{ code: 'data-request-query' }] } },
      'error CONF-089 Task.businessStatus.text',
    ],
    [
      'a foreign code system',
      { code: coded('http://x.example', 'data-request-query') },
      'error CONF-057 Task.code.coding[0].system',
    ],
    [
      'a second coding',
      { code: { coding: [...coded(systems.cdex, 'data-request-query').coding, { code: 'data-request-query' }] } },
      'error CONF-057 Task.code.coding[1].system',
    ],
    ['words for a code', { code: { text: 'Give me data' } }, 'error CONF-057 Task.code.coding'],
    ['a patient who is a group', { for: { reference: 'Group/1' } }, 'error CONF-089 Task.for'],
    [
      'an owner who is a device',
      { owner: { reference: 'https://a.example/fhir/Device/1' } },
      'error CONF-089 Task.owner',
    ],
    [
      'a requester whose type says it is a role',
      { requester: { type: 'PractitionerRole', identifier: { value: 'x' } } },
      'error CONF-089 Task.requester',
    ],
    [
      'a reason that is an encounter',
      { reasonReference: { reference: 'Encounter/1' } },
      'error CONF-082 Task.reasonReference',
    ],
    [
      'a reason that names nothing',
      { reasonReference: { display: 'The claim' } },
      'error CONF-082 Task.reasonReference',
    ],
    [
      'an id of a claim that anybody may have given',
      { reasonReference: { identifier: { value: 'C-1' } } },
      'information CONF-082 Task.reasonReference.identifier.type',
    ],
    ['a list of patients', { for: [{ reference: 'Patient/1' }] }, 'error CONF-089 Task.for'],
    ['a date of writing that is none', { authoredOn: '2024-05-01T10:00' }, 'error CONF-089 Task.authoredOn'],
    [
      'a kind of document of another system',
      codeTask('data-request-code', { ...byCode, valueCodeableConcept: coded('http://x.example', 'note') }),
      'information document-code Task.input[0].valueCodeableConcept',
    ],
    [
      'a questionnaire that is an address',
      codeTask('data-request-questionnaire', { ...byForm, valueCanonical: 'Questionnaire/1' }),
      'error canonical Task.input[0].valueCanonical',
    ],
    ['a focus', { focus: { reference: 'Patient/1' } }, 'error CONF-057 Task.focus'],
    ['a patient without any name', { for: { display: 'Ada' } }, 'error CONF-089 Task.for'],
    ['an identifier without value', { owner: { identifier: { system: 'x' } } }, 'error CONF-089 Task.owner'],
    [
      'a tag without system',
      { meta: { profile: [profiles.dataRequest], tag: [{ code: 'orders' }] } },
      'error CONF-057 Task.meta.tag[0].system',
    ],
    ['no profile', { meta: {} }, 'warning CONF-057 Task.meta.profile'],
    ['no reason (CONF-058)', { reasonReference: undefined }, 'warning CONF-058 Task.reasonReference'],
    ['a reason code without text', { reasonCode: { coding: [{ code: 'x' }] } }, 'error CONF-089 Task.reasonCode.text'],
    [
      'a query of another system',
      { input: [{ ...query('Patient?_id=1'), type: coded(systems.sdc, 'data-query') }] },
      'error CONF-057 Task.input[0].type.coding.system',
    ],
    [
      'a query without value',
      { input: [{ type: coded(systems.hrex, 'data-query') }] },
      'error CONF-057 Task.input[0].valueString',
    ],
    [
      'a query in the wrong member',
      { input: [{ type: coded(systems.hrex, 'data-query'), valueUri: 'Patient?_id=1' }] },
      'error CONF-057 Task.input[0].valueString',
    ],
    [
      'a query without a question mark',
      { input: [query('patient=1&code=2')] },
      'error search-question-mark Task.input[0].valueString',
    ],
    ['a type alone', { input: [query('Condition')] }, 'error search-question-mark Task.input[0].valueString'],
    [
      'a misspelt status',
      { input: [query('Condition?clinical-status=recurrance')] },
      'warning search-code Task.input[0].valueString (clinical-status)',
    ],
    [
      'an input without a type',
      { input: [query('Patient?_id=1'), { valueString: 'x' }] },
      'error CONF-057 Task.input[1].type',
    ],
    [
      'an empty code',
      codeTask('data-request-code', { ...byCode, valueCodeableConcept: {} }),
      'error CONF-089 Task.input[0].valueCodeableConcept',
    ],
    [
      'a purpose that needs another (CONF-083)',
      { input: [query('Patient?_id=1'), purpose('treatment-noe')] },
      'error CONF-083 Task.input[1].valueCodeableConcept',
    ],
    [
      'a misspelt purpose',
      { input: [query('Patient?_id=1'), purpose('treatment-noa')] },
      'warning CONF-083 Task.input[1].valueCodeableConcept',
    ],
    [
      'a purpose its system lacks',
      { input: [query('Patient?_id=1'), purpose('curiosity')] },
      'warning CONF-083 Task.input[1].valueCodeableConcept',
    ],
    [
      'two purposes',
      { input: [query('Patient?_id=1'), purpose('social-risk'), purpose('care-planning')] },
      'error CONF-057 Task.input[2]',
    ],
    [
      'an output of another system',
      { status: 'completed', output: [{ ...data('Bundle/1'), type: coded(systems.cdex, 'data-value') }] },
      'error CONF-057 Task.output[0].type.coding.system',
    ],
    [
      'a modifier extension',
      { modifierExtension: [{ url: 'http://x.example/not' }] },
      'error modifier-extension Task.modifierExtension[0]',
    ],
    [
      'a modifier extension deep inside',
      { restriction: { period: { modifierExtension: [{}] } } },
      'error modifier-extension Task.restriction.period.modifierExtension[0]',
    ],
  ])('find %s', (_, members, finding) => {
    expect(findings(dataRequest(members))).toEqual([finding]);
  });

  it('name the code that is none of the three', () => {
    expect(findings(dataRequest({ code: coded(systems.cdex, 'data-request-fax') }))).toEqual([
      'error CONF-057 Task.code',
    ]);
  });

  it('suggest the status that was meant', () => {
    expect(checkTask(dataRequest({ status: 'complete' }), '2.1')[0]?.next).toBe('Did you mean completed?');
  });

  it('read the code of version 1 by its input', () => {
    const old = dataRequest({ code: coded(systems.hrex, 'data-request') });
    expect(findings(old)).toEqual(['information cdex-version Task.code']);
    expect(findings({ ...old, input: [] })).toContain('error tdr-1 Task.input');
  });

  it('take it when the sender says that no reason is known (CONF-058)', () => {
    const task = dataRequest({ reasonReference: undefined });
    expect(checkTask(task, '2.1', { reasonUnknown: true })).toEqual([]);
    expect(checkTask(task, '2.1', { reasonUnknown: false }).map((one) => one.rule)).toEqual(['CONF-058']);
  });

  it('list the worst first', () => {
    const severities = checkTask(dataRequest({ status: 'failed', meta: {}, reasonReference: undefined }), '2.1').map(
      (one) => one.severity,
    );
    expect(severities).toEqual(['error', 'warning', 'warning']);
  });

  it.each([undefined, null, 'x', [], {}, { resourceType: 'Patient' }])('say that %j is no Task', (value) => {
    expect(findings(value)).toEqual(['error CONF-057 Task.resourceType']);
  });

  it.each([
    ['nonsense', ['warning CONF-057 Task.meta.tag[0].code']],
    ['claims-processing', []],
  ])('say whether %s is a work queue', (code, expected) => {
    const tagged = (system: string) =>
      findings(dataRequest({ meta: { profile: [profiles.dataRequest], tag: [{ system, code }] } }));
    expect(tagged(systems.cdex)).toEqual(expected);
    expect(tagged('urn:other')).toEqual([]);
  });

  it.each([
    ['soon', ['error CONF-089 Task.restriction.period.end']],
    ['2026-13-01', ['error CONF-089 Task.restriction.period.end']],
    ['2026-12-31', []],
    ['2026-12-31T17:00:00-05:00', []],
  ])('say whether %s is a due date', (end, expected) => {
    expect(findings(dataRequest({ restriction: { period: { end } } }))).toEqual(expected);
  });

  it('survive anything in any place, and every rule they name is explained', () => {
    const rubbish: unknown[] = [
      null,
      7,
      '',
      'x',
      [],
      [null],
      {},
      { coding: 'x' },
      { coding: [null] },
      [[{}]],
      [{ type: 7 }],
    ];
    for (const key of [...Object.keys(dataRequest()), 'output', 'statusReason', 'businessStatus', 'reasonCode']) {
      for (const value of rubbish) {
        for (const { rule, message, next } of checkTask(dataRequest({ [key]: value }), '2.1')) {
          if (key === 'resourceType') continue;
          expect(requirements).toHaveProperty([rule]);
          expect(`${message} ${next}`).not.toMatch(/undefined|\[object/);
        }
      }
    }
  });
});
