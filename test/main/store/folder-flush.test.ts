import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { createBodies } from '../../../main/store/bodies.ts';
import { createFolderFlush } from '../../../main/store/folder-flush.ts';
import { createBodySink } from '../../../main/wire/body-sink.ts';
import { createMask } from '../../../main/wire/mask.ts';
import { throwAwayFolder } from '../../fakes/ports.ts';

const flushed = vi.hoisted(() => [] as string[]);
vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof import('node:fs/promises')>();
  const open: typeof real.open = async (...args) => {
    const handle = await real.open(...args);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      await sync();
      flushed.push(path.basename(String(args[0])));
    };
    return handle;
  };
  return { ...real, open };
});

test('a body that is promised to be on the disk has its name there too, small or large', async () => {
  const bodies = createBodies(throwAwayFolder());
  for (const bytes of [90_000, 3_000_000]) {
    flushed.length = 0;
    const sink = createBodySink(bodies, createMask([]), 'application/octet-stream', true);
    await sink.write(Buffer.alloc(bytes, 'x'));
    const { kept } = await sink.finish();
    expect([await bodies.size(kept.file ?? ''), flushed]).toEqual([bytes, ['bodies']]);
  }
  flushed.length = 0;
  await bodies.save(Buffer.from('what nobody was promised'));
  expect(flushed).toEqual([]);
});

test('one flush serves all who ask while the last one is under way', async () => {
  const folder = throwAwayFolder();
  flushed.length = 0;
  const flush = createFolderFlush(folder);
  writeFileSync(path.join(folder, 'a'), 'a');
  await Promise.all(Array.from({ length: 20 }, flush));
  expect(flushed).toHaveLength(2);
  await flush();
  expect(flushed).toHaveLength(3);
});

test('a folder that is not there is an error', async () => {
  await expect(createFolderFlush(path.join(throwAwayFolder(), 'nowhere'))()).rejects.toThrow('ENOENT');
});
