import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { documentOfFile } from '../../../shared/cdex/document-of-file.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { isObject, type JsonObject, typeOfResource } from '../../../shared/fhir/json.ts';
import { sniffType } from '../../../shared/fhir/sniff.ts';
import type { Ports } from '../../ports.ts';
import { parseBody } from '../../wire/extract.ts';
import { saidFile } from '../say-source.ts';

/** A file larger than this many bytes is not sent inside a resource. */
const largest = 20_000_000;

/**
 * What a file answers a Task with: the FHIR resource it holds as JSON, else a DocumentReference that carries its bytes. Fails with
 * `capability-missing` on a host that reads no files, else with `file-unreadable`.
 */
export async function readOutputFile(
  ports: Pick<Ports, 'capabilities' | 'clock'>,
  file: string,
  about: { task: unknown; patientReference: string | undefined },
): Promise<Reply<JsonObject>> {
  if (!ports.capabilities.includes('environment'))
    return fail(
      'capability-missing',
      'This host reads no files.',
      'Give the resource itself, choose what the query brought, or use task answer with --output.',
    );
  try {
    const { size } = await stat(file);
    if (size > largest)
      return fail(
        'file-unreadable',
        `${saidFile(file)} is ${(size / 1_000_000).toFixed(1)} MB; up to ${largest / 1_000_000} MB can be sent inside a Task or beside it.`,
        'Store it on the server and answer with a reference to it.',
      );
    const bytes = await readFile(file);
    const held = asResource(bytes);
    if (held) return ok(held);
    const { task, patientReference } = about;
    const document = {
      title: path.basename(file),
      contentType: sniffType(bytes),
      bytes: bytes.length,
      base64: bytes.toString('base64'),
      at: new Date(ports.clock.now()).toISOString(),
    };
    return ok(documentOfFile(document, task, patientReference ? { reference: patientReference } : undefined));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    return fail(
      'file-unreadable',
      `${saidFile(file)} cannot be read: ${reason}.`,
      'Check the path and the permissions.',
    );
  }
}

function asResource(bytes: Buffer): JsonObject | undefined {
  if (!/^\s*(\ufeff)?\s*\{/.test(bytes.toString('utf8', 0, 200))) return undefined;
  try {
    const value = parseBody(bytes);
    return isObject(value) && typeOfResource(value) ? value : undefined;
  } catch {
    return undefined; // it looks like JSON and is sent as the document it is
  }
}
