import { createHash } from 'node:crypto';
import type { Attachment, Binary, DocumentReference } from '@medplum/fhirtypes';
import type { DOCUMENTS } from '../codes/documents.ts';
import { CLINIC_DOCUMENTS, coding, concept, LOINC, usCore } from '../codes/systems.ts';
import { renderCcda } from '../documents/ccda.ts';
import { type Note, renderText, type Section } from '../documents/note.ts';
import { renderPdf } from '../documents/pdf.ts';
import { PICTURES } from '../documents/pictures.ts';
import { CLINIC, HOSPITAL, toOrganization } from '../world/organizations.ts';
import { toClinician } from '../world/staff.ts';
import { attest } from './attest.ts';
import { type Chart, nameId, put, refer } from './chart.ts';
import type { Visit } from './visits.ts';

type DocumentCode = (typeof DOCUMENTS)[keyof typeof DOCUMENTS];

/** Media types and, for the format code IHE asks for, what the bytes are. */
const FORMATS = {
  pdf: ['application/pdf', 'urn:ihe:iti:xds:2017:mimeTypeSufficient'],
  ccda: ['application/xml', 'urn:hl7-org:sdwg:ccda-structuredBody:2.1'],
  text: ['text/plain; charset=utf-8', 'urn:ihe:iti:xds:2017:mimeTypeSufficient'],
  png: ['image/png', 'urn:ihe:iti:xds:2017:mimeTypeSufficient'],
} as const;

type Format = keyof typeof FORMATS;

/** Whether the bytes travel inside the DocumentReference or lie in a Binary next to it. */
export type Delivery = 'inline' | 'binary';

/** Writes a note in one format, as DocumentReference with true size and hash, and its Provenance. */
export function note(
  chart: Chart,
  at: Visit,
  code: DocumentCode,
  format: 'pdf' | 'ccda' | 'text',
  delivery: Delivery,
  sections: Section[],
): DocumentReference {
  const id = nameId(chart, code.key, at.day);
  const content = noteOf(chart, at, code, id, sections);
  const bytes =
    format === 'pdf'
      ? renderPdf(content)
      : Buffer.from(format === 'ccda' ? renderCcda(content) : renderText(content), 'utf8');
  return file(chart, at, code, format, delivery, { id, title: content.title, bytes });
}

/** Writes a drawn picture of the given kind. */
export function picture(
  chart: Chart,
  at: Visit,
  code: DocumentCode,
  subject: keyof typeof PICTURES,
  delivery: Delivery,
  title: string,
): DocumentReference {
  return file(chart, at, code, 'png', delivery, {
    id: nameId(chart, `${subject}-picture`, at.day),
    title,
    bytes: PICTURES[subject](),
  });
}

interface Content {
  id: string;
  title: string;
  bytes: Buffer;
}

function file(chart: Chart, at: Visit, code: DocumentCode, format: Format, delivery: Delivery, content: Content) {
  const [contentType, formatCode] = FORMATS[format];
  const data = content.bytes.toString('base64');
  const attachment: Attachment = {
    contentType,
    language: 'en-US',
    size: content.bytes.length,
    // FHIR R4: the hash is SHA-1 over the bytes, written in base64.
    hash: createHash('sha1').update(content.bytes).digest('base64'),
    title: content.title,
    creation: at.until,
  };
  const document = put<DocumentReference>(chart, {
    resourceType: 'DocumentReference',
    id: content.id,
    meta: usCore('documentreference'),
    identifier: [{ system: CLINIC_DOCUMENTS, value: content.id }],
    status: 'current',
    docStatus: 'final',
    type: concept(LOINC, code.loinc, code.display),
    category: [
      concept(
        'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
        'clinical-note',
        'Clinical Note',
      ),
    ],
    subject: chart.patient,
    date: at.until,
    author: [toClinician(at.by)],
    custodian: toOrganization(at.by.hospital ? HOSPITAL : CLINIC),
    content: [
      {
        attachment: { ...attachment, ...(delivery === 'inline' ? { data } : { url: `Binary/${content.id}` }) },
        format: coding('http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode', formatCode),
      },
    ],
    context: { encounter: [refer(at.encounter)], period: { start: at.at, end: at.until } },
  });
  if (delivery === 'binary') {
    put<Binary>(chart, { resourceType: 'Binary', id: content.id, contentType, securityContext: refer(document), data });
  }
  attest(chart, [document], at.by, at.until);
  return document;
}

function noteOf(chart: Chart, at: Visit, code: DocumentCode, id: string, sections: Section[]): Note {
  const facility = at.by.hospital ? HOSPITAL : CLINIC;
  const { person, particulars } = chart;
  return {
    title: code.display,
    loinc: code.loinc,
    display: code.display,
    ...('template' in code && { template: code.template }),
    id,
    facility: {
      name: facility.name ?? '',
      npi: facility.identifier?.[0]?.value ?? '',
      line: facility.address?.[0]?.line?.[0] ?? '',
      phone: facility.telecom?.[0]?.value ?? '',
    },
    patient: {
      given: person.given,
      family: person.family,
      gender: person.gender,
      born: chart.born,
      mrn: particulars.mrn,
      memberId: particulars.memberId,
    },
    author: at.by,
    seen: at.day,
    signed: at.until,
    sections,
  };
}
