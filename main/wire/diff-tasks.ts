import { readFileSync } from 'node:fs';
import { diffVersions } from '../../shared/cdex/diff-versions.ts';
import type { VersionChange } from '../../shared/domain/task.ts';
import { isObject } from '../../shared/fhir/json.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import { parseBody } from './extract.ts';

/** Where a Task is: in bytes at hand or in a file (absolute path), at a JSON pointer. */
export type TaskPlace = { pointer: string } & ({ bytes: Uint8Array } | { file: string });

/**
 * What differs between two Tasks: the one in a body at a pointer, and another one. `isOlder` says that the body has the older one.
 * Undefined where one is not there. Throws where a body is no JSON.
 */
export function diffTasks(
  body: Buffer,
  pointer: string,
  other: TaskPlace,
  isOlder: boolean,
): VersionChange[] | undefined {
  const one = getPointer(parseBody(body), pointer);
  const bytes = 'bytes' in other ? Buffer.from(other.bytes) : readFileSync(other.file);
  const two = getPointer(parseBody(bytes), other.pointer);
  if (!isObject(one) || !isObject(two)) return undefined;
  return isOlder ? diffVersions(one, two) : diffVersions(two, one);
}
