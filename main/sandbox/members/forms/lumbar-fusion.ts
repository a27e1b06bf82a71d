import type { Questionnaire } from '@medplum/fhirtypes';
import { CONDITIONS } from '../codes/conditions.ts';
import { coding, LOINC, SNOMED } from '../codes/systems.ts';
import { ANSWERS, mapped, measured, payerForm } from './parts.ts';

const { backPain, radiculopathy } = CONDITIONS;

/** The payer's form about fusing the lumbar spine: choices, repeated treatments, what hangs on them, and a document. */
export const LUMBAR_FUSION_FORM: Questionnaire = {
  ...payerForm('lumbar-fusion', '2.0.0', '2026-02-10'),
  name: 'LumbarFusion',
  title: 'Fusion of the lumbar spine: what the payer needs to know',
  contained: [
    {
      resourceType: 'ValueSet',
      id: 'levels',
      status: 'active',
      compose: {
        include: [
          {
            system: ANSWERS,
            concept: [
              { code: 'l2-l3', display: 'L2 and L3' },
              { code: 'l3-l4', display: 'L3 and L4' },
              { code: 'l4-l5', display: 'L4 and L5' },
              { code: 'l5-s1', display: 'L5 and S1' },
            ],
          },
        ],
      },
    },
  ],
  item: [
    { linkId: 'note', type: 'display', text: 'Attach reports rather than copying them.' },
    {
      linkId: 'findings',
      type: 'group',
      text: 'Why the spine is to be fused',
      item: [
        {
          linkId: 'diagnosis',
          type: 'open-choice',
          text: 'Diagnosis',
          required: true,
          repeats: true,
          ...mapped('Condition', 'code'),
          answerOption: [radiculopathy, backPain].map(({ snomed, text }) => ({
            valueCoding: coding(SNOMED, snomed, text),
          })),
        },
        { linkId: 'levels', type: 'choice', text: 'Levels', required: true, repeats: true, answerValueSet: '#levels' },
        {
          linkId: 'weakness',
          type: 'boolean',
          text: 'Does a nerve root fail?',
          required: true,
          definition: 'http://hl7.org/fhir/StructureDefinition/Condition#Condition.code',
          code: [coding(SNOMED, radiculopathy.snomed, radiculopathy.text)],
        },
        {
          linkId: 'weakness-since',
          type: 'date',
          text: 'Since when?',
          enableWhen: [{ question: 'weakness', operator: '=', answerBoolean: true }],
        },
      ],
    },
    {
      linkId: 'treatment',
      type: 'group',
      text: 'Treatment without surgery',
      repeats: true,
      required: true,
      item: [
        {
          linkId: 'treatment-kind',
          type: 'choice',
          text: 'Kind',
          required: true,
          answerOption: [
            { valueCoding: coding(ANSWERS, 'therapy', 'Physical therapy') },
            { valueCoding: coding(ANSWERS, 'medication', 'Medication') },
            { valueCoding: coding(ANSWERS, 'injection', 'Injection') },
          ],
        },
        { linkId: 'treatment-weeks', type: 'integer', text: 'Weeks', required: true },
        {
          linkId: 'treatment-drug',
          type: 'string',
          text: 'Which medication?',
          enableWhen: [{ question: 'treatment-kind', operator: '=', answerCoding: coding(ANSWERS, 'medication') }],
        },
      ],
    },
    {
      linkId: 'weight',
      type: 'quantity',
      text: 'Body weight',
      ...measured('29463-7', 'Body weight'),
    },
    {
      linkId: 'image',
      type: 'attachment',
      text: 'Report of the imaging study',
      required: true,
      code: [coding(LOINC, '18748-4', 'Diagnostic imaging study')],
    },
    { linkId: 'remarks', type: 'text', text: 'Anything else the reviewer should know' },
  ],
};
