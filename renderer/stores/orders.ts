import type { RecordKinds } from '../../shared/domain/change.ts';
import { processRoles } from '../../shared/domain/role.ts';
import type { Order } from './table.ts';

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** How lists order each kind: exchanges by number, newest last; Tasks and pushes newest first; connections and keys by name. */
export const orders: { [K in keyof RecordKinds]: Order<RecordKinds[K]> } = {
  connection: (a, b) => a.name.localeCompare(b.name) || text(a.id, b.id),
  exchange: (a, b) => Number(a.id) - Number(b.id) || text(a.id, b.id),
  task: (a, b) => text(b.createdAt, a.createdAt) || text(b.id, a.id),
  push: (a, b) => text(b.at, a.at) || text(b.id, a.id),
  role: (a, b) => processRoles.indexOf(a.id) - processRoles.indexOf(b.id),
  key: (a, b) => a.name.localeCompare(b.name) || text(b.createdAt, a.createdAt) || text(a.id, b.id),
  access: (a, b) => text(a.id, b.id),
  discovery: (a, b) => text(a.id, b.id),
  checkup: (a, b) => text(a.id, b.id),
  draft: (a, b) => text(b.updatedAt, a.updatedAt) || text(a.id, b.id),
  subscription: (a, b) => text(b.createdAt, a.createdAt) || text(a.id, b.id),
  queue: (a, b) => text(a.id, b.id),
  rule: (a, b) => text(a.connectionId, b.connectionId) || a.order - b.order || text(a.id, b.id),
  form: (a, b) => text(b.updatedAt, a.updatedAt) || text(a.id, b.id),
  receiver: (a, b) => text(a.id, b.id),
  answer: (a, b) => a.order - b.order || text(a.id, b.id),
  submission: (a, b) => text(b.createdAt, a.createdAt) || text(b.id, a.id),
};
