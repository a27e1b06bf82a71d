import { randomUUID } from 'node:crypto';
import type { Operation, SearchRequest, WithId } from '@medplum/core';
import {
  applyPatch,
  fhirpathPatchTypedValue,
  OperationOutcomeError,
  parseFhirPathPatchParameters,
  toTypedValue,
} from '@medplum/core';
import {
  type CreateResourceOptions,
  type DeleteResourceOptions,
  FhirRepository,
  type ReadHistoryOptions,
  type UpdateResourceOptions,
} from '@medplum/fhir-router';
import type { Bundle, Parameters, Reference, Resource } from '@medplum/fhirtypes';
import type { SandboxClock } from '../clock.ts';
import type { Database, ResourceRow } from './database.ts';
import type { Definitions } from './definitions.ts';
import { historyBundle, type HistoryWish } from './history.ts';
import { problem } from './problems.ts';
import { linkedDocuments } from './member-sql.ts';
import { keepOwner } from './owners.ts';
import { Reach } from './reach.ts';
import { pairsOf } from './request-pairs.ts';
import { ResourceStore, type StoredRow } from './resource-store.ts';
import type { Permission, Rights } from './rights.ts';
import { runSearch, type SearchPage } from './run-search.ts';
import { parseSearch, type SearchQuery } from './search-query.ts';
import { checkResource } from './validate.ts';

/** What a repository needs from its server. */
export interface RepositoryOptions {
  definitions: Definitions;
  database: Database;
  clock: SandboxClock;
  /** The types it holds; every other type is unknown here. */
  types: readonly string[];
  rules?: WriteRules;
}

/** What a server asks of resources beyond their being FHIR, when a client writes them. Each may throw the refusal. */
export interface WriteRules {
  /** The resource as it is taken in; `old` is the one it takes the place of, undefined where it is new. */
  take?(resource: Resource, old: Resource | undefined): Resource;
  /** What belongs to the same transaction, before the rights are looked at. */
  taken?(stored: WithId<Resource>, rights: Rights | undefined): void;
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
  readonly #clock: SandboxClock;
  readonly #rules: WriteRules;
  readonly #listeners = new Set<(resource: WithId<Resource>) => void>();
  readonly #removalListeners = new Set<(type: string, id: string) => void>();
  /** What is to be told once the transaction is whole. */
  #news: (() => void)[] = [];
  #depth = 0;

  constructor({ definitions, database, clock, types, rules = {} }: RepositoryOptions) {
    super();
    this.definitions = definitions;
    this.database = database;
    this.#store = new ResourceStore(database, definitions);
    this.types = types;
    this.#clock = clock;
    this.#rules = rules;
    const context = () => ({ definitions, relative: this.relative, base: this.base, now: clock.now() });
    this.#reach = new Reach({ database, store: this.#store, types, context });
  }

  /** Calls back after a write has been committed, once for each written resource. */
  onWrite(listener: (resource: WithId<Resource>) => void): void {
    this.#listeners.add(listener);
  }

  /** Calls back after a resource was deleted. */
  onRemove(listener: (type: string, id: string) => void): void {
    this.#removalListeners.add(listener);
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

  /** Nested calls become savepoints, so a failing entry can be undone inside a batch, and all of a transaction. */
  override async withTransaction<Result>(callback: (repository: this) => Promise<Result>): Promise<Result> {
    const name = `level${this.#depth}`;
    const before = this.#news.length;
    this.#depth += 1;
    this.database.begin(name);
    let result: Result;
    try {
      result = await callback(this);
    } catch (error) {
      this.database.undo(name);
      this.#depth -= 1;
      this.#news.length = before;
      throw error;
    }
    this.database.keep(name);
    this.#depth -= 1;
    if (this.#depth === 0) this.#announce();
    return result;
  }

  #announce(): void {
    const news = this.#news;
    this.#news = [];
    for (const tell of news) tell();
  }

  /** Whether a resource is there now, neither unknown nor deleted. */
  exists(type: string, id: string): boolean {
    return this.#store.row(type, id)?.deleted === 0;
  }

  #put<T extends Resource>(resource: T & { id: string }, method: 'POST' | 'PUT', at = this.#clock.now()): WithId<T> {
    const stored = this.#store.put(resource, method, at, this.relative);
    this.#news.push(() => {
      for (const listener of this.#listeners) listener(stored);
    });
    return stored;
  }

  /** Stores a resource of the sender's, unless it would lie outside the rights; the caller's transaction is undone then. */
  #putFor<T extends Resource>(
    permission: Permission,
    resource: T & { id: string },
    method: 'POST' | 'PUT',
    old?: StoredRow,
  ): WithId<T> {
    this.#checkLinks(resource, old);
    const stored = this.#put(resource, method);
    const { resourceType: type, id } = stored;
    this.#rules.taken?.(stored, this.rights);
    if (!this.#reach.holds(permission, type, this.#store.row(type, id)?.rid ?? 0)) {
      throw problem(403, `This ${type} would lie outside what the token opens.`, {
        diagnostics: 'Write what belongs to the member of the token alone, or get a token for more.',
      });
    }
    return stored;
  }

  /** Whoever acts for one member links to no document that is not the member's already: the link would make it the member's. */
  #checkLinks(resource: Resource, old: StoredRow | undefined): void {
    if (this.rights?.memberId === undefined) return;
    const before = old ? linkedDocuments(JSON.parse(old.json) as Resource, this.relative) : [];
    for (const key of linkedDocuments(resource, this.relative)) {
      if (before.includes(key)) continue;
      const [type = '', id = ''] = key.split('/');
      // One that is not there is refused alike: it may come to be, and which ids others have is not told.
      if (!this.#reach.row('r', type, id))
        throw problem(403, `The token does not open ${key}, so nothing can link to it.`);
    }
  }

  /** Stores resources with the ids they carry, unchecked, as version 1; `at` (ms) is when, for those that do not say it themselves. */
  async seed(resources: readonly Resource[], at?: number): Promise<void> {
    await this.withTransaction(async () => {
      for (const resource of resources) {
        const since = resource.meta?.lastUpdated ? Date.parse(resource.meta.lastUpdated) : at;
        this.#put({ ...resource, id: resource.id ?? this.generateId() }, 'PUT', since);
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
      return this.#put(resource, 'PUT');
    });
  }

  override async createResource<T extends Resource>(resource: T, options?: CreateResourceOptions): Promise<WithId<T>> {
    const id = options?.assignedId && resource.id ? resource.id : this.generateId();
    return this.#create({ ...resource, id }, 'POST');
  }

  async #create<T extends Resource>(resource: T & { id: string }, method: 'POST' | 'PUT'): Promise<WithId<T>> {
    this.#reach.limit('c', resource.resourceType);
    checkResource(resource);
    const taken = this.#take(resource);
    return this.withTransaction(async () => this.#putFor('c', taken, method));
  }

  #take<T extends Resource>(resource: T & { id: string }, old?: StoredRow): T & { id: string } {
    const before = old && (JSON.parse(old.json) as Resource);
    return { ...((this.#rules.take?.(resource, before) ?? resource) as T), id: resource.id };
  }

  override async updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    const { resourceType: type, id } = resource;
    if (!id || !/^[A-Za-z0-9.-]{1,64}$/.test(id))
      throw problem(400, 'The id must have 1 to 64 letters, digits, - or dots.');
    const old = this.#reach.rowToWrite(type, id);
    this.#checkVersion(old, options?.ifMatch);
    if (!old || old.deleted) return this.#create({ ...resource, id }, 'PUT');
    checkResource(resource);
    const taken = this.#take({ ...resource, id }, old);
    return this.withTransaction(async () => this.#putFor('u', taken, 'PUT', old));
  }

  #checkVersion(row: StoredRow | undefined, wanted: string | undefined): void {
    if (wanted === undefined || (row && !row.deleted && String(row.version) === wanted)) return;
    const now = row && !row.deleted ? `the current version is ${row.version}` : 'it is not there';
    throw problem(412, `If-Match asks for version ${wanted}, but ${now}.`, {
      diagnostics: 'Read the resource again and repeat the change on what you find.',
    });
  }

  override async patchResource<T extends Resource>(
    type: T['resourceType'],
    id: string,
    patch: Operation[] | Parameters,
    options?: UpdateResourceOptions,
  ): Promise<WithId<T>> {
    const resource = this.#read<T>('u', type, id);
    try {
      if (!Array.isArray(patch)) fhirpathPatchTypedValue(toTypedValue(resource), parseFhirPathPatchParameters(patch));
      const failures = Array.isArray(patch) ? applyPatch(resource, patch).filter((failure) => failure !== null) : [];
      if (failures.length) throw problem(400, `The patch does not apply: ${failures.map(String).join('; ')}`);
    } catch (error) {
      if (error instanceof OperationOutcomeError) throw error;
      throw problem(400, `The patch does not apply: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (resource.resourceType !== type || resource.id !== id) throw problem(400, 'A patch cannot change type or id.');
    return this.updateResource(resource, options);
  }

  override async deleteResource(type: string, id: string, options?: DeleteResourceOptions): Promise<void> {
    const row = this.#reach.row('d', type, id);
    if (!row) throw problem(404, `There is no ${type}/${id}.`);
    if (row.deleted) return;
    this.#checkVersion(row, options?.ifMatch);
    await this.withTransaction(async () => {
      this.#store.remove(type, id, this.#clock.now());
      this.#news.push(() => {
        for (const listener of this.#removalListeners) listener(type, id);
      });
    });
  }

  override async readResource<T extends Resource>(type: string, id: string): Promise<WithId<T>> {
    return this.#read<T>('r', type, id);
  }

  #read<T extends Resource>(permission: Permission, type: string, id: string): WithId<T> {
    const row = this.#reach.row(permission, type, id);
    if (!row) throw problem(404, `There is no ${type}/${id}.`);
    if (row.deleted) throw problem(410, `${type}/${id} was deleted.`);
    return JSON.parse(row.json) as WithId<T>;
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
    return this.versionNow<T>(type, id, version);
  }

  /** A version, as far as the sender may see it, at once. Throws 404, or 410 where it is a deletion. */
  versionNow<T extends Resource>(type: string, id: string, version: string): WithId<T> {
    this.#reach.limit('r', type);
    const row = this.#store.version(type, id, version);
    if (!row || !this.#reach.wouldHold(type, id, row.json))
      throw problem(404, `There is no version ${version} of ${type}/${id}.`);
    if (row.json === null) throw problem(410, `Version ${version} is the deletion of ${type}/${id}.`);
    return JSON.parse(row.json) as WithId<T>;
  }

  /** Whether the sender may read a resource that is there. */
  sees(type: string, id: string): boolean {
    return this.opens('r', type) && this.#reach.row('r', type, id)?.deleted === 0;
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

  /**
   * Versions of one resource, one type or everything, as far as the sender may see them. The history of a type or of everything is for
   * those alone who may search all of it.
   */
  history(wish: HistoryWish): { bundle: Bundle<Resource>; more: boolean } {
    const { type, id } = wish;
    if (type !== undefined && id !== undefined && this.#reach.limit('r', type)) {
      return historyBundle(this.database, wish, ({ json }) => this.#reach.wouldHold(type, id, json));
    }
    if (id === undefined) {
      const types = type === undefined ? this.types : [type];
      if (types.some((one) => this.#reach.limit('s', one))) {
        const what = type === undefined ? 'everything' : `all ${type} resources`;
        throw problem(403, `The token opens a part of the record, so the history of ${what} is not for it.`, {
          diagnostics: 'Ask for the history of single resources.',
        });
      }
    }
    return historyBundle(this.database, wish);
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
