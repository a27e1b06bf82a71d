import type { Push } from '../../shared/domain/push.ts';
import type { Database, Row } from './sqlite.ts';
import type { Journal } from './journal.ts';

/** What the receiver stored. */
export interface PushTable {
  /** Newest first. */
  list(limit: number): Push[];
  get(id: string): Push | undefined;
  add(push: Omit<Push, 'id'>): Push;
  put(push: Push): void;
}

const parse = (row: Row): Push => ({ ...(JSON.parse(String(row.record)) as Push), id: String(row.id) });

/** The pushes of a database; writes are named in the journal. */
export function createPushTable(database: Database, journal: Journal): PushTable {
  return {
    list: (limit) => database.all('SELECT id, record FROM pushes ORDER BY id DESC LIMIT ?', limit).map(parse),
    get(id) {
      const row = database.get('SELECT id, record FROM pushes WHERE id = ?', id);
      return row ? parse(row) : undefined;
    },
    add(push) {
      const { lastId } = database.run(
        'INSERT INTO pushes(at, kind, tracking_id, exchange_id, record) VALUES(?, ?, ?, ?, ?)',
        Date.parse(push.at),
        push.kind,
        push.trackingId ?? null,
        Number(push.exchangeId),
        JSON.stringify(push),
      );
      journal('push', String(lastId), 'put');
      return { ...push, id: String(lastId) };
    },
    put(push) {
      database.run('UPDATE pushes SET record = ? WHERE id = ?', JSON.stringify(push), push.id);
      journal('push', push.id, 'put');
    },
  };
}
