import { bill } from '../chart/claims.ts';
import { allergy, diagnose, immunize } from '../chart/conditions.ts';
import { cover } from '../chart/coverage.ts';
import { note } from '../chart/documents.ts';
import { lab, latest } from '../chart/laboratory.ts';
import { find, measure } from '../chart/measurements.ts';
import { visit } from '../chart/visits.ts';
import { CONDITIONS } from '../codes/conditions.ts';
import { DOCUMENTS } from '../codes/documents.ts';
import { FINDINGS } from '../codes/findings.ts';
import { LABS } from '../codes/labs.ts';
import { SERVICES } from '../codes/services.ts';
import { VACCINES } from '../codes/vaccines.ts';
import { section } from '../documents/note.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** The newborn son of Priya Patel. */
export const patelArjun: Story = {
  person: {
    id: 'patel-arjun',
    family: 'Patel',
    given: ['Arjun'],
    gender: 'male',
    birthsex: 'M',
    born: '2026-08-14',
    race: 'asian',
    heightCm: 51,
    household: 'patel',
  },
  physician: STAFF.children,
  storyline: 'Newborn of August 2026, mild jaundice that went by itself; insured as a child of Priya Patel.',
  tell(chart) {
    const coverage = cover(chart, '2026-08-14', 'child');
    const birth = visit(chart, '2026-08-14', { kind: 'stay', nights: 2, disposition: ['home', 'Home'] });
    const born = diagnose(chart, CONDITIONS.livebirth, { onset: '2026-08-14', abated: '2026-08-16', visit: birth });
    measure(chart, birth, {
      weight: 3.3,
      height: 51,
      head: 34.5,
      pulse: 138,
      breaths: 44,
      temperature: 36.8,
      oxygen: 97,
    });
    find(chart, birth, FINDINGS.apgar1, 8);
    find(chart, birth, FINDINGS.apgar5, 9);
    immunize(chart, birth, VACCINES.hepatitisB);
    note(chart, birth, DOCUMENTS.discharge, 'ccda', 'inline', [
      section('admission', 'Birth at 39 weeks.'),
      section(
        'course',
        'Cried at once. Feeds well, passed hearing and oxygen screening. First hepatitis B vaccine given.',
      ),
      section('dischargeDiagnosis', 'Healthy term boy.'),
      section('plan', { list: ['Weight and bilirubin on day 4.'] }),
    ]);
    bill(chart, birth, coverage, [born], [[SERVICES.newbornCare, 290]]);

    const control = visit(chart, '2026-08-18', { kind: 'child' });
    const jaundice = diagnose(chart, CONDITIONS.jaundice, {
      onset: '2026-08-18',
      abated: '2026-09-08',
      visit: control,
    });
    measure(chart, control, { weight: 3.1, height: 51, temperature: 36.9, pulse: 140 });
    lab(chart, control, LABS.bilirubin, 13.1);
    const later = visit(chart, '2026-09-08', { kind: 'child', reason: [jaundice] });
    measure(chart, later, { weight: 3.9, height: 53.5, head: 36.4, pulse: 136 });
    lab(chart, later, LABS.bilirubin, 3.2);
    allergy(chart, 'none', '2026-09-08');
    note(chart, later, DOCUMENTS.progress, 'text', 'inline', [
      section('subjective', 'Drinks every three hours, gains weight.'),
      section('objective', `Skin rosy. Bilirubin ${latest(chart, LABS.bilirubin)}.`),
      section('plan', { list: ['Two month visit with vaccines.'] }),
    ]);
  },
};
