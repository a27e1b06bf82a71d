import { bill } from '../chart/claims.ts';
import { allergy, diagnose, fluShot } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note } from '../chart/documents.ts';
import { lab, latest, panel, resultsOf, series } from '../chart/laboratory.ts';
import { measure, smoking } from '../chart/measurements.ts';
import { perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { LABS, PANELS } from '../codes/labs.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Diabetes with nerve damage; semaglutide brings sugar and weight down after years above target. */
export const reyesDaniel: Story = {
  person: {
    id: 'reyes-daniel',
    family: 'Reyes',
    given: ['Daniel'],
    usual: 'Dani',
    gender: 'male',
    birthsex: 'M',
    born: '1968-07-14',
    race: 'white',
    hispanic: true,
    language: ['es', 'Spanish'],
    heightCm: 174,
  },
  physician: STAFF.family,
  storyline:
    'Long type 2 diabetes with neuropathy and obesity; HbA1c falls from above 9 % once semaglutide is started in 2024.',
  diabetic: true,
  tell(chart) {
    const coverage = cover(chart, '2019-01-12');
    const diabetes = diagnose(chart, CONDITIONS.diabetes2High, { onset: '2014-05-13' });
    const neuropathy = diagnose(chart, CONDITIONS.neuropathy, { onset: '2021-11-10' });
    diagnose(chart, CONDITIONS.obesity, { onset: '2014-05-13' });
    const lipids = diagnose(chart, CONDITIONS.hyperlipidemia, { onset: '2016-02-16' });
    allergy(chart, 'none', '2019-02-12');

    const start = visit(chart, '2022-01-18', { reason: [diabetes] });
    smoking(chart, start, 'former');
    measure(chart, start, { pressure: [142, 88], weight: 113, pulse: 82, height: 174 });
    prescribe(chart, start, MEDICATIONS.metformin, { take: 'One tablet twice a day with meals', reason: diabetes });
    prescribe(chart, start, MEDICATIONS.atorvastatin, { take: 'One tablet in the evening', reason: lipids });
    prescribe(chart, start, MEDICATIONS.gabapentin, { take: 'One capsule at night', reason: neuropathy });
    prescribe(chart, start, MEDICATIONS.glargine, {
      take: '18 units under the skin at bedtime',
      reason: diabetes,
      stopped: ['2025-02-11', 'No longer needed'],
    });
    series(chart, LABS.hba1c, '2022-05', 4, [9.1, 9.3, 9.2, 9.4, 9.0, 9.2, 8.3, 7.8, 7.4, 7.2, 7.0, 7.1, 7.0]);

    const change = visit(chart, '2024-03-14', { reason: [diabetes] });
    measure(chart, change, { pressure: [144, 90], weight: 115, pulse: 84 });
    prescribe(chart, change, MEDICATIONS.semaglutide, {
      take: '0.25 mg under the skin once a week for four weeks, then 0.5 mg',
      reason: diabetes,
    });
    note(chart, change, DOCUMENTS.progress, 'ccda', 'inline', [
      section('subjective', 'Burning feet at night. Often hungry. Injects glargine as agreed.'),
      section('objective', `HbA1c ${latest(chart, LABS.hba1c, change.day)}, weight about 115 kg.`),
      section('assessment', { list: ['Type 2 diabetes with neuropathy, not at target.', 'Obesity.'] }),
      section('plan', { list: ['Start semaglutide.', 'Lower glargine by a third.', 'Control in four months.'] }),
    ]);

    for (const [written, weight, ldl] of [
      ['2022-10-12', 114, 122],
      ['2024-10-15', 106, 88],
      ['2025-10-14', 101, 80],
    ] as const) {
      const yearly = visit(chart, written, { kind: 'wellness' });
      measure(chart, yearly, { pressure: [134, 82], weight, pulse: 78 });
      panel(chart, yearly, PANELS.lipids, { cholesterol: ldl + 82, triglycerides: 178, hdl: 39, ldl });
      panel(chart, yearly, PANELS.metabolic, { glucose: 164, creatinine: 0.98, egfr: 88, sodium: 140, potassium: 4.4 });
      lab(chart, yearly, LABS.albuminRatio, 42);
      perform(chart, yearly, SERVICES.footExam, { reason: neuropathy, outcome: 'Reduced sensation at both heels.' });
      fluShot(chart, yearly);
    }

    const last = visit(chart, '2026-06-11', { reason: [diabetes, neuropathy] });
    measure(chart, last, { pressure: [130, 80], weight: 98, pulse: 76 });
    note(chart, last, DOCUMENTS.progress, 'pdf', 'binary', [
      section('subjective', 'Sleeps through, feet burn less. No nausea on semaglutide 0.5 mg.'),
      section('objective', 'HbA1c over the years:', {
        table: {
          head: ['Date', 'HbA1c', 'Target'],
          rows: resultsOf(chart, LABS.hba1c).map((result) => [result.day, `${result.value} %`, 'below 7.5 %']),
        },
      }),
      section('assessment', { list: ['Type 2 diabetes, at target without insulin.', 'Neuropathy, stable.'] }),
      section('plan', { list: ['Go on as before.', 'Eye screening is due.', 'Next control in four months.'] }),
    ]);
    bill(
      chart,
      last,
      coverage,
      [diabetes, neuropathy],
      [
        [SERVICES.longVisit, 148],
        [SERVICES.hba1cTest, 28],
      ],
    );
  },
};
