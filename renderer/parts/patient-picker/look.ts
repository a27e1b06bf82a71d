import type { CommandInput } from '../../../shared/contract/commands.ts';
import type { PatientCandidate } from '../../../shared/contract/patients.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';

/** How a member is looked up. */
export type LookHow = 'search' | 'match' | 'read';

/** What is typed into the picker. */
export interface Look {
  how: LookHow;
  id: string;
  identifier: string;
  family: string;
  given: string;
  birthDate: string;
  gender: '' | 'female' | 'male' | 'other' | 'unknown';
  onlyCertain: boolean;
}

/** What the picker begins with. */
export const emptyLook: Look = {
  how: 'search',
  id: '',
  identifier: '',
  family: '',
  given: '',
  birthDate: '',
  gender: '',
  onlyCertain: false,
};

type Input = Omit<CommandInput<'patients.find'>, 'partner'>;

/** The command's input for what is typed; undefined while there is nothing to look for. */
export function lookInput(look: Look): Input | undefined {
  const { how, onlyCertain } = look;
  const id = look.id.trim();
  if (how === 'read') return id ? { how, id } : undefined;
  const { identifier, family, given, birthDate, gender } = look;
  const said = Object.entries({ identifier, family, given, birthDate, gender }).flatMap(([name, text]) =>
    text.trim() ? [[name, text.trim()]] : [],
  );
  if (said.length === 0) return undefined;
  return { how, ...Object.fromEntries(said), ...(how === 'match' && onlyCertain ? { onlyCertain } : {}) } as Input;
}

const memberTypes = /^(MB|UMB|member)/i;

/** The member id of a candidate: the one looked for where it carries it, else the one typed so; undefined where none stands out. */
export function memberOf({ identifiers }: PatientCandidate, wanted: string): string | undefined {
  const value = identifierValue(wanted.trim());
  const asked = value
    ? identifiers.find(({ text }) => text === wanted.trim() || identifierValue(text) === value)
    : undefined;
  const typed = identifiers.find(({ type }) => type !== undefined && memberTypes.test(type));
  return (asked ?? typed)?.text;
}
