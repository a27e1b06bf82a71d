import type { DiagnosticReport, DocumentReference } from '@medplum/fhirtypes';
import { concept, LOINC, usCore } from '../codes/systems.ts';
import { toClinician } from '../world/staff.ts';
import { attest } from './attest.ts';
import { type Chart, nameId, put, refer } from './chart.ts';
import type { Visit } from './visits.ts';

/** Report kinds: US Core category (a LOINC part), LOINC code of the report. */
const KINDS = {
  radiology: ['LP29684-5', 'Radiology', '18748-4', 'Diagnostic imaging study'],
  pathology: ['LP7839-6', 'Pathology', '11526-1', 'Pathology study'],
} as const;

/** Writes the report of a study; the document or picture it speaks of becomes its presented form. */
export function study(
  chart: Chart,
  at: Visit,
  kind: keyof typeof KINDS,
  title: string,
  conclusion: string,
  document: DocumentReference,
): DiagnosticReport {
  const [category, categoryName, code, codeName] = KINDS[kind];
  const attachment = document.content[0]?.attachment;
  const report = put<DiagnosticReport>(chart, {
    resourceType: 'DiagnosticReport',
    id: nameId(chart, `${kind}-report`, at.day),
    meta: usCore('diagnosticreport-note'),
    status: 'final',
    category: [concept(LOINC, category, categoryName)],
    code: { ...concept(LOINC, code, codeName), text: title },
    subject: chart.patient,
    encounter: refer(at.encounter),
    effectiveDateTime: at.at,
    issued: at.until,
    performer: [toClinician(at.by)],
    conclusion,
    // Inline bytes stay with the document; repeating them here would double the record.
    ...(attachment?.url !== undefined && { presentedForm: [attachment] }),
  });
  attest(chart, [report], at.by, at.until);
  return report;
}
