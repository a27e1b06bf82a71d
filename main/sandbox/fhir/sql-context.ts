import type { Sql } from './database.ts';
import type { Definitions } from './definitions.ts';
import type { Permission } from './rights.ts';

/** How rights narrow SQL: what every condition on a resource is joined with, its own and that of every resource it looks through. */
export interface Confinement {
  /** The condition for resources of a type; throws the refusal (403) where the permission opens nothing of it. */
  sql(permission: Permission, type: string, rid: string): Sql | undefined;
  /** Whether the permission opens any of the type. */
  opens(permission: Permission, type: string): boolean;
}

/** What turning a filter into SQL needs to know of its surroundings. */
export interface SqlContext {
  definitions: Definitions;
  relative(url: string): string;
  now: number;
  /** The server's base URL, without a trailing slash. */
  base: string;
  /** What the sender may see; absent where the sandbox itself searches. */
  confinement?: Confinement;
}
