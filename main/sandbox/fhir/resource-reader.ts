import type { WithId } from '@medplum/core';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { Database } from './database.ts';
import { historyBundle, type HistoryWish } from './history.ts';
import { problem } from './problems.ts';
import type { Reach } from './reach.ts';
import type { ResourceStore } from './resource-store.ts';
import type { Permission } from './rights.ts';

/** What a reader works with. */
export interface ReaderOptions {
  database: Database;
  store: ResourceStore;
  reach: Reach;
  types: readonly string[];
}

/** Reads resources and their versions, as far as the sender of the request may see them. */
export class ResourceReader {
  readonly #database: Database;
  readonly #store: ResourceStore;
  readonly #reach: Reach;
  readonly #types: readonly string[];

  constructor({ database, store, reach, types }: ReaderOptions) {
    this.#database = database;
    this.#store = store;
    this.#reach = reach;
    this.#types = types;
  }

  /** A resource that the sender has this permission for. Throws 404, or 410 where it was deleted. */
  read<T extends Resource>(permission: Permission, type: string, id: string): WithId<T> {
    const row = this.#reach.row(permission, type, id);
    if (!row) throw problem(404, `There is no ${type}/${id}.`);
    if (row.deleted) throw problem(410, `${type}/${id} was deleted.`);
    return JSON.parse(row.json) as WithId<T>;
  }

  /** A version, as far as the sender may see it. Throws 404, or 410 where it is a deletion. */
  version<T extends Resource>(type: string, id: string, version: string): WithId<T> {
    this.#reach.limit('r', type);
    const row = this.#store.version(type, id, version);
    if (!row || !this.#reach.wouldHold(type, id, row.json))
      throw problem(404, `There is no version ${version} of ${type}/${id}.`);
    if (row.json === null) throw problem(410, `Version ${version} is the deletion of ${type}/${id}.`);
    return JSON.parse(row.json) as WithId<T>;
  }

  /** Whether the sender may read a resource that is there. */
  sees(type: string, id: string): boolean {
    return this.#reach.opens('r', type) && this.#reach.row('r', type, id)?.deleted === 0;
  }

  /**
   * Versions of one resource, one type or everything, as far as the sender may see them. The history of a type or of everything is for
   * those alone who may search all of it.
   */
  history(wish: HistoryWish): { bundle: Bundle<Resource>; more: boolean } {
    const { type, id } = wish;
    if (type !== undefined && id !== undefined && this.#reach.limit('r', type)) {
      return historyBundle(this.#database, wish, ({ json }) => this.#reach.wouldHold(type, id, json));
    }
    if (id === undefined) {
      const types = type === undefined ? this.#types : [type];
      if (types.some((one) => this.#reach.limit('s', one))) {
        const what = type === undefined ? 'everything' : `all ${type} resources`;
        throw problem(403, `The token opens a part of the record, so the history of ${what} is not for it.`, {
          diagnostics: 'Ask for the history of single resources.',
        });
      }
    }
    return historyBundle(this.#database, wish);
  }
}
