import type { Resource } from '@medplum/fhirtypes';
import type { Database, ResourceRow, Sql } from './database.ts';
import type { SqlContext } from './sql-context.ts';
import { problem } from './problems.ts';
import { confinementOf } from './region-sql.ts';
import type { ResourceStore, StoredRow } from './resource-store.ts';
import type { Permission, Rights } from './rights.ts';

/** What a reach is over. */
export interface ReachOptions {
  database: Database;
  store: ResourceStore;
  types: readonly string[];
  /** What SQL needs to know, without rights. */
  context(): SqlContext;
}

/** How far the sender of the request reaches that runs now. Without rights it is the sandbox itself, which reaches everything. */
export class Reach {
  readonly #options: ReachOptions;
  #rights: Rights | undefined;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  get rights(): Rights | undefined {
    return this.#rights;
  }

  /** Runs work with these rights. Work runs one after another on a store, so nobody else gets them. */
  async during<Result>(rights: Rights | undefined, work: () => Promise<Result> | Result): Promise<Result> {
    const before = this.#rights;
    this.#rights = rights;
    try {
      return await work();
    } finally {
      this.#rights = before;
    }
  }

  /** The same for work that waits for nothing, such as what a write sets off. */
  now<Result>(rights: Rights | undefined, work: () => Result): Result {
    const before = this.#rights;
    this.#rights = rights;
    try {
      return work();
    } finally {
      this.#rights = before;
    }
  }

  get context(): SqlContext {
    const free = this.#options.context();
    return this.#rights ? { ...free, confinement: confinementOf(this.#rights, free) } : free;
  }

  /** Whether the rights open any resource of a type. */
  opens(permission: Permission, type: string): boolean {
    return this.context.confinement?.opens(permission, type) ?? true;
  }

  #checkType(type: string): void {
    if (!this.#options.types.includes(type)) throw problem(404, `This server does not hold the type ${type}.`);
  }

  /** The condition on rows named r; undefined where there is none. Throws 403 where the rights open nothing of the type, 404 for others. */
  limit(permission: Permission, type: string): Sql | undefined {
    this.#checkType(type);
    return this.context.confinement?.sql(permission, type, 'r.rid');
  }

  /** Whether a row that is not deleted lies within the rights. */
  holds(permission: Permission, type: string, rid: number): boolean {
    const limit = this.limit(permission, type);
    if (!limit) return true;
    const text = `SELECT 1 AS found FROM resource r WHERE r.rid = ? AND r.deleted = 0 AND ${limit.text}`;
    return this.#options.database.get(text, [rid, ...limit.values]) !== undefined;
  }

  /** The current row; what lies outside the rights is as if it were not there. */
  row(permission: Permission, type: string, id: string): StoredRow | undefined {
    const limit = this.limit(permission, type);
    const row = this.#options.store.row(type, id);
    return !limit || (row && this.holds(permission, type, row.rid)) ? row : undefined;
  }

  /**
   * The row that a PUT writes over; undefined where it makes a new resource. Limited rights make none by PUT: whether that goes would
   * tell which ids others have. Throws 404 then.
   */
  rowToWrite(type: string, id: string): StoredRow | undefined {
    this.#checkType(type);
    const row = this.#options.store.row(type, id);
    const isNew = row?.deleted !== 0;
    if (!this.#rights || (isNew && this.limit('c', type) === undefined)) return row;
    const mine = this.row('u', type, id);
    if (!mine || isNew) throw problem(404, `There is no ${type}/${id}.`);
    return mine;
  }

  /** Whether a version could be read if it were the current one; tried out and undone. */
  wouldHold(type: string, id: string, json: string | null): boolean {
    if (!this.limit('r', type)) return true;
    if (json === null) return false;
    const { database, store, context } = this.#options;
    database.begin('trial');
    try {
      store.put({ ...(JSON.parse(json) as Resource), id }, 'PUT', 0, context().relative);
      return this.holds('r', type, store.row(type, id)?.rid ?? 0);
    } finally {
      database.undo('trial');
    }
  }

  /** Whether a search may bring a row along: it may be read, or searched for. */
  mayBring = (row: ResourceRow): boolean =>
    !this.#rights ||
    (['r', 's'] as const).some((one) => this.opens(one, row.type) && this.holds(one, row.type, row.rid));
}
