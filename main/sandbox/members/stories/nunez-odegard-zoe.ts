import { bill } from '../chart/claims.ts';
import { allergy, diagnose } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note, picture } from '../chart/documents.ts';
import { latest, panel } from '../chart/laboratory.ts';
import { measure, smoking } from '../chart/measurements.ts';
import { study } from '../chart/studies.ts';
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

const LEFT_BREAST: [string, string] = ['80248007', 'Left breast structure'];

/** Infusion days: date, hemoglobin, leukocytes, platelets. */
const CYCLES = [
  ['2026-03-10', 12.9, 6.8, 262],
  ['2026-03-20', 12.1, 4.1, 228],
  ['2026-04-14', 11.4, 3.6, 205],
  ['2026-05-12', 10.9, 3.2, 188],
  ['2026-06-09', 10.6, 3.5, 192],
  ['2026-07-14', 11.2, 4.4, 214],
] as const;

/** Breast cancer from the mammogram to radiation; a name that tries every encoding on the way. */
export const nunezOdegardZoe: Story = {
  person: {
    id: 'nunez-odegard-zoe',
    family: 'Núñez-Ødegård',
    given: ['Zoë', 'María'],
    gender: 'female',
    birthsex: 'F',
    born: '1973-10-13',
    race: 'white',
    hispanic: true,
    heightCm: 170,
  },
  physician: STAFF.cancer,
  storyline: 'Breast cancer found at screening in 2026: lumpectomy, six infusions, radiation; still under treatment.',
  tell(chart) {
    const coverage = cover(chart, '2021-01-12');
    allergy(chart, 'none', '2021-02-16');
    for (const written of ['2024-01-16', '2025-01-14'] as const) {
      const yearly = visit(chart, written, { kind: 'wellness', by: STAFF.family });
      measure(chart, yearly, { pressure: [118, 74], weight: 66, pulse: 70 });
      perform(chart, yearly, SERVICES.mammography, { outcome: 'Nothing suspicious.' });
    }
    const screening = visit(chart, '2026-01-13', { kind: 'wellness', by: STAFF.images });
    perform(chart, screening, SERVICES.mammography, { outcome: 'Suspicious mass, upper outer quadrant, left.' });
    const film = picture(chart, screening, DOCUMENTS.imaging, 'breast', 'binary', 'Mammogram, left, oblique view');
    study(chart, screening, 'radiology', 'Mammogram', 'Mass of 17 mm, highly suggestive of malignancy.', film);
    note(chart, screening, DOCUMENTS.imaging, 'text', 'inline', [
      section('findings', 'Mass of 17 mm with radiating edges in the upper outer quadrant of the left breast.'),
      section('assessment', 'Highly suggestive of malignancy. Biopsy advised.'),
    ]);
    const talk = visit(chart, '2026-02-10');
    const cancer = diagnose(chart, CONDITIONS.breastCancer, { onset: '2026-01-20', visit: talk });
    smoking(chart, talk, 'never');
    measure(chart, talk, { pressure: [122, 76], weight: 66, pulse: 78 });
    const pathology = note(chart, talk, DOCUMENTS.pathology, 'pdf', 'inline', [
      section('specimens', 'Core biopsy, left breast, four cylinders.'),
      section(
        'findings',
        'Invasive ductal carcinoma, grade 2. Estrogen receptor 90 %, progesterone receptor 70 %, HER2 negative, Ki-67 18 %.',
      ),
      section('assessment', 'Invasive carcinoma, hormone receptor positive, HER2 negative.'),
    ]);
    study(chart, talk, 'pathology', 'Core biopsy of left breast', 'Invasive ductal carcinoma, grade 2.', pathology);
    const surgery = visit(chart, '2026-02-17', {
      kind: 'stay',
      nights: 1,
      reason: [cancer],
      disposition: ['home', 'Home'],
    });
    perform(chart, surgery, SERVICES.lumpectomy, {
      reason: cancer,
      site: LEFT_BREAST,
      outcome: 'Margins free, one of two nodes positive.',
    });
    note(chart, surgery, DOCUMENTS.operation, 'ccda', 'inline', [
      section('preoperative', 'Carcinoma of the left breast.'),
      section('postoperative', 'The same, one sentinel node positive.'),
      section('anesthesia', 'General.'),
      section(
        'operation',
        'Wire-guided excision of the mass with 10 mm of margin, sentinel nodes found and removed, wound closed.',
      ),
      section('bloodLoss', '40 mL.'),
      section('specimens', { list: ['Mass, oriented with threads', 'Two sentinel nodes'] }),
      section('complications', 'None.'),
    ]);
    bill(
      chart,
      surgery,
      coverage,
      [cancer],
      [
        [SERVICES.lumpectomy, 4200],
        [SERVICES.hospitalDay, 410],
      ],
    );

    const visits = CYCLES.map(([written, hemoglobin, leukocytes, platelets], index) => {
      const at = visit(chart, written, { kind: 'outpatient', reason: [cancer] });
      measure(chart, at, { pressure: [116, 72], weight: 65 - index * 0.4, pulse: 80, temperature: 36.7 });
      panel(chart, at, PANELS.blood, { hemoglobin, leukocytes, platelets });
      perform(chart, at, SERVICES.chemotherapy, { reason: cancer, note: `Infusion ${index + 1} of ${CYCLES.length}` });
      const drugs = index < 4 ? [MEDICATIONS.doxorubicin, MEDICATIONS.cyclophosphamide] : [MEDICATIONS.paclitaxel];
      for (const drug of drugs) {
        prescribe(chart, at, drug, {
          take: 'Into the vein on the infusion day, by protocol',
          reason: cancer,
          finished: true,
          refills: 0,
        });
      }
      return at;
    });
    const last = visits.at(-1);
    if (!last) return;
    note(chart, last, DOCUMENTS.progress, 'pdf', 'binary', [
      section('subjective', 'Tired for three days after each infusion, tingling fingertips since the fifth. No fever.'),
      section(
        'objective',
        `Hemoglobin ${latest(chart, LABS.hemoglobin)}, leukocytes ${latest(chart, LABS.leukocytes)}.`,
      ),
      section('assessment', 'Breast cancer, left, after lumpectomy and six infusions. Tolerated.'),
      section('plan', {
        list: [
          'Radiation, 25 sessions, from September on.',
          'Then letrozole for at least five years.',
          'Mammogram in January.',
        ],
      }),
    ]);
    const radiation = visit(chart, '2026-09-15', { kind: 'outpatient', reason: [cancer] });
    measure(chart, radiation, { pressure: [114, 72], weight: 64, pulse: 74 });
    perform(chart, radiation, SERVICES.radiotherapy, {
      reason: cancer,
      site: LEFT_BREAST,
      note: 'First of 25 sessions',
    });
    prescribe(chart, radiation, MEDICATIONS.letrozole, { take: 'One tablet a day', reason: cancer });
    bill(
      chart,
      radiation,
      coverage,
      [cancer],
      [
        [SERVICES.chemotherapy, 980, 6],
        [SERVICES.radiotherapy, 310],
      ],
    );
  },
};
