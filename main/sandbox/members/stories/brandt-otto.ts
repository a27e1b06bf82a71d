import { authorize, bill } from '../chart/claims.ts';
import { allergy, diagnose } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note } from '../chart/documents.ts';
import { measure, smoking } from '../chart/measurements.ts';
import { order, perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Sleep apnea found in a study; the mask is authorized and used. */
export const brandtOtto: Story = {
  person: {
    id: 'brandt-otto',
    family: 'Brandt',
    given: ['Otto'],
    gender: 'male',
    birthsex: 'M',
    born: '1971-08-17',
    race: 'white',
    heightCm: 184,
  },
  physician: STAFF.lungs,
  storyline: 'Sleep apnea with 38 events an hour; CPAP authorized on the sleep study and in use every night.',
  tell(chart) {
    const coverage = cover(chart, '2020-01-12');
    allergy(chart, 'none', '2020-02-18');
    const pressure = diagnose(chart, CONDITIONS.hypertension, { onset: '2021-03-16' });
    diagnose(chart, CONDITIONS.obesity, { onset: '2021-03-16' });
    for (const [written, weight] of [
      ['2023-03-14', 118],
      ['2024-03-12', 121],
      ['2025-03-11', 123],
    ] as const) {
      const yearly = visit(chart, written, { kind: 'wellness', by: STAFF.family, reason: [pressure] });
      measure(chart, yearly, { pressure: [148, 92], weight, pulse: 80 });
      if (written === '2023-03-14') {
        smoking(chart, yearly, 'never');
        prescribe(chart, yearly, MEDICATIONS.amlodipine, { take: 'One tablet in the morning', reason: pressure });
      }
    }
    const study = visit(chart, '2026-02-17', { kind: 'outpatient' });
    const apnea = diagnose(chart, CONDITIONS.sleepApnea, { onset: '2026-02-17', visit: study });
    measure(chart, study, { pressure: [150, 94], weight: 124, pulse: 78, oxygen: 95 });
    perform(chart, study, SERVICES.sleepStudy, { reason: apnea, outcome: '38 events an hour.' });
    note(chart, study, DOCUMENTS.sleep, 'pdf', 'inline', [
      section('history', 'Snores, pauses seen by his wife, fell asleep at a red light once.'),
      section('results', {
        table: {
          head: ['Measure', 'Value'],
          rows: [
            ['Sleep time', '6 h 12 min'],
            ['Apneas and hypopneas an hour', '38'],
            ['Lowest saturation', '79 %'],
            ['Time below 90 %', '22 %'],
          ],
        },
      }),
      section('assessment', 'Severe obstructive sleep apnea.'),
      section('plan', { list: ['Positive airway pressure, 10 cm of water.', 'Full face mask.'] }),
    ]);
    order(chart, study, SERVICES.cpap, { reason: apnea });
    authorize(
      chart,
      study,
      coverage,
      [apnea],
      [
        [SERVICES.cpap, 62],
        [SERVICES.cpapMask, 88],
      ],
      'approved',
    );
    const control = visit(chart, '2026-05-12', { reason: [apnea] });
    measure(chart, control, { pressure: [136, 84], weight: 121, pulse: 74, oxygen: 97 });
    note(chart, control, DOCUMENTS.progress, 'ccda', 'inline', [
      section('subjective', 'Awake by day, headaches gone. Mask on every night.'),
      section('objective', 'Device record: used 87 of 90 nights, 6.4 hours on average, 3 events an hour left.'),
      section('assessment', 'Sleep apnea, treated and used as agreed.'),
      section('plan', { list: ['Go on, mask replaced every three months.', 'Control in a year.'] }),
    ]);
    bill(
      chart,
      control,
      coverage,
      [apnea, pressure],
      [
        [SERVICES.visit, 104],
        [SERVICES.cpap, 62, 3],
        [SERVICES.cpapMask, 88],
      ],
    );
  },
};
