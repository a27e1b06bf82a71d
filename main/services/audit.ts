import { createReadStream } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Given } from '../../shared/contract/given.ts';
import { type ChainPlace, chainStart, nextPlace } from '../store/audit-chain.ts';
import { downloadTrail, exportedEntry, unreadableEntry } from './download-trail.ts';
import type { Family, Kit } from './kit.ts';
import { linesOf } from './lines-of.ts';
import type { Operation } from './operations.ts';
import { readGiven } from './read-given.ts';
import { tellExport } from './tell-export.ts';
import { writeAside } from './write-aside.ts';
import { saidFile } from './say-source.ts';

/** Entries read, hashed and compared between two turns of the event loop: a few milliseconds. */
const page = 250;

/** What a verification answers. */
interface Verdict {
  ok: boolean;
  /** How many entries were found in order. */
  entries: number;
  brokenAt?: number;
  reason?: string;
  ofThisFolder?: boolean;
}

const cancelled = () => fail('cancelled', 'It was cancelled.', 'Start it again.');
const broken = (place: ChainPlace, reason: string, brokenAt = place.seq): Reply<Verdict> =>
  ok({ ok: false, entries: place.seq - 1, brokenAt, reason });

/** The family `audit`. */
export function auditHandlers(kit: Kit): Family<'audit'> {
  const { audit } = kit.store;

  /** Up to the last entry there was when it began; what is written meanwhile belongs to the next time. */
  async function verifyTrail(operation: Operation): Promise<Reply<Verdict>> {
    const end = audit.last();
    for (let place = chainStart; ; await turn()) {
      if (operation.signal.aborted) return cancelled();
      const step = audit.check(place, page);
      if ('reason' in step) return broken({ ...place, seq: step.brokenAt }, step.reason);
      if (step.place.seq === place.seq || step.place.seq > end) return ok({ ok: true, entries: step.place.seq - 1 });
      place = step.place;
      operation.progress({ entries: place.seq - 1 });
    }
  }

  /** A file is read piece by piece: a trail of years is larger than what is held. */
  async function textOf(given: Given): Promise<Reply<AsyncIterable<string>>> {
    if ('file' in given && kit.ports.capabilities.includes('environment'))
      return ok(createReadStream(given.file, 'utf8'));
    const bytes = await readGiven(kit.ports, given, 'the exported trail');
    return bytes.ok ? ok(oneText(bytes.value.toString())) : bytes;
  }

  async function verifyExport(text: AsyncIterable<string>, operation: Operation): Promise<Reply<Verdict>> {
    let place = chainStart;
    for await (const line of linesOf(text)) {
      if (operation.signal.aborted) return cancelled();
      const next = nextPlace(place, parse(line), false);
      if (typeof next === 'string') return broken(place, next);
      place = next;
      operation.progress({ entries: place.seq - 1 });
      if (place.seq % page === 0) await turn();
    }
    if (place === chainStart) return broken(place, 'There is no entry in it.');
    return ok({ ok: true, entries: place.seq - 1, ofThisFolder: audit.hashOf(place.seq - 1) === place.previous });
  }

  async function verifyGiven(given: Given, operation: Operation): Promise<Reply<Verdict>> {
    const text = await textOf(given);
    if (!text.ok) return text;
    try {
      return await verifyExport(text.value, operation);
    } catch (error) {
      const named = 'file' in given ? saidFile(given.file) : 'The exported trail';
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
      return fail('file-unreadable', `${named} cannot be read: ${reason}.`, 'Check the path and the permissions.');
    }
  }

  return {
    'audit.list': ({ limit, before, action }) =>
      ok(
        audit.list(limit, { ...(before === undefined ? {} : { before }), ...(action === undefined ? {} : { action }) }),
      ),
    'audit.verify': ({ export: exported, operationId }) =>
      kit.operations.run(operationId, 'Verify the audit trail', (operation) =>
        exported ? verifyGiven(exported, operation) : verifyTrail(operation),
      ),
    'audit.export': (input) =>
      kit.operations.run(input.operationId, 'Export the audit trail', (operation) =>
        exportTrail(kit, input, operation),
      ),
    'audit.download': (input) => downloadTrail(kit.store, input),
  };
}

async function* oneText(text: string): AsyncGenerator<string> {
  yield text;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function exportTrail(
  { ports, store }: Kit,
  { file, raw, overwrite }: { file: string; raw: boolean; overwrite: boolean },
  operation: Operation,
): Promise<Reply<{ file: string; entries: number }>> {
  if (!ports.capabilities.includes('write-files'))
    return fail('capability-missing', 'This host writes no files.', 'Use audit export of the command line.');
  const { audit } = store;
  try {
    const written = await writeAside(
      file,
      async (put) => {
        let entries = 0;
        const end = audit.last();
        for (let seq = 1; seq <= end; ) {
          if (operation.signal.aborted) return cancelled();
          const found = audit.from(seq, page).filter((entry) => entry.seq <= end);
          for (const entry of found) await put(`${JSON.stringify(exportedEntry(entry, raw))}\n`);
          entries += found.length;
          operation.progress({ entries });
          seq = (found.at(-1)?.seq ?? end) + 1;
          await turn();
        }
        const what = `the audit trail${raw ? ' with what was requested' : ''}`;
        tellExport(store, { what, to: file, outcome: `${entries} entries` });
        return ok(entries);
      },
      { overwrite },
    );
    return written.ok ? ok({ file, entries: written.value.value }) : written;
  } catch (error) {
    if (error instanceof SyntaxError) return unreadableEntry();
    return fail(
      'file-unwritable',
      `${file} cannot be written: ${(error as Error).message}.`,
      'Check the folder and the space on the disk.',
    );
  }
}
