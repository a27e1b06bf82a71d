import { authorize, bill } from '../chart/claims.ts';
import { allergy, diagnose, fluShot, immunize } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note, picture } from '../chart/documents.ts';
import { lab, latest } from '../chart/laboratory.ts';
import { find, measure, smoking } from '../chart/measurements.ts';
import { oxygenAnswers } from '../chart/oxygen-form.ts';
import { study } from '../chart/studies.ts';
import { order, perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { FINDINGS } from '../codes/findings.ts';
import { LABS } from '../codes/labs.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { VACCINES } from '../codes/vaccines.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Lung disease that has come to the point of oxygen at home. */
export const kowalczykHenryk: Story = {
  person: {
    id: 'kowalczyk-henryk',
    family: 'Kowalczyk',
    given: ['Henryk'],
    usual: 'Henry',
    gender: 'male',
    birthsex: 'M',
    born: '1951-03-18',
    race: 'white',
    language: ['pl', 'Polish'],
    heightCm: 172,
  },
  physician: STAFF.lungs,
  storyline:
    'COPD with resting hypoxemia; home oxygen is authorized in 2026 on arterial blood gas and a certificate of need.',
  tell(chart) {
    const coverage = cover(chart, '2016-01-12');
    const copd = diagnose(chart, CONDITIONS.copd, { onset: '2013-10-15' });
    const hypoxemia = diagnose(chart, CONDITIONS.hypoxemia, { onset: '2026-03-10' });
    allergy(chart, 'none', '2016-03-15');
    for (const [written, fev1, ratio, oxygen, weight] of [
      ['2021-10-12', 1.52, 56, 94, 72],
      ['2022-10-11', 1.43, 54, 94, 71],
      ['2023-10-10', 1.31, 52, 93, 70],
      ['2024-10-08', 1.18, 49, 91, 68],
      ['2025-10-14', 1.06, 47, 89, 66],
    ] as const) {
      const yearly = visit(chart, written, { reason: [copd] });
      measure(chart, yearly, { pressure: [134, 78], weight, pulse: 88, breaths: 20, oxygen });
      perform(chart, yearly, SERVICES.spirometry, { reason: copd });
      find(chart, yearly, FINDINGS.fev1, fev1);
      find(chart, yearly, FINDINGS.fev1Ratio, ratio);
      fluShot(chart, yearly);
      if (written === '2021-10-12') {
        smoking(chart, yearly, 'former');
        immunize(chart, yearly, VACCINES.pneumococcal);
        prescribe(chart, yearly, MEDICATIONS.tiotropium, { take: '18 micrograms inhaled once a day', reason: copd });
        prescribe(chart, yearly, MEDICATIONS.albuterol, { take: 'Two puffs when short of breath', reason: copd });
      }
    }
    const need = visit(chart, '2026-03-10', { reason: [copd, hypoxemia] });
    measure(chart, need, { pressure: [138, 80], weight: 64, pulse: 96, breaths: 24, oxygen: 86 });
    lab(chart, need, LABS.oxygenPressure, 53);
    order(chart, need, SERVICES.oxygenConcentrator, {
      reason: hypoxemia,
      note: '2 L/min by nasal cannula, 16 hours a day',
    });
    order(chart, need, SERVICES.portableOxygen, { reason: hypoxemia, status: 'active' });
    const film = picture(chart, need, DOCUMENTS.imaging, 'chest', 'inline', 'Chest, two views');
    study(chart, need, 'radiology', 'X-ray of chest', 'Overinflated lungs, no infiltrate, no mass.', film);
    const lines: Parameters<typeof authorize>[4] = [
      [SERVICES.oxygenConcentrator, 142],
      [SERVICES.portableOxygen, 38],
    ];
    authorize(chart, need, coverage, [copd, hypoxemia], lines, 'approved');
    oxygenAnswers(chart, need, { oxygen: 86, pressure: latest(chart, LABS.oxygenPressure) });
    note(chart, need, DOCUMENTS.necessity, 'pdf', 'inline', [
      section('reason', 'Home oxygen: concentrator and portable system, 12 months.'),
      section('results', {
        table: {
          head: ['Finding', 'Value', 'Condition'],
          rows: [
            ['Arterial pO2', latest(chart, LABS.oxygenPressure), 'At rest, room air'],
            ['Saturation', '86 %', 'At rest, room air'],
            ['Saturation', '93 %', '2 L/min, at rest'],
          ],
        },
      }),
      section(
        'assessment',
        'Chronic obstructive lung disease with low oxygen at rest, stable for four weeks, all other treatment in place.',
      ),
      section('plan', { list: ['Oxygen 2 L/min, at least 16 hours a day.', 'Blood gas again in three months.'] }),
    ]);
    const control = visit(chart, '2026-06-09', { reason: [hypoxemia] });
    measure(chart, control, { pressure: [132, 76], weight: 65, pulse: 84, breaths: 19, oxygen: 93 });
    lab(chart, control, LABS.oxygenPressure, 68);
    note(chart, control, DOCUMENTS.progress, 'ccda', 'binary', [
      section('subjective', 'Sleeps better, walks to the shop with the portable unit. Does not smoke.'),
      section('objective', `Arterial pO2 ${latest(chart, LABS.oxygenPressure)} on 2 L/min.`),
      section('assessment', { list: ['COPD, stable.', 'Oxygen at home needed and used.'] }),
      section('plan', { list: ['Go on with oxygen.', 'Rehabilitation group on Tuesdays.'] }),
    ]);
    bill(chart, control, coverage, [copd, hypoxemia], lines);
    const again = visit(chart, '2026-10-13', { reason: [copd] });
    measure(chart, again, { pressure: [130, 76], weight: 65, pulse: 82, oxygen: 93 });
    fluShot(chart, again);
  },
};
