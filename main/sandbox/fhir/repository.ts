import { randomUUID } from 'node:crypto';
import type { Operation, SearchRequest, WithId } from '@medplum/core';
import {
  type CreateResourceOptions,
  type DeleteResourceOptions,
  FhirRepository,
  type ReadHistoryOptions,
  type UpdateResourceOptions,
} from '@medplum/fhir-router';
import type { Bundle, Parameters, Reference, Resource } from '@medplum/fhirtypes';
import type { SandboxClock } from '../clock.ts';
import { applyPatchTo } from './apply-patch.ts';
import type { Database, ResourceRow } from './database.ts';
import type { Definitions } from './definitions.ts';
import type { HistoryWish } from './history.ts';
import { problem } from './problems.ts';
import { keepOwner } from './owners.ts';
import { Reach } from './reach.ts';
import { pairsOf } from './request-pairs.ts';
import { ResourceReader } from './resource-reader.ts';
import { ResourceStore } from './resource-store.ts';
import { checkVersion, ResourceWriter, type WriteRules } from './resource-writer.ts';
import type { Permission, Rights } from './rights.ts';
import { runSearch, type SearchPage } from './run-search.ts';
import { parseSearch, type SearchQuery } from './search-query.ts';
import { Transactions } from './transactions.ts';

/** What a repository needs from its server. */
export interface RepositoryOptions {
  definitions: Definitions;
  database: Database;
  clock: SandboxClock;
  /** The types it holds; every other type is unknown here. */
  types: readonly string[];
  rules?: WriteRules;
}

/**
 * FHIR storage on SQLite. Routing, batch rewriting, patch and FHIRPath are the library's; storage, search and history are ours.
 * One connection: whoever calls must let one request finish before the next starts.
 */
export class SandboxRepository extends FhirRepository {
  /** The server's base URL without a trailing slash; absolute references below it count as local. */
  base = '';
  readonly definitions: Definitions;
  readonly database: Database;
  readonly types: readonly string[];
  readonly #store: ResourceStore;
  readonly #reach: Reach;
  readonly #transactions: Transactions;
  readonly #writer: ResourceWriter;
  readonly #reader: ResourceReader;

  constructor({ definitions, database, clock, types, rules = {} }: RepositoryOptions) {
    super();
    this.definitions = definitions;
    this.database = database;
    this.#store = new ResourceStore(database, definitions);
    this.types = types;
    const context = () => ({ definitions, relative: this.relative, base: this.base, now: clock.now() });
    this.#reach = new Reach({ database, store: this.#store, types, context });
    this.#transactions = new Transactions(database);
    const common = { store: this.#store, reach: this.#reach };
    this.#writer = new ResourceWriter({
      ...common,
      transactions: this.#transactions,
      clock,
      rules,
      relative: (url) => this.relative(url),
    });
    this.#reader = new ResourceReader({ ...common, database, types });
  }

  /** Calls back after a write has been committed, once for each written resource. */
  onWrite(listener: (resource: WithId<Resource>) => void): void {
    this.#writer.onWrite(listener);
  }

  /** Calls back after a resource was deleted. */
  onRemove(listener: (type: string, id: string) => void): void {
    this.#writer.onRemove(listener);
  }

  override setMode(): void {}

  override generateId(): string {
    return randomUUID();
  }

  /** `Type/id` for a reference into this server, without version; every other URL as it is. */
  relative = (url: string): string => {
    const local = this.base && url.startsWith(`${this.base}/`) ? url.slice(this.base.length + 1) : url;
    return local.replace(/^([A-Z][A-Za-z]+\/[^/]+)\/_history\/[^/]+$/, '$1');
  };

  /** What the sender of the request may do that runs now; undefined when the sandbox itself acts. */
  get rights(): Rights | undefined {
    return this.#reach.rights;
  }

  /** Runs work with the rights of a sender, or with none as the sandbox itself. */
  actingFor<Result>(rights: Rights | undefined, work: () => Promise<Result> | Result): Promise<Result> {
    return this.#reach.during(rights, work);
  }

  /** The same at once, for work that waits for nothing. */
  actingForNow<Result>(rights: Rights | undefined, work: () => Result): Result {
    return this.#reach.now(rights, work);
  }

  /** Whether the sender's rights open any resource of a type. */
  opens(permission: Permission, type: string): boolean {
    return this.#reach.opens(permission, type);
  }

  /** Whether a search may bring a row along. */
  mayBring = (row: ResourceRow): boolean => this.#reach.mayBring(row);

  override async withTransaction<Result>(callback: (repository: this) => Promise<Result>): Promise<Result> {
    return this.#transactions.run(() => callback(this));
  }

  /** Whether a resource is there now, neither unknown nor deleted. */
  exists(type: string, id: string): boolean {
    return this.#store.row(type, id)?.deleted === 0;
  }

  /** Stores resources with the ids they carry, unchecked, as version 1; `at` (ms) is when, for those that do not say it themselves. */
  async seed(resources: readonly Resource[], at?: number): Promise<void> {
    await this.withTransaction(async () => {
      for (const resource of resources) {
        const since = resource.meta?.lastUpdated ? Date.parse(resource.meta.lastUpdated) : at;
        this.#writer.put({ ...resource, id: resource.id ?? this.generateId() }, 'PUT', since);
      }
    });
  }

  /**
   * Writes a resource for the sandbox itself: no rights are asked, no rules held against it. `memberId` says whose it is, where the
   * resource itself does not.
   */
  async keep<T extends Resource>(resource: T & { id: string }, memberId?: string): Promise<WithId<T>> {
    return this.withTransaction(async () => {
      if (memberId !== undefined) keepOwner(this.database, resource, { memberId });
      return this.#writer.put(resource, 'PUT');
    });
  }

  override async createResource<T extends Resource>(resource: T, options?: CreateResourceOptions): Promise<WithId<T>> {
    const id = options?.assignedId && resource.id ? resource.id : this.generateId();
    return this.#writer.create({ ...resource, id }, 'POST');
  }

  override async updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    const { resourceType: type, id } = resource;
    if (!id || !/^[A-Za-z0-9.-]{1,64}$/.test(id))
      throw problem(400, 'The id must have 1 to 64 letters, digits, - or dots.');
    const old = this.#reach.rowToWrite(type, id);
    checkVersion(old, options?.ifMatch);
    if (!old || old.deleted) return this.#writer.create({ ...resource, id }, 'PUT');
    return this.#writer.replace({ ...resource, id }, old);
  }

  override async patchResource<T extends Resource>(
    type: T['resourceType'],
    id: string,
    patch: Operation[] | Parameters,
    options?: UpdateResourceOptions,
  ): Promise<WithId<T>> {
    const resource = this.#reader.read<T>('u', type, id);
    applyPatchTo(resource, patch);
    if (resource.resourceType !== type || resource.id !== id) throw problem(400, 'A patch cannot change type or id.');
    return this.updateResource(resource, options);
  }

  override async deleteResource(type: string, id: string, options?: DeleteResourceOptions): Promise<void> {
    const row = this.#reach.row('d', type, id);
    if (!row) throw problem(404, `There is no ${type}/${id}.`);
    if (row.deleted) return;
    checkVersion(row, options?.ifMatch);
    await this.#writer.remove(type, id);
  }

  override async readResource<T extends Resource>(type: string, id: string): Promise<WithId<T>> {
    return this.#reader.read<T>('r', type, id);
  }

  override async readReference<T extends Resource>(reference: Reference<T>): Promise<WithId<T>> {
    const [type = '', id = '', ...rest] = this.relative(reference.reference ?? '').split('/');
    if (!id || rest.length) throw problem(404, `"${reference.reference ?? ''}" does not point into this server.`);
    return this.readResource(type, id);
  }

  override async readReferences<T extends Resource>(references: readonly Reference<T>[]): Promise<(T | Error)[]> {
    const read = (reference: Reference<T>) => this.readReference(reference).catch((error: Error) => error);
    return Promise.all(references.map(read));
  }

  override async readVersion<T extends Resource>(type: string, id: string, version: string): Promise<WithId<T>> {
    return this.#reader.version<T>(type, id, version);
  }

  /** The same at once. */
  versionNow<T extends Resource>(type: string, id: string, version: string): WithId<T> {
    return this.#reader.version<T>(type, id, version);
  }

  /** Whether the sender may read a resource that is there. */
  sees(type: string, id: string): boolean {
    return this.#reader.sees(type, id);
  }

  override async readHistory<T extends Resource>(
    type: string,
    id: string,
    options?: ReadHistoryOptions,
  ): Promise<Bundle<WithId<T>>> {
    const { bundle } = this.history({ type, id, count: options?.limit, offset: options?.offset });
    if (!bundle.total) throw problem(404, `There is no ${type}/${id}.`);
    return bundle as Bundle<WithId<T>>;
  }

  /** Versions of one resource, one type or everything, as far as the sender may see them. */
  history(wish: HistoryWish): { bundle: Bundle<Resource>; more: boolean } {
    return this.#reader.history(wish);
  }

  /** Runs a search as this server understood it. */
  find(query: SearchQuery): SearchPage {
    return runSearch(this.database, this.#reach.context, query, this.mayBring);
  }

  /** Runs a search given in the library's words; conditional interactions come this way. */
  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const pairs = pairsOf(request);
    const query = parseSearch(this.definitions, request.types ?? [request.resourceType], pairs);
    // Without a condition, a conditional delete or update would hit whatever comes first.
    if (!query.filters.length) throw problem(412, 'The criteria select nothing in particular.');
    const { entry, total } = this.find(query);
    return { resourceType: 'Bundle', type: 'searchset', total, entry } as Bundle<WithId<T>>;
  }

  override async searchByReference<T extends Resource>(
    request: SearchRequest<T>,
    field: string,
    references: string[],
  ): Promise<Record<string, WithId<T>[]>> {
    const answers: Record<string, WithId<T>[]> = {};
    for (const reference of references) {
      const pairs: [string, string][] = [...pairsOf(request), [field, reference]];
      const { entry } = this.find(parseSearch(this.definitions, [request.resourceType], pairs));
      answers[reference] = entry.map(({ resource }) => resource as WithId<T>);
    }
    return answers;
  }
}
