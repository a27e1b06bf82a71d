/** A piece of a section: a paragraph, a list, or a table whose rows are as long as its head. */
export type Block = string | { list: string[] } | { table: { head: string[]; rows: string[][] } };

/** A section with the LOINC code and, for C-CDA, the template of the section. */
export interface Section {
  title: string;
  loinc: string;
  template: string;
  blocks: Block[];
}

/** A clinical document before anyone decides in which format it is written down. */
export interface Note {
  title: string;
  loinc: string;
  /** LOINC display of the document type. */
  display: string;
  /** C-CDA document template, where release 2.1 has one. */
  template?: string;
  id: string;
  facility: { name: string; npi: string; line: string; phone: string };
  patient: {
    given: string[];
    family: string;
    gender: 'female' | 'male' | 'other';
    born: string;
    mrn: string;
    memberId: string;
  };
  author: { given: string; family: string; degree: string; npi: string };
  /** FHIR date of the visit. */
  seen: string;
  /** FHIR dateTime. */
  signed: string;
  sections: Section[];
}

const SECTION = '2.16.840.1.113883.10.20.22.2';
const IHE = '1.3.6.1.4.1.19376.1.5.3.1';

/** Section kinds: title, LOINC code, and the C-CDA template whose coded entries are optional. */
const KINDS = {
  complaint: ['Chief complaint', '10154-3', `${IHE}.1.13.2.1`],
  history: ['History of present illness', '10164-2', `${IHE}.3.4`],
  subjective: ['Subjective', '61150-9', '2.16.840.1.113883.10.20.21.2.2'],
  objective: ['Objective', '61149-1', '2.16.840.1.113883.10.20.21.2.1'],
  pastHistory: ['Past medical history', '11348-0', `${SECTION}.20`],
  problems: ['Problems', '11450-4', `${SECTION}.5`],
  allergies: ['Allergies', '48765-2', `${SECTION}.6`],
  medications: ['Medications', '10160-0', `${SECTION}.1`],
  social: ['Social history', '29762-2', `${SECTION}.17`],
  vitals: ['Vital signs', '8716-3', `${SECTION}.4`],
  exam: ['Physical examination', '29545-1', '2.16.840.1.113883.10.20.2.10'],
  results: ['Results', '30954-2', `${SECTION}.3`],
  assessment: ['Assessment', '51848-0', `${SECTION}.8`],
  plan: ['Plan of treatment', '18776-5', `${SECTION}.10`],
  procedures: ['Procedures', '47519-4', `${SECTION}.7`],
  preoperative: ['Preoperative diagnosis', '10219-4', `${SECTION}.34`],
  postoperative: ['Postoperative diagnosis', '10218-6', `${SECTION}.35`],
  anesthesia: ['Anesthesia', '59774-0', `${SECTION}.25`],
  operation: ['Procedure description', '29554-3', `${SECTION}.27`],
  findings: ['Procedure findings', '59776-5', `${SECTION}.28`],
  bloodLoss: ['Estimated blood loss', '59770-8', '2.16.840.1.113883.10.20.18.2.9'],
  specimens: ['Specimens taken', '59773-1', `${SECTION}.31`],
  complications: ['Complications', '55109-3', `${SECTION}.37`],
  admission: ['Hospital admission diagnosis', '46241-6', `${SECTION}.43`],
  course: ['Hospital course', '8648-8', `${IHE}.3.5`],
  dischargeDiagnosis: ['Discharge diagnosis', '11535-2', `${SECTION}.24`],
  dischargeMedications: ['Discharge medications', '10183-2', `${SECTION}.11`],
  reason: ['Reason for referral', '42349-1', `${IHE}.3.1`],
} as const;

/** A section of a known kind. */
export function section(kind: keyof typeof KINDS, ...blocks: Block[]): Section {
  const [title, loinc, template] = KINDS[kind];
  return { title, loinc, template, blocks };
}

/** The note as plain text, 78 columns wide. */
export function renderText(note: Note): string {
  const head = [
    note.facility.name.toUpperCase(),
    note.facility.line,
    '',
    note.title,
    `Patient: ${note.patient.family}, ${note.patient.given.join(' ')}   Born: ${note.patient.born}   MRN: ${note.patient.mrn}`,
    `Seen: ${note.seen}   By: ${note.author.given} ${note.author.family}, ${note.author.degree}`,
  ];
  const body = note.sections.flatMap((part) => ['', part.title.toUpperCase(), ...part.blocks.flatMap(blockLines)]);
  const foot = ['', `Signed ${note.signed} by ${note.author.given} ${note.author.family}, NPI ${note.author.npi}`, ''];
  return [...head, ...body, ...foot].join('\n');
}

function blockLines(block: Block): string[] {
  if (typeof block === 'string') return fold(block, 78);
  if ('list' in block) return block.list.flatMap((item) => fold(`- ${item}`, 78));
  return [block.table.head, ...block.table.rows].map((row) =>
    row
      .map((cell) => cell.padEnd(20))
      .join(' ')
      .trimEnd(),
  );
}

function fold(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
