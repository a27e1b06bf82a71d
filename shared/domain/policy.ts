import type { PollingProfile } from './task.ts';

/** What a partner needs that the standards do not. */
export const quirks = [
  { name: 'post-searches', says: 'Every search is sent by POST to _search.' },
  { name: 'plain-json', says: 'Bodies are declared and asked for as application/json.' },
  { name: 'no-compression', says: 'No compressed answers are asked for.' },
] as const;
/** The name of one of them. */
export type Quirk = (typeof quirks)[number]['name'];
/** Their names, in the same order. */
export const quirkNames = quirks.map(({ name }) => name) as [Quirk, ...Quirk[]];

/** What was agreed with a partner. */
export interface Policy {
  /** Whether what is exchanged must be signed; asked for in Tasks, demanded of pushes. */
  signatures: 'not-required' | 'required';
  /** Whether every Task states a purpose of use (CONF-018). */
  purposeOfUse: 'optional' | 'required';
  /** How its Tasks are polled unless somebody chooses otherwise (CONF-062). */
  polling: PollingProfile;
  quirks: Quirk[];
}

/** What holds until something was agreed. */
export const defaultPolicy: Policy = {
  signatures: 'not-required',
  purposeOfUse: 'optional',
  polling: 'cdex',
  quirks: [],
};
