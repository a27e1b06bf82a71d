import type { Identifier } from '@medplum/fhirtypes';
import type { SearchFilter } from './search-query.ts';

/** What SMART scopes v2 permit on a type: create, read, update, delete, search. */
export type Permission = 'c' | 'r' | 'u' | 'd' | 's';

/** A part of a type's resources: those of one member, those that fit the filters, or both; with neither, all of them. */
export interface Region {
  /** Logical id of the Patient. */
  memberId?: string;
  /** The member's identifiers, where what names the member by one of them, and no Patient by reference, counts as the member's too. */
  identifiers?: readonly Identifier[];
  filters: readonly SearchFilter[];
}

/** Rights in a form that can be kept. */
export interface Grant {
  scope: string;
  memberId?: string;
}

/** What whoever sent a request may do; a request without rights is the sandbox's own. */
export interface Rights {
  /** The one member whose record is open; absent where no member was chosen. */
  readonly memberId: string | undefined;
  /** The parts of a type that a permission opens; none where it opens nothing. */
  regions(permission: Permission, type: string): readonly Region[];
  /** The refusal (403) of what no region allows, to be thrown. */
  refusal(permission: Permission, type: string): Error;
  /** What remakes these rights later, for what goes on after the request; absent where nothing may. */
  readonly grant?: Grant;
  /** The WWW-Authenticate header of a 403: what is missing (RFC 6750, section 3). */
  readonly challenge: string;
}

/** Whether a region is all of its type. */
export const isWhole = ({ memberId, filters }: Region): boolean => memberId === undefined && filters.length === 0;
