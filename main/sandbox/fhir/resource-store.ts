import type { WithId } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { Database } from './database.ts';
import type { Definitions } from './definitions.ts';
import { indexResource } from './index-resource.ts';

/** A resource as it lies in the table. */
export interface StoredRow {
  rid: number;
  version: number;
  /** 1 when it was deleted; the last JSON is still there. */
  deleted: number;
  json: string;
}

type Method = 'POST' | 'PUT' | 'DELETE';

/** Reads and writes the rows of single resources: the current state, the versions, and what they can be found by. */
export class ResourceStore {
  readonly #database: Database;
  readonly #definitions: Definitions;

  constructor(database: Database, definitions: Definitions) {
    this.#database = database;
    this.#definitions = definitions;
  }

  /** The current row, deleted or not; undefined when there never was one. */
  row(type: string, id: string): StoredRow | undefined {
    const text = 'SELECT rid, version, deleted, json FROM resource WHERE key = ?';
    return this.#database.get<StoredRow>(text, [`${type}/${id}`]);
  }

  /** One version; its json is null when it is a deletion. */
  version(type: string, id: string, version: string): { json: string | null } | undefined {
    return this.#database.get('SELECT json FROM history WHERE type = ? AND id = ? AND version = ?', [
      type,
      id,
      version,
    ]);
  }

  /** Writes the next version of a resource. `at` is in milliseconds; `relative` shortens references into this server. */
  put<T extends Resource>(
    resource: T & { id: string },
    method: 'POST' | 'PUT',
    at: number,
    relative: (url: string) => string,
  ): WithId<T> {
    const { resourceType: type, id } = resource;
    const version = (this.row(type, id)?.version ?? 0) + 1;
    const meta = { ...resource.meta, versionId: String(version), lastUpdated: new Date(at).toISOString() };
    const stored = { ...resource, meta } as WithId<T>;
    const json = JSON.stringify(stored);
    this.#database.run(
      `INSERT INTO resource (key, type, id, version, updated, json) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET version = excluded.version, updated = excluded.updated, json = excluded.json, deleted = 0`,
      [`${type}/${id}`, type, id, version, at, json],
    );
    this.#remember(type, id, version, at, method, json);
    this.#index(stored, relative);
    return stored;
  }

  /** Marks a resource as deleted and makes it unfindable; its versions stay. */
  remove(type: string, id: string, at: number): void {
    const row = this.row(type, id);
    if (!row) return;
    const next = [row.version + 1, at, row.rid];
    this.#database.run('UPDATE resource SET deleted = 1, version = ?, updated = ? WHERE rid = ?', next);
    this.#database.run('DELETE FROM entry WHERE rid = ?', [row.rid]);
    this.#remember(type, id, row.version + 1, at, 'DELETE', null);
  }

  #remember(type: string, id: string, version: number, at: number, method: Method, json: string | null): void {
    const text = 'INSERT INTO history (type, id, version, updated, method, json) VALUES (?, ?, ?, ?, ?, ?)';
    this.#database.run(text, [type, id, version, at, method, json]);
  }

  #index(resource: WithId<Resource>, relative: (url: string) => string): void {
    const { resourceType: type, id } = resource;
    const rid = this.row(type, id)?.rid as number;
    this.#database.run('DELETE FROM entry WHERE rid = ?', [rid]);
    for (const { code, group, system, value, text, low, high } of indexResource(
      this.#definitions,
      resource,
      relative,
    )) {
      const values = [rid, type, code, group, system, value, text, low, high];
      this.#database.run('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', values);
    }
  }
}
