import { authorize, bill } from '../chart/claims.ts';
import { allergy, diagnose } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note, picture } from '../chart/documents.ts';
import { measure, smoking } from '../chart/measurements.ts';
import { study } from '../chart/studies.ts';
import { order, perform, prescribe } from '../chart/treatments.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { MEDICATIONS } from '../codes/medications.ts';
import { SERVICES } from '../codes/services.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Back pain; the first request for an MRI was pended, the second is answered. */
export const obrienSean: Story = {
  person: {
    id: 'obrien-sean',
    family: "O'Brien",
    given: ['Sean', 'Patrick'],
    gender: 'male',
    birthsex: 'M',
    born: '1985-12-10',
    race: 'white',
    heightCm: 180,
  },
  physician: STAFF.family,
  storyline:
    'Low back pain with leg pain; an MRI request is pended for proof of six weeks of therapy, then authorized.',
  tell(chart) {
    const coverage = cover(chart, '2022-01-12');
    const pain = diagnose(chart, CONDITIONS.backPain, { onset: '2026-05-12' });
    allergy(chart, 'sulfonamide', '2022-02-15', 'rash');
    const first = visit(chart, '2026-05-12', { reason: [pain] });
    smoking(chart, first, 'daily');
    measure(chart, first, { pressure: [126, 80], weight: 92, pulse: 76, height: 180 });
    prescribe(chart, first, MEDICATIONS.ibuprofen, {
      take: 'One tablet three times a day with food, two weeks',
      finished: true,
      refills: 0,
    });
    note(chart, first, DOCUMENTS.progress, 'text', 'inline', [
      section('subjective', 'Lifted a crate ten days ago, pain across the low back since then.'),
      section('objective', 'Reflexes equal, strength full, straight leg raise negative.'),
      section('plan', { list: ['Stay active, ibuprofen.', 'Physical therapy.'] }),
    ]);
    const therapy = ['2026-06-09', '2026-06-16', '2026-07-08', '2026-07-14', '2026-07-21', '2026-08-11'] as const;
    for (const written of therapy) {
      perform(chart, visit(chart, written, { kind: 'outpatient', reason: [pain] }), SERVICES.physicalTherapy, {
        reason: pain,
      });
    }
    const worse = visit(chart, '2026-07-15', { reason: [pain] });
    measure(chart, worse, { pressure: [130, 82], weight: 93, pulse: 80 });
    authorize(chart, worse, coverage, [pain], [[SERVICES.lumbarMri, 860]], 'pended');

    const proof = visit(chart, '2026-08-18', { reason: [pain] });
    const nerve = diagnose(chart, CONDITIONS.radiculopathy, { onset: '2026-08-18', visit: proof });
    measure(chart, proof, { pressure: [128, 82], weight: 93, pulse: 78 });
    order(chart, proof, SERVICES.lumbarMri, { reason: nerve });
    prescribe(chart, proof, MEDICATIONS.gabapentin, { take: 'One capsule at night, then twice a day', reason: nerve });
    note(chart, proof, DOCUMENTS.progress, 'pdf', 'inline', [
      section(
        'subjective',
        'Pain now runs down the left leg to the big toe, worse on sitting. Six sessions of therapy without gain.',
      ),
      section('objective', 'Left big toe lifts with 4 of 5, straight leg raise positive at 40 degrees.'),
      section('procedures', {
        table: {
          head: ['Therapy session', 'Number'],
          rows: therapy.map((_, index) => ['Physical therapy', `${index + 1}`]),
        },
      }),
      section('assessment', {
        list: ['Lumbar radiculopathy, left, with beginning weakness.', 'Low back pain since May.'],
      }),
      section('plan', { list: ['MRI of the lumbar spine, asked for again with this note.', 'Gabapentin.'] }),
    ]);
    authorize(chart, proof, coverage, [nerve, pain], [[SERVICES.lumbarMri, 860]], 'approved');
    const scan = visit(chart, '2026-09-08', { kind: 'outpatient', by: STAFF.images, reason: [nerve] });
    perform(chart, scan, SERVICES.lumbarMri, { reason: nerve });
    const slice = picture(chart, scan, DOCUMENTS.imaging, 'spine', 'binary', 'Lumbar spine, T2, middle slice');
    study(chart, scan, 'radiology', 'MRI of lumbar spine', 'Left disc protrusion L4/L5 touching the L5 root.', slice);
    note(chart, scan, DOCUMENTS.imaging, 'ccda', 'binary', [
      section(
        'findings',
        'Disc between L4 and L5 protrudes to the left by 6 mm and touches the L5 root. Other levels normal.',
      ),
      section('assessment', 'Left disc protrusion L4/L5 with contact to the nerve root.'),
    ]);
    bill(chart, scan, coverage, [nerve], [[SERVICES.lumbarMri, 860]]);
  },
};
