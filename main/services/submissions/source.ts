import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { isUnderBase } from '../../../shared/fhir/reference.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Kit } from '../kit.ts';
import { findConnection, fromConnection, resolvePartner } from '../partners.ts';
import type { Means } from './content.ts';

/** The base of the server a resource's URL shows. */
const baseIn = (url: string): string => url.replace(/[?#].*$/, '').replace(/\/[A-Z][A-Za-z]+(\/[^/]+){0,3}$/, '');

/** The connection an absolute URL lies at, else its server as anybody meets it. */
function atUrl(kit: Kit, url: string): Reply<Partner> {
  const connection = kit.store.connections.list().find(({ baseUrl }) => isUnderBase(url, baseUrl));
  return connection ? ok(fromConnection(kit, connection)) : resolvePartner(kit, { baseUrl: baseIn(url) });
}

/**
 * The server a content is taken from: the one it names, the one of its URL, the Task's, or the only one whose queue is read here, else the
 * sandbox's provider.
 */
export function sourceOf(
  { kit, source }: Pick<Means, 'kit' | 'source'>,
  connection: string | undefined,
  reference?: string,
): Reply<Partner> {
  if (connection !== undefined) {
    const found = findConnection(kit, connection);
    return found.ok ? ok(fromConnection(kit, found.value)) : found;
  }
  const isUrl = reference !== undefined && /^https?:\/\//i.test(reference);
  if (isUrl && !(source && isUnderBase(reference, source.baseUrl))) return atUrl(kit, reference);
  if (source) return ok(source);
  const { store } = kit;
  const queues = store.queues.list().flatMap(({ id }) => store.connections.get(id) ?? []);
  const [only] = queues;
  const usual = queues.length === 1 ? only : store.connections.get('sandbox-provider');
  if (usual) return ok(fromConnection(kit, usual));
  const names = (queues.length > 0 ? queues : store.connections.list()).map(({ name }) => name);
  return fail(
    'invalid-input',
    'It is not said which server the content is on.',
    names.length > 0
      ? `Name its connection (--source): ${names.join(', ')}.`
      : 'Add a connection with your own server, or give whole URLs.',
    { details: ['content.connection: is needed'] },
  );
}
