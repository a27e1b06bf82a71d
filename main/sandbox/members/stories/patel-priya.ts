import { bill } from '../chart/claims.ts';
import { allergy, diagnose, immunize } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note, picture } from '../chart/documents.ts';
import { lab, latest, panel } from '../chart/laboratory.ts';
import { find, measure, pregnancyStatus, smoking } from '../chart/measurements.ts';
import { perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { FINDINGS } from '../codes/findings.ts';
import { LABS, PANELS } from '../codes/labs.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { VACCINES } from '../codes/vaccines.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Prenatal visits: date, week, weight, fundal height. */
const PRENATAL = [
  ['2026-02-10', 13, 61, undefined],
  ['2026-03-17', 18, 62.5, 18],
  ['2026-04-14', 22, 64.2, 22],
  ['2026-05-12', 26, 66, 26],
  ['2026-06-09', 30, 68.1, 30],
  ['2026-07-08', 34, 69.8, 33],
  ['2026-07-21', 36, 70.6, 35],
  ['2026-08-11', 39, 71.8, 38],
] as const;

/** A pregnancy from its first visit to the birth; mother of the newborn in this sandbox. */
export const patelPriya: Story = {
  person: {
    id: 'patel-priya',
    family: 'Patel',
    given: ['Priya'],
    maiden: 'Desai',
    gender: 'female',
    birthsex: 'F',
    born: '1994-09-12',
    race: 'asian',
    heightCm: 162,
    household: 'patel',
  },
  physician: STAFF.births,
  storyline: 'First pregnancy in 2026 with mild anemia, birth at 39 weeks; older records carry the maiden name Desai.',
  tell(chart) {
    const coverage = cover(chart, '2023-01-12');
    allergy(chart, 'none', '2026-01-13');
    const first = visit(chart, '2026-01-13', { kind: 'prenatal' });
    const pregnancy = diagnose(chart, CONDITIONS.pregnancy, {
      onset: '2026-01-13',
      abated: '2026-08-14',
      visit: first,
    });
    const anemia = diagnose(chart, CONDITIONS.anemia, { onset: '2026-05-12' });
    smoking(chart, first, 'never');
    pregnancyStatus(chart, first, true);
    measure(chart, first, { pressure: [112, 68], weight: 60, pulse: 78, height: 162 });
    panel(chart, first, PANELS.blood, { hemoglobin: 12.4, leukocytes: 7.8, platelets: 262 });
    lab(chart, first, LABS.tsh, 1.9);
    note(chart, first, DOCUMENTS.history, 'ccda', 'binary', [
      section('history', 'First pregnancy, wished for. Nausea in the mornings, no bleeding.'),
      section('pastHistory', 'No operations, no chronic illness. Earlier records are under the name Desai.'),
      section('allergies', 'None known.'),
      section('exam', 'Uterus of nine weeks, heart beat seen.'),
      section('plan', { list: ['Folic acid.', 'Blood count, thyroid.', 'Next visit in four weeks.'] }),
    ]);

    for (const [written, week, weight, fundus] of PRENATAL) {
      const at = visit(chart, written, { kind: 'prenatal', reason: [pregnancy] });
      measure(chart, at, { pressure: [114, 70], weight, pulse: 82 });
      find(chart, at, FINDINGS.gestation, week);
      if (fundus !== undefined) find(chart, at, FINDINGS.fundus, fundus);
      if (week === 18) tellUltrasound(at);
      if (week === 26) tellSugarTest(at);
      if (week === 30) immunize(chart, at, VACCINES.tdap);
    }

    const birth = visit(chart, '2026-08-14', {
      kind: 'stay',
      nights: 2,
      reason: [pregnancy],
      disposition: ['home', 'Home'],
    });
    measure(chart, birth, { pressure: [122, 76], pulse: 96, temperature: 36.9 });
    perform(chart, birth, SERVICES.delivery, { reason: pregnancy, outcome: 'Healthy boy, placenta complete.' });
    panel(chart, birth, PANELS.blood, { hemoglobin: 10.2, leukocytes: 12.9, platelets: 224 });
    note(chart, birth, DOCUMENTS.discharge, 'pdf', 'binary', [
      section('admission', 'Contractions at 39 weeks.'),
      section(
        'course',
        'Labor of nine hours, birth without instruments. Small tear, sewn. Bleeding about 350 mL. Both up and about after six hours, breast feeding from the first evening.',
      ),
      section('dischargeDiagnosis', { list: ['Term birth of a healthy boy.', 'Anemia, iron goes on.'] }),
      section('dischargeMedications', { list: ['Ferrous sulfate 325 mg daily', 'Acetaminophen 500 mg when needed'] }),
      section('plan', { list: ['Visit in six weeks.', 'Baby to the pediatrician on day 3.'] }),
    ]);
    bill(
      chart,
      birth,
      coverage,
      [pregnancy, anemia],
      [
        [SERVICES.delivery, 3900],
        [SERVICES.hospitalDay, 410, 2],
      ],
    );
    const after = visit(chart, '2026-09-18', { reason: [anemia] });
    measure(chart, after, { pressure: [112, 70], weight: 64, pulse: 74 });
    pregnancyStatus(chart, after, false);
    panel(chart, after, PANELS.blood, { hemoglobin: 12.1, leukocytes: 7.1, platelets: 258 });

    function tellUltrasound(at: ReturnType<typeof visit>): void {
      perform(chart, at, SERVICES.obstetricUltrasound, { reason: pregnancy, outcome: 'Growth as the dates say.' });
      picture(chart, at, DOCUMENTS.imaging, 'ultrasound', 'inline', 'Ultrasound at 18 weeks');
    }

    function tellSugarTest(at: ReturnType<typeof visit>): void {
      lab(chart, at, LABS.glucose1h, 118);
      panel(chart, at, PANELS.blood, { hemoglobin: 10.6, leukocytes: 8.9, platelets: 241 });
      prescribe(chart, at, MEDICATIONS.ferrous, { take: 'One tablet daily between meals', reason: anemia });
      note(chart, at, DOCUMENTS.prenatal, 'text', 'inline', [
        section(
          'objective',
          `Glucose one hour after 50 g: ${latest(chart, LABS.glucose1h)}. Hemoglobin ${latest(chart, LABS.hemoglobin)}.`,
        ),
        section('plan', { list: ['Iron daily.', 'Tdap at 30 weeks.'] }),
      ]);
    }
  },
};
