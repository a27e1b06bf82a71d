import { authorize, bill } from '../chart/claims.ts';
import { allergy, diagnose } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note, picture } from '../chart/documents.ts';
import { latest, panel } from '../chart/laboratory.ts';
import { measure, smoking } from '../chart/measurements.ts';
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

const RIGHT_HIP: [string, string] = ['287579007', 'Right hip region structure'];

/** A new hip: consultation, authorization, operation, stay, therapy. */
export const thorntonGrace: Story = {
  person: {
    id: 'thornton-grace',
    family: 'Thornton',
    given: ['Grace', 'Eleanor'],
    gender: 'female',
    birthsex: 'F',
    born: '1955-06-15',
    race: 'white',
    heightCm: 165,
  },
  physician: STAFF.bones,
  storyline: 'Hip replacement in February 2026 with operation note, discharge summary and eight weeks of therapy.',
  tell(chart) {
    const coverage = cover(chart, '2015-01-12');
    const arthritis = diagnose(chart, CONDITIONS.hipArthritis, { onset: '2022-09-13' });
    const pressure = diagnose(chart, CONDITIONS.hypertension, { onset: '2017-05-16' });
    allergy(chart, 'latex', '2015-04-14');
    for (const written of ['2022-09-13', '2023-09-12', '2024-09-10'] as const) {
      const yearly = visit(chart, written, { kind: 'wellness', by: STAFF.family, reason: [arthritis, pressure] });
      measure(chart, yearly, { pressure: [136, 82], weight: 74, pulse: 74 });
      if (written === '2022-09-13') {
        smoking(chart, yearly, 'never');
        prescribe(chart, yearly, MEDICATIONS.lisinopril, { take: 'One tablet in the morning', reason: pressure });
        prescribe(chart, yearly, MEDICATIONS.ibuprofen, {
          take: 'One tablet when needed, with food',
          reason: arthritis,
          stopped: ['2026-02-10', 'Operation'],
        });
      }
    }
    const consult = visit(chart, '2025-12-09', { reason: [arthritis] });
    measure(chart, consult, { pressure: [138, 84], weight: 75, pulse: 76 });
    order(chart, consult, SERVICES.hipReplacement, { reason: arthritis });
    authorize(chart, consult, coverage, [arthritis], [[SERVICES.hipReplacement, 18200]], 'approved');
    note(chart, consult, DOCUMENTS.history, 'ccda', 'binary', [
      section('complaint', 'Right hip pain for three years, now also at night.'),
      section('history', 'Walks 200 meters with a cane. Therapy for six months, two injections, ibuprofen daily.'),
      section('allergies', 'Latex: rash.'),
      section('exam', 'Flexion 80 degrees, no inner rotation, leg 1 cm short.'),
      section('assessment', 'Osteoarthritis of the right hip, joint space gone.'),
      section('plan', { list: ['Total replacement.', 'Blood count and metabolic panel before.', 'Latex-free room.'] }),
    ]);

    const stay = visit(chart, '2026-02-10', {
      kind: 'stay',
      nights: 3,
      reason: [arthritis],
      disposition: ['home', 'Home'],
    });
    measure(chart, stay, { pressure: [128, 74], pulse: 82, temperature: 36.9, oxygen: 97 });
    panel(chart, stay, PANELS.blood, { hemoglobin: 10.8, leukocytes: 9.4, platelets: 231 });
    panel(chart, stay, PANELS.metabolic, { glucose: 104, creatinine: 0.84, egfr: 73, sodium: 138, potassium: 4.1 });
    perform(chart, stay, SERVICES.hipReplacement, {
      reason: arthritis,
      site: RIGHT_HIP,
      outcome: 'Stable joint, equal leg length.',
    });
    note(chart, stay, DOCUMENTS.operation, 'pdf', 'inline', [
      section('preoperative', 'Osteoarthritis of the right hip.'),
      section('postoperative', 'Osteoarthritis of the right hip.'),
      section('anesthesia', 'Spinal.'),
      section(
        'operation',
        'Patient on the left side, skin prepared, latex-free set. Posterior approach. Head removed, socket reamed to 52 mm, cup pressed in and held with one screw, liner placed. Femur opened and broached to size 5, stem pressed in, ceramic head of 36 mm. Trial of motion: stable to 90 degrees of flexion and 50 degrees of inner rotation. Capsule and short rotators sewn back. Wound closed in layers, dressing applied.',
      ),
      section('findings', 'Cartilage gone over the whole load-bearing zone, large rim of new bone. Bone firm.'),
      section('bloodLoss', '280 mL.'),
      section('specimens', 'Femoral head to pathology.'),
      section('complications', 'None.'),
    ]);
    const film = picture(chart, stay, DOCUMENTS.imaging, 'hip', 'binary', 'Right hip after replacement');
    study(chart, stay, 'radiology', 'X-ray of right hip', 'Cup and stem in good position, no fracture.', film);
    note(chart, stay, DOCUMENTS.discharge, 'pdf', 'binary', dischargeSections());
    prescribe(chart, stay, MEDICATIONS.enoxaparin, {
      take: '40 mg under the skin once a day for 28 days',
      finished: true,
      refills: 0,
    });
    prescribe(chart, stay, MEDICATIONS.oxycodone, {
      take: 'One tablet every six hours when needed, at most five days',
      finished: true,
      refills: 0,
    });
    bill(
      chart,
      stay,
      coverage,
      [arthritis],
      [
        [SERVICES.hipReplacement, 18200],
        [SERVICES.hospitalDay, 410, 3],
        [SERVICES.hipXray, 120],
      ],
    );

    for (const written of ['2026-03-10', '2026-03-17', '2026-04-14', '2026-04-21'] as const) {
      perform(chart, visit(chart, written, { kind: 'outpatient', reason: [arthritis] }), SERVICES.physicalTherapy, {
        reason: arthritis,
      });
    }
    const control = visit(chart, '2026-05-12', { reason: [arthritis] });
    measure(chart, control, { pressure: [132, 80], weight: 73, pulse: 72 });
    panel(chart, control, PANELS.blood, { hemoglobin: 12.6, leukocytes: 6.8, platelets: 264 });
    note(chart, control, DOCUMENTS.therapy, 'text', 'inline', [
      section('subjective', 'Walks without cane, climbs stairs, no pain at night.'),
      section('objective', `Flexion 105 degrees. Hemoglobin ${latest(chart, LABS.hemoglobin)}.`),
      section('plan', { list: ['Therapy ends.', 'Films after one year.'] }),
    ]);
    bill(
      chart,
      control,
      coverage,
      [arthritis],
      [
        [SERVICES.visit, 104],
        [SERVICES.physicalTherapy, 62, 4],
      ],
    );

    function dischargeSections() {
      const days = [
        'Up with therapist, 20 steps',
        'Walks the corridor with a frame',
        'Stairs with crutches, dressing dry',
      ];
      return [
        section('admission', 'Osteoarthritis of the right hip, planned replacement.'),
        section(
          'history',
          'Pain in the right groin for three years, at first on stairs, since last summer at night as well. Walking distance 200 meters with a cane. Half a year of physical therapy, two injections into the joint and daily ibuprofen brought relief for weeks only. The films of December show no joint space, cysts in the socket and a flattened head. Lives with her husband in a house with eight steps to the door; wishes to work in the garden again.',
        ),
        section('allergies', 'Latex: rash. A latex-free room and set were used.'),
        section(
          'exam',
          'On admission: pressure 128/74, pulse 82, no fever, heart and lungs normal. Right hip: flexion 80 degrees, no inner rotation, leg 1 cm short. Pulses and sensation of the foot kept. On discharge: wound dry, calf soft, foot lifts with full strength, both legs equal in length.',
        ),
        section(
          'course',
          'The operation went as planned, 74 minutes from cut to closure, 280 mL of blood lost, no transfusion. Antibiotic for 24 hours. Pain was under control with tablets from the first evening on.',
          {
            table: {
              head: ['Day', 'Progress', 'Pain of 10'],
              rows: days.map((progress, index) => [`Day ${index + 1}`, progress, `${5 - index}`]),
            },
          },
        ),
        section('results', {
          table: {
            head: ['Test', 'Value'],
            rows: [
              ['Hemoglobin', latest(chart, LABS.hemoglobin)],
              ['Creatinine', latest(chart, LABS.creatinine)],
              ['Potassium', latest(chart, LABS.potassium)],
            ],
          },
        }),
        section('dischargeDiagnosis', { list: ['State after replacement of the right hip.', 'Hypertension.'] }),
        section('dischargeMedications', {
          list: [
            'Enoxaparin 40 mg once a day for 28 days',
            'Oxycodone 5 mg when needed, at most five days',
            'Acetaminophen 1 g three times a day',
            'Lisinopril 20 mg in the morning, as before',
          ],
        }),
        section(
          'plan',
          {
            list: [
              'Full weight with two crutches for four weeks, then one.',
              'No flexion beyond 90 degrees and no crossed legs for six weeks.',
              'Dressing changed on day 5, clips out on day 14.',
              'Therapy twice a week from week four on.',
              'See the surgeon after three months, with films.',
            ],
          },
          'Call at once for fever above 38.5, a leg that swells, a wound that opens or drains, or sudden pain with a short leg. Do not drive while taking oxycodone. Shoes with a firm back, a raised seat at home and a mat in the shower keep the new joint safe in the first weeks.',
        ),
      ];
    }
  },
};
