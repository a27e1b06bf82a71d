import type { Block, Note, Section } from './note.ts';

const NPI_ROOT = '2.16.840.1.113883.4.6';
/** Roots of the clinic's record numbers and documents; the arc is the one HL7 keeps for examples. */
const MRN_ROOT = '2.16.840.1.113883.19.5.99999.2';
const DOCUMENT_ROOT = '2.16.840.1.113883.19.5.99999.1';
const GENDERS = { female: ['F', 'Female'], male: ['M', 'Male'], other: ['UN', 'Undifferentiated'] } as const;

/**
 * Writes a note as a Consolidated CDA document (HL7 C-CDA R2.1): US Realm header and a structured body whose
 * sections carry narrative. Coded entries are left out, so only section templates that allow this are claimed.
 */
export function renderCcda(note: Note): string {
  const templates = ['2.16.840.1.113883.10.20.22.1.1', ...(note.template === undefined ? [] : [note.template])];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    '  <realmCode code="US"/>',
    '  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>',
    ...templates.map((root) => `  <templateId root="${root}" extension="2015-08-01"/>`),
    `  <id root="${DOCUMENT_ROOT}" extension="${escapeXml(note.id)}"/>`,
    `  ${loincElement('code', note.loinc, note.display)}`,
    `  <title>${escapeXml(note.title)}</title>`,
    `  <effectiveTime value="${hl7Time(note.signed)}"/>`,
    '  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>',
    '  <languageCode code="en-US"/>',
    ...recordTarget(note),
    ...author(note),
    ...custodian(note),
    ...authenticator(note),
    ...visitOf(note),
    '  <component>',
    '    <structuredBody>',
    ...note.sections.flatMap(sectionElement),
    '    </structuredBody>',
    '  </component>',
    '</ClinicalDocument>',
    '',
  ];
  return lines.join('\n');
}

/** Escapes text for element content and attribute values. */
function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function recordTarget({ patient, facility }: Note): string[] {
  const [code, display] = GENDERS[patient.gender];
  return [
    '  <recordTarget>',
    '    <patientRole>',
    `      <id root="${MRN_ROOT}" extension="${escapeXml(patient.mrn)}"/>`,
    `      <id extension="${escapeXml(patient.memberId)}" nullFlavor="UNK" assigningAuthorityName="Harbor Mutual"/>`,
    '      <addr nullFlavor="NASK"/>',
    '      <telecom nullFlavor="NASK"/>',
    '      <patient>',
    `        <name use="L">${patient.given.map((given) => `<given>${escapeXml(given)}</given>`).join('')}<family>${escapeXml(patient.family)}</family></name>`,
    `        <administrativeGenderCode code="${code}" codeSystem="2.16.840.1.113883.5.1" displayName="${display}"/>`,
    `        <birthTime value="${patient.born.replaceAll('-', '')}"/>`,
    '        <raceCode nullFlavor="NASK"/>',
    '        <ethnicGroupCode nullFlavor="NASK"/>',
    '      </patient>',
    '      <providerOrganization>',
    ...organization(facility, '        '),
    '      </providerOrganization>',
    '    </patientRole>',
    '  </recordTarget>',
  ];
}

function author(note: Note): string[] {
  return [
    '  <author>',
    `    <time value="${hl7Time(note.signed)}"/>`,
    '    <assignedAuthor>',
    ...assigned(note),
    '    </assignedAuthor>',
    '  </author>',
  ];
}

function custodian({ facility }: Note): string[] {
  return [
    '  <custodian>',
    '    <assignedCustodian>',
    '      <representedCustodianOrganization>',
    ...organization(facility, '        '),
    '      </representedCustodianOrganization>',
    '    </assignedCustodian>',
    '  </custodian>',
  ];
}

function authenticator(note: Note): string[] {
  return [
    '  <legalAuthenticator>',
    `    <time value="${hl7Time(note.signed)}"/>`,
    '    <signatureCode code="S"/>',
    '    <assignedEntity>',
    ...assigned(note),
    '    </assignedEntity>',
    '  </legalAuthenticator>',
  ];
}

function visitOf({ seen }: Note): string[] {
  const day = seen.replaceAll('-', '');
  return [
    '  <documentationOf>',
    '    <serviceEvent classCode="PCPR">',
    `      <effectiveTime><low value="${day}"/><high value="${day}"/></effectiveTime>`,
    '    </serviceEvent>',
    '  </documentationOf>',
  ];
}

function assigned({ author: by, facility }: Note): string[] {
  return [
    `      <id root="${NPI_ROOT}" extension="${by.npi}"/>`,
    `      <addr use="WP"><streetAddressLine>${escapeXml(facility.line)}</streetAddressLine></addr>`,
    `      <telecom use="WP" value="tel:+1-${facility.phone}"/>`,
    `      <assignedPerson><name><given>${escapeXml(by.given)}</given><family>${escapeXml(by.family)}</family><suffix>${escapeXml(by.degree)}</suffix></name></assignedPerson>`,
  ];
}

function organization(facility: Note['facility'], indent: string): string[] {
  return [
    `<id root="${NPI_ROOT}" extension="${facility.npi}"/>`,
    `<name>${escapeXml(facility.name)}</name>`,
    `<telecom use="WP" value="tel:+1-${facility.phone}"/>`,
    `<addr use="WP"><streetAddressLine>${escapeXml(facility.line)}</streetAddressLine></addr>`,
  ].map((line) => indent + line);
}

function sectionElement(part: Section): string[] {
  return [
    '      <component>',
    '        <section>',
    `          <templateId root="${part.template}"/>`,
    `          ${loincElement('code', part.loinc, part.title)}`,
    `          <title>${escapeXml(part.title)}</title>`,
    '          <text>',
    ...part.blocks.map((block) => `            ${narrative(block)}`),
    '          </text>',
    '        </section>',
    '      </component>',
  ];
}

function narrative(block: Block): string {
  if (typeof block === 'string') return `<paragraph>${escapeXml(block)}</paragraph>`;
  if ('list' in block) return `<list>${block.list.map((item) => `<item>${escapeXml(item)}</item>`).join('')}</list>`;
  const row = (cells: string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;
  const body = block.table.rows.map((cells) => row(cells, 'td')).join('');
  return `<table border="1"><thead>${row(block.table.head, 'th')}</thead><tbody>${body}</tbody></table>`;
}

function loincElement(tag: string, code: string, display: string): string {
  return `<${tag} code="${code}" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC" displayName="${escapeXml(display)}"/>`;
}

/** An HL7 version 3 timestamp from a FHIR dateTime with offset. */
function hl7Time(at: string): string {
  return `${at.slice(0, 19).replaceAll(/[-:T]/g, '')}${at.slice(19).replace(':', '')}`;
}
