import type { Answer } from '../exchange/answer.ts';
import { parseBody } from '../wire/extract.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';

/** The resource of an answer, read back from the record where it was too large to be at hand; undefined where none came. */
export async function wholeResource(kit: Pick<Kit, 'store'>, { exchangeId, resource, head }: Answer): Promise<unknown> {
  if (resource !== undefined || !head?.resourceType) return resource;
  const body = await openBody(kit, exchangeId, 'response');
  return body.ok ? parseBody(await body.value.read(0, body.value.size)) : undefined;
}
