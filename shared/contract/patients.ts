import { z } from 'zod';
import type { Finding } from '../domain/finding.ts';
import { write } from './define.ts';
import { partnerInput } from './partner.ts';

/** A patient of the partner who may be the member looked for. */
export interface PatientCandidate {
  id: string;
  name: string;
  birthDate?: string;
  gender?: string;
  /** `SYSTEM|VALUE`, each with what it is where the source says so. */
  identifiers: { text: string; type?: string }[];
  /** Of $match: certain, probable, possible, certainly-not, and a score from 0 to 1. */
  grade?: string;
  score?: number;
}

/** Who was found, and how. */
export interface FoundPatients {
  how: 'read' | 'search' | 'match';
  candidates: PatientCandidate[];
  exchangeId: string;
  findings: Finding[];
}

const text = z.string().trim().min(1).max(200);

/** Looking up a member at a partner (digest E.1; CONF-006, CONF-007). Left out: `how` is match where the server declares it and name and birth date are given. */
export const commands = {
  'patients.find': write<FoundPatients>()(
    z.strictObject({
      partner: partnerInput,
      how: z.enum(['read', 'search', 'match']).optional(),
      id: text.optional(),
      identifier: text.optional(),
      family: text.optional(),
      given: text.optional(),
      birthDate: text.optional(),
      gender: z.enum(['female', 'male', 'other', 'unknown']).optional(),
      onlyCertain: z.boolean().optional(),
    }),
  ),
};
