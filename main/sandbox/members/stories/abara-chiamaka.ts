import { authorize, bill } from '../chart/claims.ts';
import { allergy, diagnose } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note } from '../chart/documents.ts';
import { lab, latest, resultsOf } from '../chart/laboratory.ts';
import { measure, smoking } from '../chart/measurements.ts';
import { order, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { LABS } from '../codes/labs.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Controls: date, CRP, sedimentation rate, liver enzyme, weight. */
const CONTROLS = [
  ['2022-11-15', 38, 54, 22, 68],
  ['2023-02-14', 31, 46, 28, 68],
  ['2023-05-16', 29, 44, 31, 69],
  ['2023-10-17', 9, 22, 30, 70],
  ['2024-04-16', 5, 16, 27, 71],
  ['2024-10-15', 4, 14, 26, 71],
  ['2025-04-15', 4, 13, 25, 72],
  ['2025-10-14', 3, 12, 26, 72],
  ['2026-04-14', 3, 12, 24, 72],
  ['2026-10-13', 4, 13, 25, 72],
] as const;

/** Rheumatoid arthritis: methotrexate alone fails, the biologic is authorized, inflammation goes. */
export const abaraChiamaka: Story = {
  person: {
    id: 'abara-chiamaka',
    family: 'Abara',
    given: ['Chiamaka'],
    gender: 'female',
    birthsex: 'F',
    born: '1983-01-16',
    race: 'black',
    heightCm: 171,
  },
  physician: STAFF.joints,
  storyline: 'Rheumatoid arthritis in remission on adalimumab, authorized in 2023 after methotrexate alone had failed.',
  tell(chart) {
    const coverage = cover(chart, '2022-01-12');
    const arthritis = diagnose(chart, CONDITIONS.rheumatoid, { onset: '2022-11-15', status: 'remission' });
    allergy(chart, 'penicillin', '2022-11-15', 'rash');
    const visits = CONTROLS.map(([written, crp, esr, alt, weight]) => {
      const at = visit(chart, written, { reason: [arthritis] });
      measure(chart, at, { pressure: [120, 76], weight, pulse: 74 });
      lab(chart, at, LABS.crp, crp);
      lab(chart, at, LABS.esr, esr);
      lab(chart, at, LABS.alt, alt);
      return at;
    });
    const [first, , third] = visits;
    const last = visits.at(-1);
    if (!first || !third || !last) return;
    smoking(chart, first, 'never');
    lab(chart, first, LABS.rheumatoidFactor, 84);
    prescribe(chart, first, MEDICATIONS.methotrexate, {
      take: 'Six tablets once a week, always on the same day',
      reason: arthritis,
    });
    prescribe(chart, first, MEDICATIONS.folate, {
      take: '1 mg daily except on the methotrexate day',
      reason: arthritis,
    });
    prescribe(chart, third, MEDICATIONS.adalimumab, {
      take: '40 mg under the skin every two weeks',
      reason: arthritis,
    });
    order(chart, third, SERVICES.adalimumabDose, { reason: arthritis });
    authorize(chart, third, coverage, [arthritis], [[SERVICES.adalimumabDose, 1380, 2]], 'approved');
    note(chart, third, DOCUMENTS.history, 'pdf', 'inline', [
      section(
        'history',
        'Six months of methotrexate 15 mg a week. Morning stiffness still 90 minutes, cannot open jars.',
      ),
      section('exam', 'Eleven tender and eight swollen joints, hands and feet.'),
      section('results', inflammationTable()),
      section('assessment', 'Rheumatoid arthritis, high activity despite methotrexate.'),
      section('plan', {
        list: ['Adalimumab 40 mg every two weeks, methotrexate goes on.', 'Tuberculosis test was negative.'],
      }),
    ]);
    note(chart, last, DOCUMENTS.progress, 'ccda', 'binary', [
      section('subjective', 'No stiffness, plays the piano again.'),
      section('objective', `No swollen joint. CRP ${latest(chart, LABS.crp)}.`, inflammationTable()),
      section('assessment', 'In remission for two years.'),
      section('plan', { list: ['Go on as before.', 'Liver values every six months.'] }),
    ]);
    bill(
      chart,
      last,
      coverage,
      [arthritis],
      [
        [SERVICES.longVisit, 148],
        [SERVICES.adalimumabDose, 1380, 2],
      ],
    );

    function inflammationTable() {
      const rates = resultsOf(chart, LABS.esr);
      const rows = resultsOf(chart, LABS.crp).map((result, index) => [
        result.day,
        `${result.value}`,
        `${rates[index]?.value ?? ''}`,
      ]);
      return { table: { head: ['Date', 'CRP in mg/L', 'ESR in mm/h'], rows } };
    }
  },
};
