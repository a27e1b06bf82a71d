import { expect, test } from 'vitest';
import { literalPatient } from '../../../shared/cdex/literal-patient.ts';

const baseUrl = 'https://ehr.example/fhir';

test.each([
  [{ reference: 'Patient/1' }, '1'],
  [{ reference: `${baseUrl}/Patient/1` }, '1'],
  [{ reference: 'https://other.example/fhir/Patient/1' }, undefined],
  [{ reference: 'https://ehr.example/elsewhere/Patient/1' }, undefined],
  [{ reference: '//other.example/Patient/1' }, undefined],
  [{ reference: 'Group/1' }, undefined],
  [{ reference: '#inside' }, undefined],
  [{ identifier: { system: 's', value: '1' } }, undefined],
  [undefined, undefined],
])('the patient of a Task for %j is %s at its own server', (whom, id) => {
  expect(literalPatient({ for: whom }, baseUrl)).toBe(id);
});
