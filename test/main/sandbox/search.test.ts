import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './support/http.ts';
import { serve } from './support/fhir-server.ts';
import { record } from './support/records.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await serve(record));
});
afterAll(() => close());

const cases: Record<string, [query: string, ids: string[]][]> = {
  string: [
    ['Patient?name=muller', ['ann', 'bob']],
    ['Patient?family=MÜLL', ['ann', 'bob']],
    ['Patient?family:exact=Müller', ['ann']],
    ['Patient?family:exact=Muller', []],
    ['Patient?family:contains=smith', ['bob']],
    ['Patient?given=marie', ['ann']],
    ['Patient?name=muller&given=bob', ['bob']],
    ['Patient?name=jones,bob', ['bob', 'cal']],
  ],
  token: [
    ['Patient?identifier=urn:example:mrn|mrn-bob', ['bob']],
    ['Patient?identifier=mrn-bob', ['bob']],
    ['Patient?identifier=urn:example:other|mrn-bob', []],
    ['Patient?identifier=|mrn-bob', []],
    ['Patient?identifier:of-type=urn:v2|MR|mrn-cal', ['cal']],
    ['Patient?gender=female,male', ['ann', 'bob']],
    ['Patient?gender=http://hl7.org/fhir/administrative-gender|female', ['ann']],
    ['Patient?gender:not=female', ['bob', 'cal']],
    ['Patient?gender:missing=true', ['cal']],
    ['Patient?gender:missing=false', ['ann', 'bob']],
    ['Observation?code:text=a1c&patient=bob', ['a1c-4']],
    ['Condition?clinical-status=active,recurrance', ['diabetes']],
    ['Condition?clinical-status=recurrance', []],
  ],
  date: [
    ['Patient?birthdate=1980', ['ann', 'bob']],
    ['Patient?birthdate=1980-05', ['ann']],
    ['Patient?birthdate=1990-06', []],
    ['Patient?birthdate=1990', ['cal']],
    ['Patient?birthdate=ge1980-06-01&birthdate=lt1990-01-01', ['bob']],
    ['Patient?birthdate=le1980-05-31', ['ann']],
    ['Patient?birthdate=gt1980-05-31&birthdate=lt1985', ['bob']],
    ['Patient?birthdate=ne1980-05-31', ['bob', 'cal']],
    ['Patient?birthdate=sa1980', ['cal']],
    ['Patient?birthdate=eb1980-06-01', ['ann']],
    ['Observation?date=2022-01-10T07:30:00Z', ['a1c-2']],
    ['Observation?date=2022-01-10T09:30:00+02:00', ['a1c-2']],
    ['Observation?date=ge2023-01-15&date=le2023-02', ['a1c-3']],
    ['Observation?date=gt2023-03-01T08:05', ['a1c-4', 'bp']],
    ['Observation?date=2021,2023-06', ['a1c-1', 'a1c-4']],
    ['Patient?_lastUpdated=gt2020', ['ann', 'bob', 'cal']],
    ['Patient?_lastUpdated=lt2020', []],
  ],
  quantity: [
    ['Observation?value-quantity=7.1', ['a1c-2']],
    ['Observation?value-quantity=7', ['a1c-2', 'a1c-3']],
    ['Observation?value-quantity=gt6.9||percent', ['a1c-2', 'a1c-3']],
    ['Observation?value-quantity=lt6|http://unitsofmeasure.org|%', ['a1c-4']],
    ['Observation?value-quantity=ap6.5', ['a1c-1', 'a1c-2', 'a1c-3']],
    ['Condition?onset-age=ge41', ['diabetes']],
  ],
  composite: [
    ['Observation?component-code-value-quantity=http://loinc.org|8480-6$gt120', ['bp']],
    ['Observation?component-code-value-quantity=http://loinc.org|8462-4$gt120', []],
    ['Observation?code-value-quantity=4548-4$lt6', ['a1c-4']],
  ],
  reference: [
    ['Observation?patient=bob', ['a1c-4']],
    ['Observation?patient=Patient/bob', ['a1c-4']],
    ['Observation?subject:Patient=bob', ['a1c-4']],
    ['Observation?subject:Group=bob', []],
    ['Condition?patient=http://elsewhere.example/fhir/Patient/ann', []],
    ['QuestionnaireResponse?subject:identifier=urn:example:member|member-ann', ['filled']],
    ['QuestionnaireResponse?subject:identifier=urn:example:member|member-bob', []],
    ['QuestionnaireResponse?questionnaire=http://forms.example/Questionnaire/oxygen', ['filled']],
    ['Questionnaire?url:below=http://forms.example', ['form']],
    ['Questionnaire?url=http://forms.example', []],
  ],
  chains: [
    ['Observation?patient.family=jones', []],
    ['Observation?patient.family=muller-smith', ['a1c-4']],
    ['Observation?subject:Patient.birthdate=1980-06-01', ['a1c-4']],
    ['Condition?encounter.service-provider.name=elm', ['diabetes']],
    ['Patient?_has:Observation:patient:code=85354-9', ['ann']],
    ['Patient?_has:Condition:patient:_has:Provenance:target:agent=Practitioner/doc', ['ann']],
  ],
  general: [
    ['Patient?_id=cal,ann', ['ann', 'cal']],
    ['Questionnaire?_tag=urn:queue|first', ['form']],
    ['Questionnaire?_tag=urn:queue|second', []],
    ['Questionnaire?_profile=http://profiles.example/form', ['form']],
    ['Questionnaire?_profile:below=http://profiles.example', ['form']],
    ['Patient?name=&_id=ann', ['ann']],
    ['?_type=Patient,Practitioner&_id=ann,doc', ['ann', 'doc']],
    ['Patient/ann/Observation?code=4548-4&_sort=date', ['a1c-1', 'a1c-2', 'a1c-3']],
    ['Patient/ann/Condition', ['diabetes']],
  ],
  sort: [
    ['Patient?_sort=birthdate', ['ann', 'bob', 'cal']],
    ['Patient?_sort=-birthdate', ['cal', 'bob', 'ann']],
    ['Patient?_sort=gender,-_id', ['ann', 'bob', 'cal']],
    ['Observation?_sort=patient,-date', ['bp', 'a1c-3', 'a1c-2', 'a1c-1', 'a1c-4']],
    ['Observation?code=4548-4&_sort=-date&_count=1&patient=ann', ['a1c-3']],
  ],
};

for (const [kind, list] of Object.entries(cases)) {
  describe(`${kind} search`, () => {
    it.each(list)('%s', async (query, ids) => {
      const found = await client.ids(`/${query}`);
      expect(/_sort/.test(query) ? found : [...found].sort()).toEqual(/_sort/.test(query) ? ids : [...ids].sort());
    });
  });
}
