const base64 = (text: string) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

const narrative = (div: string) => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${div}</div>`,
});

/** A questionnaire about home oxygen, as the payer keeps it. */
export const questionnaire = {
  resourceType: 'Questionnaire',
  url: 'http://payer.example/Questionnaire/home-oxygen',
  version: '2',
  status: 'active',
  title: 'Home oxygen therapy',
  item: [
    {
      linkId: 'order',
      text: 'The order',
      type: 'group',
      item: [
        { linkId: 'order.type', text: 'Which device is ordered?', type: 'choice', required: true },
        { linkId: 'order.flow', text: 'Flow in litres a minute', type: 'quantity' },
        { linkId: 'order.hours', text: 'Hours a day', type: 'integer' },
      ],
    },
    {
      linkId: 'blood',
      text: 'Blood gases',
      type: 'group',
      item: [
        { linkId: 'blood.po2', text: 'Arterial PO2 at rest', type: 'decimal', required: true },
        { linkId: 'blood.when', text: 'When was it measured?', type: 'date' },
        { linkId: 'blood.exercise', text: 'Was it measured during exercise?', type: 'boolean' },
      ],
    },
    { linkId: 'remarks', text: 'Anything else the reviewer should know', type: 'text' },
  ],
};

const answers = {
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  authored: '2026-11-16T09:12:00Z',
  questionnaire: 'http://payer.example/Questionnaire/home-oxygen|2',
  subject: { reference: 'Patient/pat-1', display: 'Celia Okafor' },
  author: { display: 'M. Reyes, RN' },
  item: [
    {
      linkId: 'order',
      text: 'The order',
      item: [
        { linkId: 'order.type', answer: [{ valueCoding: { code: 'E1390', display: 'Oxygen concentrator' } }] },
        { linkId: 'order.flow', answer: [{ valueQuantity: { value: 2, unit: 'L/min' } }] },
      ],
    },
    {
      linkId: 'blood',
      item: [
        { linkId: 'blood.po2', answer: [{ valueDecimal: 54 }] },
        { linkId: 'blood.exercise', answer: [{ valueBoolean: false }] },
      ],
    },
    { linkId: 'extra', text: 'A question the form does not have', answer: [{ valueString: 'Sleeps upright' }] },
  ],
};

/** Answers with the questionnaire inside them. */
export const answersWithin = {
  ...answers,
  contained: [{ ...questionnaire, id: 'q' }],
  questionnaire: '#q',
};

/** Answers to a questionnaire that must be fetched. */
export const answersAlone = answers;

/** A FHIR document: a Composition with narrative, some of it hostile, and the entries of its sections. */
export const clinicalDocument = {
  resourceType: 'Bundle',
  type: 'document',
  timestamp: '2026-11-16T09:30:00Z',
  entry: [
    {
      fullUrl: 'urn:uuid:c',
      resource: {
        resourceType: 'Composition',
        status: 'final',
        type: { coding: [{ code: '11503-0', display: 'Medical records' }] },
        subject: { reference: 'urn:uuid:p' },
        date: '2026-11-16T09:30:00Z',
        author: [{ display: 'J. Hancock, MD' }],
        title: 'Medical records',
        section: [
          {
            title: 'Problems',
            code: { coding: [{ code: '11450-4' }] },
            text: narrative(
              '<table><tr><th>Problem</th><th>Since</th></tr><tr><td>Type 2 diabetes</td><td>2021-03-09</td></tr></table><script>window.ran = true</script><p onclick="window.ran = true">Stable.</p>',
            ),
            entry: [{ reference: 'urn:uuid:d' }],
          },
          {
            title: 'Plan',
            text: narrative('<p>Stiff-soled shoe two more weeks.</p>'),
            section: [{ title: 'Follow-up', entry: [{ reference: 'urn:uuid:gone' }] }],
          },
          { title: 'Allergies', emptyReason: { coding: [{ code: 'nilknown', display: 'Nil known' }] } },
        ],
      },
    },
    { fullUrl: 'urn:uuid:p', resource: { resourceType: 'Patient', name: [{ given: ['Amara'], family: 'Lindqvist' }] } },
    {
      fullUrl: 'urn:uuid:d',
      resource: {
        resourceType: 'Condition',
        clinicalStatus: { coding: [{ code: 'active' }] },
        code: { coding: [{ code: '44054006', display: 'Type 2 diabetes mellitus' }] },
        onsetDateTime: '2021-03-09',
      },
    },
  ],
};

const observation = {
  resourceType: 'Observation',
  id: 'a1c',
  status: 'final',
  category: [{ coding: [{ code: 'laboratory', display: 'Laboratory' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '4548-4', display: 'Hemoglobin A1c' }] },
  subject: { reference: 'Patient/pat-1', display: 'Amara Lindqvist' },
  effectiveDateTime: '2026-10-02',
  valueQuantity: { value: 8.1, unit: '%' },
  referenceRange: [{ low: { value: 4, unit: '%' }, high: { value: 5.6, unit: '%' } }],
  note: [{ text: 'Rising since spring.' }],
};

const cda = (body: string, head = '') =>
  `<?xml version="1.0"?>${head}<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="11504-8"/><title>Operative Note</title>
  <recordTarget><patientRole><id extension="MAY4682830"/><patient><name><given>John</given><family>Test</family></name></patient></patientRole></recordTarget>
  <component><structuredBody><component><section><title>Procedure</title><text>${body}</text></section></component></structuredBody></component></ClinicalDocument>`;

const document = (title: string, contentType: string, data: string, more: object = {}) => ({
  resourceType: 'DocumentReference',
  status: 'current',
  content: [{ attachment: { contentType, data, title, ...more } }],
});

const attachment = (code: string, resource: unknown) => ({
  name: 'Attachment',
  part: [
    { name: 'LineItem', valueString: '1' },
    { name: 'Code', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code }] } },
    { name: 'Content', resource },
  ],
});

const identifier = (name: string, value: string) => ({
  name,
  valueIdentifier: { system: `http://payer.example/${name.toLowerCase()}`, value },
});

/** A submission of everything an attachment can be, in this order. */
export const contents: readonly { title: string; code: string; resource: unknown; pointer?: string }[] = [
  {
    title: 'Progress note',
    code: '11506-3',
    resource: document('Progress note', 'text/plain', base64('Returns six weeks after the operation.\n')),
  },
  { title: 'Home oxygen, answers', code: '74468-0', resource: answersWithin },
  { title: 'Home oxygen, form elsewhere', code: '74468-0', resource: answersAlone },
  { title: 'Medical records', code: '11503-0', resource: clinicalDocument },
  { title: 'Hemoglobin A1c', code: '4548-4', resource: observation },
  {
    title: 'Operative note',
    code: '11504-8',
    resource: document(
      'Operative note',
      'text/xml',
      base64(cda('<paragraph>Bowel resection.</paragraph><script>window.ran = true</script>')),
    ),
  },
  {
    title: 'Note with an entity',
    code: '11504-8',
    resource: document(
      'Note with an entity',
      'text/xml',
      base64(cda('<paragraph>&x;</paragraph>', '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    ),
  },
  {
    title: 'Broken PDF',
    code: '11506-3',
    resource: document('Broken PDF', 'application/pdf', base64('%PDF-1.7\nnothing of a PDF follows\n%%EOF')),
  },
  {
    title: 'Scan',
    code: '11506-3',
    resource: document('Scan', 'application/pdf', base64(`\u0000\u0001\u0002MZ${'\u0007'.repeat(300)}`)),
  },
  {
    title: 'Not base64',
    code: '11506-3',
    resource: document('Not base64', 'application/pdf', '*** this is not base64 ***'),
  },
  {
    title: 'Discharge summary',
    code: '18842-5',
    resource: {
      resourceType: 'DocumentReference',
      content: [{ attachment: { contentType: 'application/pdf', url: 'https://ehr.example/Binary/7' } }],
    },
  },
];

/** The Parameters that carry them. */
export const everything = {
  resourceType: 'Parameters',
  parameter: [
    identifier('TrackingId', 'trackingid123'),
    { name: 'AttachTo', valueCode: 'claim' },
    identifier('MemberId', 'Member123'),
    { name: 'ServiceDate', valueDate: '2026-11-16' },
    ...contents.map(({ code, resource }) => attachment(code, resource)),
  ],
};
