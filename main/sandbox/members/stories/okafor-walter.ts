import { bill } from '../chart/claims.ts';
import { allergy, diagnose, fluShot, immunize } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note } from '../chart/documents.ts';
import { lab, latest, panel, resultsOf } from '../chart/laboratory.ts';
import { measure, smoking } from '../chart/measurements.ts';
import { prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { LABS, PANELS } from '../codes/labs.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { VACCINES } from '../codes/vaccines.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Half-yearly controls: creatinine, eGFR, potassium, pressure. */
const CONTROLS = [
  ['2021-02-16', 1.42, 54, 4.6, 158, 94],
  ['2021-08-17', 1.48, 51, 4.7, 152, 92],
  ['2022-02-15', 1.55, 48, 4.8, 148, 88],
  ['2022-08-16', 1.62, 45, 4.9, 146, 86],
  ['2023-02-14', 1.69, 43, 5.0, 138, 84],
  ['2023-08-15', 1.74, 41, 5.0, 136, 82],
  ['2024-02-13', 1.77, 40, 4.9, 134, 80],
  ['2024-08-13', 1.78, 40, 4.8, 132, 78],
  ['2025-02-11', 1.8, 39, 4.8, 130, 78],
  ['2025-08-12', 1.8, 39, 4.7, 128, 76],
  ['2026-02-17', 1.82, 38, 4.8, 130, 78],
  ['2026-08-18', 1.83, 38, 4.7, 128, 78],
] as const;

/** Kidneys that lose function slowly, then hold it once pressure is down. */
export const okaforWalter: Story = {
  person: {
    id: 'okafor-walter',
    family: 'Okafor',
    given: ['Walter', 'Chidi'],
    gender: 'male',
    birthsex: 'M',
    born: '1956-11-15',
    race: 'black',
    heightCm: 181,
  },
  physician: STAFF.family,
  storyline: 'Hypertension with chronic kidney disease stage 3b; eGFR stabilises after losartan replaces lisinopril.',
  tell(chart) {
    const coverage = cover(chart, '2018-01-12');
    const pressure = diagnose(chart, CONDITIONS.hypertensiveKidney, { onset: '2009-04-14' });
    const kidneys = diagnose(chart, CONDITIONS.kidney3b, { onset: '2022-08-16' });
    allergy(chart, 'sulfonamide', '2018-03-13');
    const visits = CONTROLS.map(([written, creatinine, egfr, potassium, systolic, diastolic], index) => {
      const at = visit(chart, written, { by: index > 3 ? STAFF.kidneys : STAFF.family, reason: [pressure] });
      measure(chart, at, { pressure: [systolic, diastolic], weight: 94 - index * 0.5, pulse: 72 });
      panel(chart, at, PANELS.kidney, { creatinine, egfr, potassium, urea: 20 + index, sodium: 140 });
      if (index % 2 === 1) lab(chart, at, LABS.albuminRatio, 160 - index * 8);
      return at;
    });
    const [first, , , fourth] = visits;
    const last = visits.at(-1);
    if (!first || !fourth || !last) return;
    smoking(chart, first, 'former');
    prescribe(chart, first, MEDICATIONS.lisinopril, {
      take: 'One tablet in the morning',
      reason: pressure,
      stopped: ['2022-08-16', 'Dry cough'],
    });
    prescribe(chart, first, MEDICATIONS.amlodipine, { take: 'One tablet in the morning', reason: pressure });
    prescribe(chart, fourth, MEDICATIONS.losartan, { take: 'One tablet in the morning', reason: kidneys });
    prescribe(chart, fourth, MEDICATIONS.atorvastatin, { take: 'One tablet in the evening' });
    immunize(chart, first, VACCINES.pneumococcal);
    fluShot(chart, visit(chart, '2024-10-15', { kind: 'wellness' }));
    fluShot(chart, visit(chart, '2025-10-14', { kind: 'wellness' }));
    note(chart, fourth, DOCUMENTS.referral, 'ccda', 'binary', [
      section('reason', 'Falling kidney function with albumin in the urine, cough on lisinopril.'),
      section('medications', {
        list: ['Amlodipine 5 mg', 'Losartan 50 mg, new today', 'Atorvastatin 40 mg, new today'],
      }),
      section('results', kidneyTable()),
      section('assessment', 'Chronic kidney disease stage 3b, most likely from long hypertension.'),
    ]);
    note(chart, last, DOCUMENTS.progress, 'pdf', 'inline', [
      section('subjective', 'Feels well, walks daily. No swelling, no cough since the change to losartan.'),
      section(
        'objective',
        `eGFR ${latest(chart, LABS.egfr)}, creatinine ${latest(chart, LABS.creatinine)}.`,
        kidneyTable(),
      ),
      section('assessment', {
        list: ['Chronic kidney disease stage 3b, stable for two years.', 'Pressure at target.'],
      }),
      section('plan', { list: ['No anti-inflammatory drugs.', 'Control in six months.'] }),
    ]);
    bill(chart, last, coverage, [pressure, kidneys], [[SERVICES.longVisit, 148]]);

    function kidneyTable() {
      const rows = resultsOf(chart, LABS.egfr).map((result) => [result.day, `${result.value}`]);
      return { table: { head: ['Date', 'eGFR in mL/min/1.73 m2'], rows } };
    }
  },
};
