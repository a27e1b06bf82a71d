import { authorize, bill } from '../chart/claims.ts';
import { allergy, diagnose, fluShot } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note, picture } from '../chart/documents.ts';
import { lab, latest, panel, resultsOf, series } from '../chart/laboratory.ts';
import { measure, smoking } from '../chart/measurements.ts';
import { planDiabetes } from '../chart/plan.ts';
import { study } from '../chart/studies.ts';
import { order, perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { LABS, PANELS } from '../codes/labs.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

const RIGHT_FOOT: [string, string] = ['7769000', 'Right foot structure'];

/** Diabetes that answers to a change of therapy, and an operation on a toe in between. */
export const shawAmy: Story = {
  person: {
    id: 'shaw-amy',
    family: 'Shaw',
    given: ['Amy', 'V.'],
    gender: 'female',
    birthsex: 'F',
    born: '1987-02-20',
    race: 'white',
    heightCm: 168,
  },
  physician: STAFF.family,
  storyline:
    'Type 2 diabetes since 2021 that came under control after empagliflozin was added; hammer toe corrected in 2026.',
  diabetic: true,
  tell(chart) {
    const coverage = cover(chart, '2020-01-12');
    const first = visit(chart, '2021-03-09', { kind: 'wellness' });
    const diabetes = diagnose(chart, CONDITIONS.diabetes2, { onset: '2021-03-09' });
    const toe = diagnose(chart, CONDITIONS.hammerToe, { onset: '2023-10-17' });
    allergy(chart, 'penicillin', '2021-03-09', 'hives');
    smoking(chart, first, 'never');
    measure(chart, first, { pressure: [128, 82], weight: 88, pulse: 78, height: 168 });
    panel(chart, first, PANELS.metabolic, { glucose: 196, creatinine: 0.8, egfr: 96, sodium: 139, potassium: 4.2 });
    prescribe(chart, first, MEDICATIONS.metformin, { take: 'One tablet twice a day with meals', reason: diabetes });

    series(chart, LABS.hba1c, '2022-03', 4, [8.4, 8.6, 8.5, 8.7, 7.9, 7.4, 7.2, 7.1, 7.0, 6.9, 7.0, 6.8, 6.9, 6.8]);
    const change = visit(chart, '2023-04-12', { reason: [diabetes] });
    measure(chart, change, { pressure: [132, 84], weight: 90, pulse: 80 });
    prescribe(chart, change, MEDICATIONS.empagliflozin, { take: '10 mg once every morning', reason: diabetes });
    note(chart, change, DOCUMENTS.progress, 'text', 'inline', [
      section('subjective', 'Feels well, thirsty in the afternoon. Takes metformin as agreed, no hypoglycemia.'),
      section('objective', `HbA1c ${latest(chart, LABS.hba1c, change.day)}. Feet warm, pulses palpable.`),
      section('assessment', { list: ['Type 2 diabetes, above target for a year on metformin alone.'] }),
      section('plan', { list: ['Add empagliflozin 10 mg in the morning.', 'HbA1c every four months.'] }),
    ]);

    planDiabetes(chart, change, diabetes, [STAFF.foot]);

    for (const [written, weight] of [
      ['2024-09-18', 84],
      ['2025-09-16', 82],
    ] as const) {
      const yearly = visit(chart, written, { kind: 'wellness' });
      measure(chart, yearly, { pressure: [124, 78], weight, pulse: 74 });
      panel(chart, yearly, PANELS.lipids, { cholesterol: 188, triglycerides: 140, hdl: 49, ldl: 104 });
      lab(chart, yearly, LABS.albuminRatio, 14);
      perform(chart, yearly, SERVICES.footExam, { reason: diabetes, outcome: 'Sensation and pulses kept.' });
      fluShot(chart, yearly);
    }
    tellOperation();

    function tellOperation(): void {
      const consult = visit(chart, '2026-04-14', { by: STAFF.foot, reason: [toe] });
      measure(chart, consult, { pressure: [122, 78], weight: 81 });
      order(chart, consult, SERVICES.footXray, { reason: toe });
      order(chart, consult, SERVICES.hammerToeRepair, { reason: toe });
      authorize(chart, consult, coverage, [toe, diabetes], [[SERVICES.hammerToeRepair, 1480]], 'approved');
      note(chart, consult, DOCUMENTS.consult, 'ccda', 'binary', [
        section('reason', 'Painful second toe of the right foot, shoes and padding no longer help.'),
        section('history', 'Pain 6 of 10 in closed shoes for more than two years. Callus over the joint, no ulcer.'),
        section('results', hba1cTable()),
        section('assessment', { list: ['Fixed hammer toe, second toe right.', 'Type 2 diabetes, controlled.'] }),
        section('plan', { list: ['Correction with wire fixation once HbA1c stays below 7.5 %.'] }),
      ]);

      const surgery = visit(chart, '2026-05-19', { kind: 'outpatient', by: STAFF.foot, reason: [toe] });
      perform(chart, surgery, SERVICES.hammerToeRepair, {
        reason: toe,
        site: RIGHT_FOOT,
        outcome: 'Alignment restored.',
      });
      prescribe(chart, surgery, MEDICATIONS.ibuprofen, {
        take: 'One tablet every eight hours with food, for a week',
        finished: true,
        refills: 0,
      });
      note(chart, surgery, DOCUMENTS.operation, 'ccda', 'inline', [
        section('preoperative', 'Hammer toe, second toe, right foot.'),
        section('postoperative', 'The same.'),
        section('anesthesia', 'Ankle block with light sedation.'),
        section(
          'operation',
          'Straight incision over the proximal joint. Tendon lengthened, joint surfaces removed, toe set straight and held with a wire that leaves at the tip. Skin closed in layers.',
        ),
        section('findings', 'Fixed flexion of the joint, cartilage worn. Bone of good quality.'),
        section('bloodLoss', 'Less than 10 mL.'),
        section('specimens', 'None.'),
        section('complications', 'None.'),
      ]);
      const film = picture(
        chart,
        surgery,
        DOCUMENTS.imaging,
        'foot',
        'binary',
        'Right foot after correction, standing',
      );
      study(chart, surgery, 'radiology', 'X-ray of right foot', 'Second toe straight, wire in place.', film);
      bill(
        chart,
        surgery,
        coverage,
        [toe, diabetes],
        [
          [SERVICES.hammerToeRepair, 1480],
          [SERVICES.footXray, 96],
        ],
      );

      const after = visit(chart, '2026-06-16', { by: STAFF.foot, reason: [toe] });
      measure(chart, after, { pressure: [121, 76], weight: 81 });
      picture(chart, after, DOCUMENTS.photo, 'wound', 'inline', 'Incision four weeks after the operation');
      note(chart, after, DOCUMENTS.progress, 'pdf', 'inline', [
        section('subjective', 'Four weeks after correction of the second toe. Pain 2 of 10 on walking, no fever.'),
        section(
          'objective',
          'Incision closed and dry. Toe straight on standing films. Sensation intact.',
          hba1cTable(),
        ),
        section('assessment', { list: ['Hammer toe, healing as expected.', 'Type 2 diabetes, controlled.'] }),
        section('plan', { list: ['Stiff shoe for two more weeks.', 'Wire taken out today.', 'HbA1c in July.'] }),
      ]);
      bill(
        chart,
        after,
        coverage,
        [toe],
        [
          [SERVICES.longVisit, 148],
          [SERVICES.footXray, 96],
          [SERVICES.hba1cTest, 28],
        ],
      );
    }

    function hba1cTable() {
      const rows = resultsOf(chart, LABS.hba1c, '2026-06-30').map((result) => [result.day, `${result.value} %`]);
      return { table: { head: ['Date', 'HbA1c'], rows: rows.slice(-6) } };
    }
  },
};
