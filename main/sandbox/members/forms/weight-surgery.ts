import type { Questionnaire } from '@medplum/fhirtypes';
import { coding, UCUM } from '../codes/systems.ts';
import { ANSWERS, calculatedBy, inUnit, mapped, measured, payerForm } from './parts.ts';

const answer = (linkId: string) => `%resource.item.where(linkId='1').item.where(linkId='${linkId}').answer.value`;

/** The payer's form about surgery for weight loss: quantities, an index worked out from them, and questions that hang on it. */
export const WEIGHT_SURGERY_FORM: Questionnaire = {
  ...payerForm('weight-surgery', '1.0.0', '2026-01-20'),
  name: 'WeightSurgery',
  title: 'Surgery for weight loss: what the payer needs to know',
  contained: [
    {
      resourceType: 'ValueSet',
      id: 'operations',
      status: 'active',
      compose: {
        include: [
          {
            system: ANSWERS,
            concept: [
              { code: 'sleeve', display: 'Sleeve gastrectomy' },
              { code: 'bypass', display: 'Gastric bypass' },
              { code: 'band', display: 'Gastric band' },
            ],
          },
        ],
      },
    },
  ],
  item: [
    {
      linkId: '1',
      type: 'group',
      text: 'Measurements',
      item: [
        {
          linkId: '1.1',
          type: 'quantity',
          text: 'Body weight',
          required: true,
          ...measured('29463-7', 'Body weight'),
          extension: [inUnit(coding(UCUM, 'kg', 'kg'))],
        },
        {
          linkId: '1.2',
          type: 'quantity',
          text: 'Body height',
          required: true,
          ...measured('8302-2', 'Body height'),
          extension: [inUnit(coding(UCUM, 'cm', 'cm'))],
        },
        { linkId: '1.3', type: 'date', text: 'Day of the weighing', ...measured('29463-7', 'Body weight') },
        {
          linkId: '1.4',
          type: 'decimal',
          text: 'Body mass index, in kg/m²',
          readOnly: true,
          extension: [
            calculatedBy(
              `(${answer('1.1')}.value * 10000 / (${answer('1.2')}.value * ${answer('1.2')}.value)).round(1)`,
            ),
          ],
        },
      ],
    },
    { linkId: '2', type: 'date', text: 'Date of birth', required: true, ...mapped('Patient', 'birthDate') },
    {
      linkId: '3',
      type: 'choice',
      text: 'Which operation is planned?',
      required: true,
      answerValueSet: '#operations',
    },
    {
      linkId: '4',
      type: 'string',
      text: 'Diagnoses that weigh on the decision',
      repeats: true,
      ...mapped('Condition', 'code'),
    },
    {
      linkId: '5',
      type: 'group',
      text: 'Attempts without surgery',
      repeats: true,
      item: [
        { linkId: '5.1', type: 'string', text: 'What was tried', required: true },
        { linkId: '5.2', type: 'date', text: 'From' },
        { linkId: '5.3', type: 'date', text: 'To' },
        { linkId: '5.4', type: 'decimal', text: 'Loss, in kg' },
      ],
    },
    {
      linkId: '6',
      type: 'text',
      text: 'The index is below 35: which illness makes the operation necessary all the same?',
      required: true,
      enableWhen: [
        { question: '1.4', operator: 'exists', answerBoolean: true },
        { question: '1.4', operator: '<', answerDecimal: 35 },
      ],
      enableBehavior: 'all',
    },
    {
      linkId: '7',
      type: 'choice',
      text: 'Tobacco',
      ...measured('72166-2', 'Tobacco smoking status'),
      answerOption: [
        { valueCoding: coding('http://snomed.info/sct', '266919005', 'Never smoked tobacco') },
        { valueCoding: coding('http://snomed.info/sct', '8517006', 'Ex-smoker') },
        { valueCoding: coding('http://snomed.info/sct', '449868002', 'Smokes tobacco daily') },
      ],
    },
    { linkId: '8', type: 'boolean', text: 'Was a psychological assessment made?', required: true },
    {
      linkId: '9',
      type: 'attachment',
      text: 'The assessment',
      enableWhen: [{ question: '8', operator: '=', answerBoolean: true }],
    },
  ],
};
