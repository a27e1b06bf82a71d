import { bill } from '../chart/claims.ts';
import { allergy, diagnose } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note } from '../chart/documents.ts';
import { lab } from '../chart/laboratory.ts';
import { find, measure, smoking } from '../chart/measurements.ts';
import { perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { FINDINGS } from '../codes/findings.ts';
import { LABS } from '../codes/labs.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Visits: date, PHQ-9, GAD-7. */
const SCORES = [
  ['2024-09-10', 19, 14],
  ['2024-10-15', 17, 12],
  ['2024-11-19', 14, 11],
  ['2025-01-14', 11, 8],
  ['2025-03-11', 8, 6],
  ['2025-06-10', 6, 5],
  ['2025-10-14', 4, 3],
  ['2026-02-10', 9, 7],
  ['2026-04-14', 5, 4],
  ['2026-08-11', 3, 3],
] as const;

/** Depression that lifts over a year, with a dip in the second winter. */
export const nguyenLinh: Story = {
  person: {
    id: 'nguyen-linh',
    family: 'Nguyen',
    given: ['Linh', 'Thi'],
    gender: 'female',
    birthsex: 'F',
    born: '1998-04-09',
    race: 'asian',
    language: ['vi', 'Vietnamese'],
    heightCm: 157,
  },
  physician: STAFF.mind,
  storyline: 'Major depression in treatment since 2024; PHQ-9 falls from 19 to 3 with sertraline and psychotherapy.',
  tell(chart) {
    const coverage = cover(chart, '2024-01-12');
    const depression = diagnose(chart, CONDITIONS.depression, { onset: '2024-09-10', status: 'remission' });
    allergy(chart, 'none', '2024-09-10');
    const visits = SCORES.map(([written, mood, anxiety]) => {
      const at = visit(chart, written, { reason: [depression] });
      find(chart, at, FINDINGS.phq9, mood);
      find(chart, at, FINDINGS.gad7, anxiety);
      measure(chart, at, { pressure: [112, 70], weight: 52, pulse: 74 });
      perform(chart, at, SERVICES.psychotherapy, { reason: depression });
      return at;
    });
    const [first, , third] = visits;
    const last = visits.at(-1);
    if (!first || !third || !last) return;
    smoking(chart, first, 'never');
    lab(chart, first, LABS.tsh, 2.1);
    prescribe(chart, first, MEDICATIONS.sertraline50, {
      take: 'One tablet in the morning',
      reason: depression,
      stopped: ['2024-11-19', 'Dose raised'],
    });
    prescribe(chart, third, MEDICATIONS.sertraline100, { take: 'One tablet in the morning', reason: depression });
    note(chart, first, DOCUMENTS.psychiatric, 'pdf', 'inline', [
      section(
        'history',
        'Low mood, poor sleep and no appetite for four months since a move and a loss in the family. No thoughts of self-harm.',
      ),
      section('results', 'PHQ-9 19 of 27, GAD-7 14 of 21.'),
      section('assessment', 'Major depressive disorder, single episode, moderate.'),
      section('plan', {
        list: ['Sertraline 50 mg.', 'Psychotherapy every two weeks.', 'Thyroid test to rule out another cause.'],
      }),
    ]);
    note(chart, last, DOCUMENTS.progress, 'text', 'inline', [
      section('subjective', 'Works full time again, sleeps seven hours, sees friends.'),
      section('objective', 'PHQ-9 by visit:', {
        table: {
          head: ['Date', 'PHQ-9', 'GAD-7'],
          rows: visits.map((at, index) => [at.day, `${SCORES[index]?.[1]}`, `${SCORES[index]?.[2]}`]),
        },
      }),
      section('assessment', 'In remission.'),
      section('plan', { list: ['Sertraline for six more months.', 'Talk about stopping in spring.'] }),
    ]);
    bill(chart, last, coverage, [depression], [[SERVICES.psychotherapy, 132]]);
  },
};
