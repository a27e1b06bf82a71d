import { open } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok } from '../../shared/contract/errors.ts';
import { documentsFolder } from '../wire/extract.ts';
import type { Heavy } from '../wire/heavy.ts';
import { openBody } from './bodies.ts';
import type { Family, Kit } from './kit.ts';
import { tellExport } from './tell-export.ts';
import { workOnBody } from './work-on-body.ts';

/** The family `documents`: what is inside recorded bodies, taken out once and read by windows. */
export function documentHandlers(kit: Kit, heavy: Heavy): Family<'documents'> {
  const folder = documentsFolder(kit.ports.dataFolder);
  return {
    async 'documents.open'({ exchangeId, side, pointer }) {
      const body = await openBody(kit, exchangeId, side);
      if (!body.ok) return body;
      try {
        const found = await workOnBody(heavy, body.value, 'extract', pointer, folder);
        if (found) return ok(found);
      } catch (error) {
        return fail(
          'not-found',
          `The body cannot be read: ${(error as Error).message}.`,
          'Read it as text in the exchange.',
          { exchangeId },
        );
      }
      return fail(
        'not-found',
        `There is no document at ${pointer} in exchange ${exchangeId}.`,
        'Open the exchange to see what is there.',
        {
          exchangeId,
        },
      );
    },
    async 'documents.json'({ exchangeId, side, pointer }) {
      const body = await openBody(kit, exchangeId, side);
      if (!body.ok) return body;
      const next = 'Read it as text in the exchange.';
      try {
        const found = await workOnBody(heavy, body.value, 'elided', pointer);
        if (found) return ok(found);
      } catch (error) {
        const says = (error as Error).message;
        return error instanceof SyntaxError
          ? fail('not-fhir', 'The body cannot be read as JSON.', next, { exchangeId })
          : fail('invalid-input', `This is too large to show as JSON. ${says}`, next, { exchangeId });
      }
      return fail('not-found', `There is nothing at ${pointer} in exchange ${exchangeId}.`, next, { exchangeId });
    },
    async 'documents.read'({ documentId, offset, length }) {
      const handle = await open(path.join(folder, documentId)).catch(() => undefined);
      if (!handle) return fail('not-found', 'This document is not open.', 'Open it first with documents.open.');
      try {
        const { size } = await handle.stat();
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
        await handle.read(buffer, 0, buffer.length, offset);
        return ok({ offset, total: size, base64: buffer.toString('base64') });
      } finally {
        await handle.close();
      }
    },
    'documents.saving'({ name, bytes, exchangeId }) {
      const peer = exchangeId === undefined ? undefined : kit.store.exchanges.get(exchangeId)?.partner;
      tellExport(kit.store, {
        what: name,
        to: 'a download',
        outcome: `${bytes} bytes`,
        ...(peer === undefined ? {} : { peer }),
      });
      return ok({ told: true });
    },
  };
}
