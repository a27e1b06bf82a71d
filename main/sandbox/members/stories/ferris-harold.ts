import { bill } from '../chart/claims.ts';
import { allergy, diagnose } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note } from '../chart/documents.ts';
import { lab, latest, panel, resultsOf } from '../chart/laboratory.ts';
import { find, measure, smoking } from '../chart/measurements.ts';
import { perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { FINDINGS } from '../codes/findings.ts';
import { LABS, PANELS } from '../codes/labs.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Controls: date, ejection fraction where measured, NT-proBNP, weight. */
const CONTROLS = [
  ['2023-02-14', 34, 1850, 86],
  ['2023-08-15', undefined, 1420, 84],
  ['2024-02-13', 38, 1180, 83],
  ['2024-08-13', undefined, 1390, 84],
  ['2025-02-11', 33, 2100, 86],
  ['2025-08-12', undefined, 3250, 88],
] as const;

/** Heart failure to its end. */
export const ferrisHarold: Story = {
  person: {
    id: 'ferris-harold',
    family: 'Ferris',
    given: ['Harold', 'James'],
    gender: 'male',
    birthsex: 'M',
    born: '1942-12-14',
    died: '2026-03-17',
    race: 'white',
    heightCm: 177,
  },
  physician: STAFF.heart,
  storyline: 'Heart failure with atrial fibrillation, two stays in hospital; died in March 2026.',
  tell(chart) {
    const coverage = cover(chart, '2010-01-12');
    const failure = diagnose(chart, CONDITIONS.heartFailure, { onset: '2020-11-17' });
    const rhythm = diagnose(chart, CONDITIONS.fibrillation, { onset: '2021-06-15' });
    diagnose(chart, CONDITIONS.coronary, { onset: '2014-03-18' });
    allergy(chart, 'none', '2010-03-16');
    for (const [written, fraction, peptide, weight] of CONTROLS) {
      const at = visit(chart, written, { reason: [failure, rhythm] });
      measure(chart, at, { pressure: [116, 70], weight, pulse: 78, oxygen: 95 });
      lab(chart, at, LABS.ntProBnp, peptide);
      panel(chart, at, PANELS.metabolic, { glucose: 108, creatinine: 1.32, egfr: 53, sodium: 137, potassium: 4.7 });
      if (fraction !== undefined) {
        perform(chart, at, SERVICES.echo, { reason: failure });
        find(chart, at, FINDINGS.ejection, fraction);
      }
      if (written === '2023-02-14') {
        smoking(chart, at, 'former');
        prescribe(chart, at, MEDICATIONS.sacubitril, {
          take: 'One tablet twice a day',
          reason: failure,
          stopped: ['2026-03-17', 'Patient died'],
        });
        prescribe(chart, at, MEDICATIONS.carvedilol, {
          take: 'One tablet twice a day',
          reason: failure,
          stopped: ['2026-03-17', 'Patient died'],
        });
        prescribe(chart, at, MEDICATIONS.spironolactone, {
          take: 'One tablet in the morning',
          reason: failure,
          stopped: ['2026-03-17', 'Patient died'],
        });
        prescribe(chart, at, MEDICATIONS.apixaban, {
          take: 'One tablet twice a day',
          reason: rhythm,
          stopped: ['2026-03-17', 'Patient died'],
        });
      }
      if (written === '2024-02-13') {
        note(chart, at, DOCUMENTS.consult, 'pdf', 'inline', [
          section('history', 'Climbs one flight of stairs without pause. Two pillows at night.'),
          section('results', peptideTable()),
          section('assessment', 'Heart failure with reduced ejection fraction, better on full therapy.'),
          section('plan', { list: ['All tablets as before.', 'Weigh daily, call at 2 kg more in three days.'] }),
        ]);
      }
    }
    const stay = visit(chart, '2025-11-11', {
      kind: 'stay',
      nights: 6,
      reason: [failure],
      disposition: ['home', 'Home'],
    });
    measure(chart, stay, { pressure: [108, 66], weight: 92, pulse: 104, breaths: 26, oxygen: 88 });
    lab(chart, stay, LABS.ntProBnp, 6900);
    prescribe(chart, stay, MEDICATIONS.furosemide, {
      take: 'One tablet morning and noon',
      reason: failure,
      stopped: ['2026-03-17', 'Patient died'],
    });
    note(chart, stay, DOCUMENTS.discharge, 'ccda', 'binary', [
      section('admission', 'Water in lungs and legs.'),
      section(
        'course',
        'Furosemide into the vein, minus 6 kg in five days. Rhythm slow with carvedilol. Kidneys held.',
      ),
      section('results', peptideTable()),
      section('dischargeDiagnosis', { list: ['Decompensated heart failure.', 'Atrial fibrillation.'] }),
      section('dischargeMedications', { list: ['Furosemide 40 mg twice a day, new', 'All other tablets as before'] }),
      section('plan', { list: ['Control within a week.', 'Talk about wishes for the end of life.'] }),
    ]);
    bill(
      chart,
      stay,
      coverage,
      [failure, rhythm],
      [
        [SERVICES.hospitalDay, 410, 6],
        [SERVICES.echo, 640],
        [SERVICES.chestXray, 88],
      ],
    );
    const final = visit(chart, '2026-03-10', {
      kind: 'stay',
      nights: 7,
      reason: [failure],
      disposition: ['exp', 'Expired'],
    });
    measure(chart, final, { pressure: [88, 52], pulse: 112, breaths: 30, oxygen: 84 });
    lab(chart, final, LABS.ntProBnp, 11800);
    panel(chart, final, PANELS.metabolic, { glucose: 122, creatinine: 2.6, egfr: 23, sodium: 129, potassium: 5.6 });
    note(chart, final, DOCUMENTS.discharge, 'pdf', 'binary', [
      section('admission', 'Heart failure, failing kidneys.'),
      section(
        'course',
        `NT-proBNP ${latest(chart, LABS.ntProBnp)}, creatinine ${latest(chart, LABS.creatinine)}. Dialysis was declined, as the patient had wished. Comfort care, family present. Died in the morning.`,
      ),
      section('dischargeDiagnosis', 'Death from heart failure.'),
    ]);
    bill(chart, final, coverage, [failure, rhythm], [[SERVICES.hospitalDay, 410, 7]]);

    function peptideTable() {
      const rows = resultsOf(chart, LABS.ntProBnp).map((result) => [result.day, `${result.value} pg/mL`]);
      return { table: { head: ['Date', 'NT-proBNP'], rows } };
    }
  },
};
