const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire';

/** A form with one item of every type in common use. */
export const form = {
  resourceType: 'Questionnaire',
  url: 'https://plan.example/Questionnaire/oxygen',
  version: '2',
  title: 'Oxygen at home',
  status: 'active',
  contained: [
    {
      resourceType: 'ValueSet',
      id: 'reasons',
      compose: {
        include: [
          {
            system: 'https://plan.example/reasons',
            concept: [{ code: 'new', display: 'New order' }, { code: 'again' }],
          },
        ],
      },
    },
  ],
  item: [
    {
      linkId: 'who',
      type: 'group',
      text: 'About the member',
      item: [
        { linkId: 'born', type: 'date', text: 'Date of birth', required: true },
        {
          linkId: 'name',
          type: 'string',
          text: 'Name as printed',
          maxLength: 30,
          extension: [
            {
              url: `${sdc}-initialExpression`,
              valueExpression: { language: 'text/fhirpath', expression: '%patient.name.first().family' },
            },
          ],
        },
        {
          linkId: 'sex',
          type: 'choice',
          text: 'Gender',
          answerOption: [
            { valueCoding: { code: 'female', display: 'Female' } },
            { valueCoding: { code: 'male', display: 'Male' } },
          ],
        },
      ],
    },
    { linkId: 'reason', type: 'choice', text: 'Reason of the order', required: true, answerValueSet: '#reasons' },
    {
      linkId: 'saturation',
      type: 'quantity',
      text: 'Saturation',
      code: [{ system: 'http://loinc.org', code: '59408-5' }],
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-unit',
          valueCoding: { system: 'http://unitsofmeasure.org', code: '%' },
        },
      ],
    },
    {
      linkId: 'flow',
      type: 'decimal',
      text: 'Flow in liters a minute',
      extension: [
        { url: 'http://hl7.org/fhir/StructureDefinition/minValue', valueDecimal: 0.5 },
        { url: 'http://hl7.org/fhir/StructureDefinition/maxValue', valueDecimal: 10 },
      ],
    },
    { linkId: 'smokes', type: 'boolean', text: 'Does the member smoke?' },
    {
      linkId: 'packs',
      type: 'integer',
      text: 'Packs a day',
      required: true,
      enableWhen: [{ question: 'smokes', operator: '=', answerBoolean: true }],
    },
    { linkId: 'diagnoses', type: 'text', text: 'Relevant diagnoses' },
    {
      linkId: 'devices',
      type: 'group',
      text: 'Device',
      repeats: true,
      item: [{ linkId: 'device', type: 'string', text: 'Name' }],
    },
    { linkId: 'phones', type: 'string', text: 'Numbers to call', repeats: true },
    { linkId: 'note', type: 'display', text: 'Thank you.' },
  ],
};

/** A response to it that breaks no rule, changed where a test says so. */
export const response = (items: object[] = [], more: object = {}) => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: `${form.url}|2`,
  status: 'completed',
  item: [
    { linkId: 'who', item: [{ linkId: 'born', answer: [{ valueDate: '1970-01-02' }] }] },
    { linkId: 'reason', answer: [{ valueCoding: { system: 'https://plan.example/reasons', code: 'new' } }] },
    ...items,
  ],
  ...more,
});
