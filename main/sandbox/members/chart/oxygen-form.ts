import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes';
import { usCore } from '../codes/systems.ts';
import { toClinician } from '../world/staff.ts';
import { attest } from './attest.ts';
import { type Chart, nameId, put } from './chart.ts';
import type { Visit } from './visits.ts';

/** The payer's form about oxygen at home; both servers hold it. */
export const OXYGEN_FORM: Questionnaire = {
  resourceType: 'Questionnaire',
  id: 'home-oxygen',
  url: 'https://harbor-mutual.example/Questionnaire/home-oxygen',
  version: '1.0.0',
  name: 'HomeOxygen',
  title: 'Oxygen at home: what the payer needs to know',
  status: 'active',
  subjectType: ['Patient'],
  date: '2025-01-15',
  publisher: 'Harbor Mutual',
  item: [
    {
      linkId: '1',
      type: 'group',
      text: 'Measurements on room air',
      item: [
        { linkId: '1.1', type: 'integer', text: 'Saturation at rest, in percent', required: true },
        { linkId: '1.2', type: 'string', text: 'Arterial oxygen pressure at rest' },
        { linkId: '1.3', type: 'date', text: 'Day of the measurements', required: true },
      ],
    },
    { linkId: '2', type: 'boolean', text: 'Is all other treatment in place?', required: true },
    { linkId: '3', type: 'decimal', text: 'Ordered flow, in liters a minute', required: true },
    { linkId: '4', type: 'integer', text: 'Hours of use a day', required: true },
    { linkId: '5', type: 'text', text: 'Anything else the reviewer should know' },
  ],
};

/** What was measured when the form was filled in. */
export interface OxygenFindings {
  /** Saturation in percent. */
  oxygen: number;
  /** Arterial pressure with its unit. */
  pressure: string;
}

/** Writes the answered form. */
export function oxygenAnswers(chart: Chart, at: Visit, findings: OxygenFindings): QuestionnaireResponse {
  const response = put<QuestionnaireResponse>(chart, {
    resourceType: 'QuestionnaireResponse',
    id: nameId(chart, 'home-oxygen', at.day),
    meta: usCore('questionnaireresponse'),
    questionnaire: `${OXYGEN_FORM.url}|${OXYGEN_FORM.version}`,
    status: 'completed',
    subject: chart.patient,
    encounter: { reference: `Encounter/${at.encounter.id}` },
    authored: at.until,
    author: toClinician(at.by),
    item: [
      {
        linkId: '1',
        text: 'Measurements on room air',
        item: [
          { linkId: '1.1', text: 'Saturation at rest, in percent', answer: [{ valueInteger: findings.oxygen }] },
          { linkId: '1.2', text: 'Arterial oxygen pressure at rest', answer: [{ valueString: findings.pressure }] },
          { linkId: '1.3', text: 'Day of the measurements', answer: [{ valueDate: at.day }] },
        ],
      },
      { linkId: '2', text: 'Is all other treatment in place?', answer: [{ valueBoolean: true }] },
      { linkId: '3', text: 'Ordered flow, in liters a minute', answer: [{ valueDecimal: 2 }] },
      { linkId: '4', text: 'Hours of use a day', answer: [{ valueInteger: 16 }] },
      {
        linkId: '5',
        text: 'Anything else the reviewer should know',
        answer: [{ valueString: 'Has not smoked since 2014.' }],
      },
    ],
  });
  attest(chart, [response], at.by, at.until);
  return response;
}
