import type { WithId } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { SandboxClock } from '../clock.ts';
import { linkedDocuments } from './member-sql.ts';
import { problem } from './problems.ts';
import type { Reach } from './reach.ts';
import type { ResourceStore, StoredRow } from './resource-store.ts';
import type { Permission, Rights } from './rights.ts';
import type { Transactions } from './transactions.ts';
import { checkResource } from './validate.ts';

/** What a server asks of resources beyond their being FHIR, when a client writes them. Each may throw the refusal. */
export interface WriteRules {
  /** The resource as it is taken in; `old` is the one it takes the place of, undefined where it is new. */
  take?(resource: Resource, old: Resource | undefined): Resource;
  /** What belongs to the same transaction, before the rights are looked at. */
  taken?(stored: WithId<Resource>, rights: Rights | undefined): void;
}

/** What a writer works with. */
export interface WriterOptions {
  store: ResourceStore;
  reach: Reach;
  transactions: Transactions;
  clock: SandboxClock;
  rules: WriteRules;
  /** `Type/id` for a reference into this server. */
  relative(url: string): string;
}

/** Throws 412 where the row is not of the version that was asked for; `wanted` undefined asks for none. */
export function checkVersion(row: StoredRow | undefined, wanted: string | undefined): void {
  if (wanted === undefined || (row && !row.deleted && String(row.version) === wanted)) return;
  const now = row && !row.deleted ? `the current version is ${row.version}` : 'it is not there';
  throw problem(412, `If-Match asks for version ${wanted}, but ${now}.`, {
    diagnostics: 'Read the resource again and repeat the change on what you find.',
  });
}

/** Writes resources, as far as the sender of the request may and the rules let it, and tells of it. */
export class ResourceWriter {
  readonly #store: ResourceStore;
  readonly #reach: Reach;
  readonly #transactions: Transactions;
  readonly #clock: SandboxClock;
  readonly #rules: WriteRules;
  readonly #relative: (url: string) => string;
  readonly #listeners = new Set<(resource: WithId<Resource>) => void>();
  readonly #removalListeners = new Set<(type: string, id: string) => void>();

  constructor({ store, reach, transactions, clock, rules, relative }: WriterOptions) {
    this.#store = store;
    this.#reach = reach;
    this.#transactions = transactions;
    this.#clock = clock;
    this.#rules = rules;
    this.#relative = relative;
  }

  /** Calls back after a write has been committed, once for each written resource. */
  onWrite(listener: (resource: WithId<Resource>) => void): void {
    this.#listeners.add(listener);
  }

  /** Calls back after a resource was deleted. */
  onRemove(listener: (type: string, id: string) => void): void {
    this.#removalListeners.add(listener);
  }

  /** Writes a new resource of the sender's; throws the refusal. */
  async create<T extends Resource>(resource: T & { id: string }, method: 'POST' | 'PUT'): Promise<WithId<T>> {
    this.#reach.limit('c', resource.resourceType);
    checkResource(resource);
    const taken = this.#take(resource);
    return this.#transactions.run(async () => this.#putFor('c', taken, method));
  }

  /** Writes over a resource of the sender's; throws the refusal. */
  async replace<T extends Resource>(resource: T & { id: string }, old: StoredRow): Promise<WithId<T>> {
    checkResource(resource);
    const taken = this.#take(resource, old);
    return this.#transactions.run(async () => this.#putFor('u', taken, 'PUT', old));
  }

  /** Deletes a resource that is there; whether the sender may was looked at. */
  async remove(type: string, id: string): Promise<void> {
    await this.#transactions.run(async () => {
      this.#store.remove(type, id, this.#clock.now());
      this.#transactions.afterwards(() => {
        for (const listener of this.#removalListeners) listener(type, id);
      });
    });
  }

  /** Stores a resource, unchecked and whoever asks. The caller has begun a transaction. `at` is in milliseconds. */
  put<T extends Resource>(resource: T & { id: string }, method: 'POST' | 'PUT', at = this.#clock.now()): WithId<T> {
    const stored = this.#store.put(resource, method, at, this.#relative);
    this.#transactions.afterwards(() => {
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
    const stored = this.put(resource, method);
    const { resourceType: type, id } = stored;
    this.#rules.taken?.(stored, this.#reach.rights);
    if (!this.#reach.holds(permission, type, this.#store.row(type, id)?.rid ?? 0)) {
      throw problem(403, `This ${type} would lie outside what the token opens.`, {
        diagnostics: 'Write what belongs to the member of the token alone, or get a token for more.',
      });
    }
    return stored;
  }

  /** Whoever acts for one member links to no document that is not the member's already: the link would make it the member's. */
  #checkLinks(resource: Resource, old: StoredRow | undefined): void {
    if (this.#reach.rights?.memberId === undefined) return;
    const before = old ? linkedDocuments(JSON.parse(old.json) as Resource, this.#relative) : [];
    for (const key of linkedDocuments(resource, this.#relative)) {
      if (before.includes(key)) continue;
      const [type = '', id = ''] = key.split('/');
      // One that is not there is refused alike: it may come to be, and which ids others have is not told.
      if (!this.#reach.row('r', type, id))
        throw problem(403, `The token does not open ${key}, so nothing can link to it.`);
    }
  }

  #take<T extends Resource>(resource: T & { id: string }, old?: StoredRow): T & { id: string } {
    const before = old && (JSON.parse(old.json) as Resource);
    return { ...((this.#rules.take?.(resource, before) ?? resource) as T), id: resource.id };
  }
}
