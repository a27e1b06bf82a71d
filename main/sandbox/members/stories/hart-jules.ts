import { cover } from '../chart/coverage.ts';
import { visit } from '../chart/visits.ts';
import { STAFF } from '../world/staff.ts';
import type { Story } from './story.ts';

/** Someone whose record is as good as empty, for screens that must show nothing well. */
export const hartJules: Story = {
  person: {
    id: 'hart-jules',
    family: 'Hart',
    given: ['Jules'],
    gender: 'other',
    birthsex: 'M',
    born: '2004-02-10',
    race: 'native',
    heightCm: 175,
  },
  physician: STAFF.family,
  storyline: 'New member of 2026 with one visit and nothing else on file.',
  tell(chart) {
    cover(chart, '2026-01-12');
    visit(chart, '2026-07-14', { kind: 'wellness' });
  },
};
