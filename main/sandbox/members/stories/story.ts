import type { Chart } from '../chart/chart.ts';
import type { Person } from '../world/people.ts';
import type { Clinician } from '../world/staff.ts';

/** One member: who it is, who looks after them, what happens, and a sentence about it for people. */
export interface Story {
  person: Person;
  physician: Clinician;
  storyline: string;
  /** Member of the group of people with diabetes. */
  diabetic?: boolean;
  /** Writes the record. Dates are written ones: day of the month 8 to 21, never after the anchor month. */
  tell: (chart: Chart) => void;
}
