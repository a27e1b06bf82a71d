import type { DiagnosticReport, Observation } from '@medplum/fhirtypes';
import { LABS, type LabCode, type PanelCode } from '../codes/labs.ts';
import { coding, concept, hl7System, LOINC, UCUM, usCore } from '../codes/systems.ts';
import { dateTime, moveMonths } from '../days.ts';
import { CLINIC, toOrganization } from '../world/organizations.ts';
import { attest } from './attest.ts';
import { type Chart, nameId, put, type Result, refer } from './chart.ts';
import { type Visit, visit } from './visits.ts';

const INTERPRETATION = hl7System('v3-ObservationInterpretation');

/** Writes one laboratory value and who stands behind it; the seed moves the value a little. */
export function lab(chart: Chart, at: Visit, code: LabCode, value: number): Observation {
  const observation = sample(chart, at, code, value);
  attest(chart, [observation], at.by, dateTime(at.day, '17:00'));
  return observation;
}

/** Writes a panel: its values, and the report that holds them together. */
export function panel(
  chart: Chart,
  at: Visit,
  code: PanelCode,
  values: Partial<Record<keyof typeof LABS, number>>,
): DiagnosticReport {
  const observations = Object.entries(values).map(([key, value]) =>
    sample(chart, at, LABS[key as keyof typeof LABS], value),
  );
  const report = put<DiagnosticReport>(chart, {
    resourceType: 'DiagnosticReport',
    id: nameId(chart, code.key, at.day),
    meta: usCore('diagnosticreport-lab'),
    status: 'final',
    category: [{ coding: [coding(hl7System('v2-0074'), 'LAB', 'Laboratory')] }],
    code: concept(LOINC, code.loinc, code.display),
    subject: chart.patient,
    encounter: refer(at.encounter),
    effectiveDateTime: at.at,
    issued: dateTime(at.day, '17:00'),
    performer: [toOrganization(CLINIC)],
    result: observations.map((observation) => refer(observation, observation.code.text)),
  });
  attest(chart, [report, ...observations], at.by, dateTime(at.day, '17:00'));
  return report;
}

/**
 * A short visit every so many months for one value, beginning in a month written yyyy-mm. The day of the month
 * falls where appointments fall, between the 8th and the 20th.
 */
export function series(chart: Chart, code: LabCode, from: string, months: number, values: readonly number[]): Visit[] {
  return values.map((value, index) => {
    const day = String(chart.random.int(8, 20)).padStart(2, '0');
    const at = visit(chart, moveMonths(`${from}-${day}`, index * months));
    lab(chart, at, code, value);
    return at;
  });
}

/** The values of one test so far, oldest first, up to a day. */
export function resultsOf(chart: Chart, code: LabCode, until?: string): Result[] {
  return chart.results
    .filter((result) => result.key === code.key && (until === undefined || result.day <= until))
    .sort((a, b) => a.day.localeCompare(b.day));
}

/** The newest value of a test as people write it, for example "7.1 %". */
export function latest(chart: Chart, code: LabCode, until?: string): string {
  const result = resultsOf(chart, code, until).at(-1);
  return result === undefined ? 'not measured' : `${result.value} ${result.unit}`;
}

function sample(chart: Chart, at: Visit, code: LabCode, value: number): Observation {
  const measured = chart.random.near(value, code.share, code.decimals);
  chart.results.push({ key: code.key, short: code.short, day: at.day, value: measured, unit: code.unit });
  const quantity = (amount: number) => ({ value: amount, unit: code.unit, system: UCUM, code: code.ucum });
  return put<Observation>(chart, {
    resourceType: 'Observation',
    id: nameId(chart, code.key, at.day),
    meta: usCore('observation-lab'),
    status: 'final',
    category: [{ coding: [coding(hl7System('observation-category'), 'laboratory', 'Laboratory')] }],
    code: { coding: [coding(LOINC, code.loinc, code.display)], text: code.short },
    subject: chart.patient,
    encounter: refer(at.encounter),
    effectiveDateTime: at.at,
    issued: dateTime(at.day, '17:00'),
    performer: [toOrganization(CLINIC)],
    valueQuantity: quantity(measured),
    interpretation: [interpret(code, measured)],
    referenceRange: [
      {
        ...(code.low !== undefined && { low: quantity(code.low) }),
        ...(code.high !== undefined && { high: quantity(code.high) }),
      },
    ],
  });
}

function interpret(code: LabCode, value: number) {
  if (code.high !== undefined && value > code.high) return concept(INTERPRETATION, 'H', 'High');
  if (code.low !== undefined && value < code.low) return concept(INTERPRETATION, 'L', 'Low');
  return concept(INTERPRETATION, 'N', 'Normal');
}
