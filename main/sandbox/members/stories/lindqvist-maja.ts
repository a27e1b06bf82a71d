import { bill } from '../chart/claims.ts';
import { allergy, diagnose, fluShot, immunize } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note, picture } from '../chart/documents.ts';
import { find, measure } from '../chart/measurements.ts';
import { study } from '../chart/studies.ts';
import { perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { FINDINGS } from '../codes/findings.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { VACCINES } from '../codes/vaccines.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** A school child whose asthma needs a daily inhaler after a night in the emergency room. */
export const lindqvistMaja: Story = {
  person: {
    id: 'lindqvist-maja',
    family: 'Lindqvist',
    given: ['Maja'],
    gender: 'female',
    birthsex: 'F',
    born: '2017-05-16',
    race: 'white',
    heightCm: 134,
  },
  physician: STAFF.children,
  storyline:
    'Nine-year-old with asthma and peanut allergy; one emergency visit, then controlled on an inhaled steroid.',
  tell(chart) {
    const coverage = cover(chart, '2017-05-16', 'child');
    const asthma = diagnose(chart, CONDITIONS.asthma, { onset: '2021-09-14' });
    diagnose(chart, CONDITIONS.rhinitis, { onset: '2022-04-12' });
    allergy(chart, 'peanut', '2019-06-11', 'anaphylaxis');

    const baby = visit(chart, '2018-06-12', { kind: 'child' });
    measure(chart, baby, { weight: 9.4, height: 75, head: 46, temperature: 36.8 });
    for (const vaccine of [VACCINES.mmr, VACCINES.varicella, VACCINES.dtap, VACCINES.polio])
      immunize(chart, baby, vaccine);

    for (const [written, weight, height] of [
      ['2021-06-15', 15.8, 102],
      ['2022-06-14', 18.2, 109],
      ['2023-06-13', 20.6, 115],
      ['2024-06-11', 23.4, 121],
      ['2025-06-17', 26.3, 128],
      ['2026-06-16', 29.2, 134],
    ] as const) {
      const yearly = visit(chart, written, { kind: 'child' });
      measure(chart, yearly, { pressure: [98, 60], weight, height, pulse: 92, breaths: 20, oxygen: 98 });
    }

    const start = visit(chart, '2021-09-14', { reason: [asthma] });
    measure(chart, start, { weight: 16.2, height: 104, pulse: 98, breaths: 24, oxygen: 96 });
    prescribe(chart, start, MEDICATIONS.albuterol, {
      take: 'Two puffs with spacer when needed, up to every four hours',
      reason: asthma,
    });

    const night = visit(chart, '2023-11-14', { kind: 'emergency', by: STAFF.children, reason: [asthma] });
    measure(chart, night, { pulse: 132, breaths: 34, oxygen: 91, temperature: 37.4, weight: 21.4, height: 117 });
    prescribe(chart, night, MEDICATIONS.prednisone, {
      take: 'One tablet each morning for five days',
      finished: true,
      refills: 0,
    });
    const film = picture(chart, night, DOCUMENTS.imaging, 'chest', 'binary', 'Chest, two views');
    study(chart, night, 'radiology', 'X-ray of chest', 'Overinflated, no infiltrate.', film);
    note(chart, night, DOCUMENTS.emergency, 'pdf', 'binary', [
      section('complaint', 'Short of breath since the evening, cough for two days.'),
      section('history', 'Cold since Sunday. Albuterol every two hours since the afternoon, brought no rest.'),
      section('exam', 'Speaks in short sentences, uses neck muscles. Wheeze on both sides.'),
      section(
        'course',
        'Three inhalations of albuterol with ipratropium, prednisone by mouth. Saturation 96 % after two hours, no wheeze at rest.',
      ),
      section('plan', {
        list: [
          'Prednisone for five days.',
          'See the pediatrician within three days.',
          'Come back if albuterol is needed more than every four hours.',
        ],
      }),
    ]);

    const after = visit(chart, '2023-11-17', { reason: [asthma] });
    prescribe(chart, after, MEDICATIONS.fluticasone, {
      take: 'Two puffs twice a day with spacer, rinse mouth',
      reason: asthma,
    });
    fluShot(chart, after);
    for (const [written, fev1, ratio] of [
      ['2023-12-12', 1.02, 76],
      ['2024-12-10', 1.38, 84],
      ['2025-12-09', 1.56, 86],
    ] as const) {
      const test = visit(chart, written, { by: STAFF.lungs, reason: [asthma] });
      perform(chart, test, SERVICES.spirometry, { reason: asthma });
      find(chart, test, FINDINGS.fev1, fev1);
      find(chart, test, FINDINGS.fev1Ratio, ratio);
    }
    const last = visit(chart, '2026-09-15', { reason: [asthma] });
    measure(chart, last, { weight: 30.1, height: 134, pulse: 88, oxygen: 98 });
    note(chart, last, DOCUMENTS.plan, 'text', 'inline', [
      section('assessment', 'Asthma, controlled. No night cough, albuterol less than once a week.'),
      section('plan', {
        list: [
          'Green: fluticasone twice a day.',
          'Yellow: add albuterol, call if it lasts a day.',
          'Red: albuterol, then emergency room.',
        ],
      }),
    ]);
    bill(
      chart,
      last,
      coverage,
      [asthma],
      [
        [SERVICES.visit, 104],
        [SERVICES.spirometry, 62],
      ],
    );
  },
};
