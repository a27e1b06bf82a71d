import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Room, usualRoom } from '../../../main/exchange/answer-room.ts';
import { createDoor } from '../../../main/exchange/door.ts';
import { openStore } from '../../../main/store/store.ts';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { type Script, startPartner } from '../../fakes/partner/partner.ts';
import { cleanUp, failure, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { get, partnerAt } from './open-door.ts';

const mebibyte = 1_048_576;
const fhir = { 'content-type': 'application/fhir+json' };
const limit = 4 * mebibyte;

/** What a door with little room says to one scripted answer, its record, and what its folder of bodies holds. */
async function answerTo(script: Script, room: Partial<Room> = {}, method = 'GET') {
  const folder = throwAwayFolder();
  const store = unwrap(openStore(folder));
  cleanUp(() => store.close());
  const all = { ...usualRoom, maxBytes: limit, ...room };
  const door = createDoor({ store, clock: createFakeClock(), version: '9.9.9', room: all });
  cleanUp(() => door.close());
  const server = await startPartner();
  server.otherwise(script);
  const partner = partnerAt(server.baseUrl);
  const reply = await door.send(partner, get(partner, '/Binary/big', { method, expects: 'anything' }));
  const record = store.exchanges.detail(store.exchanges.list(1)[0]?.id ?? '') as ExchangeDetail;
  const bodies = path.join(folder, 'bodies');
  const files = () => readdirSync(bodies).map((name) => path.join(bodies, name));
  return { reply, record, files, server };
}

/** Sends pieces for as long as anybody listens; `gone` once nobody does. */
function endless(headers: Record<string, string> = {}, piece = Buffer.alloc(65_536, 'x')) {
  const gone = Promise.withResolvers<void>();
  const script: Script = async (_, response: ServerResponse) => {
    response.on('close', gone.resolve).on('error', () => undefined);
    response.writeHead(200, { ...fhir, ...headers });
    while (!response.destroyed) if (!response.write(piece)) await Promise.race([once(response, 'drain'), gone.promise]);
  };
  return { script, gone: gone.promise };
}

describe('an answer larger than there is room for', () => {
  test('that does not end is broken off; what came is kept with its record', async () => {
    const { script, gone } = endless();
    const { reply, record, files, server } = await answerTo(script);
    const error = failure(reply);
    expect(error).toMatchObject({
      code: 'answer-too-large',
      message: expect.stringContaining(`${new URL(server.origin).host} is larger than 4 MiB`),
      next: expect.stringContaining('Ask for less'),
      exchangeId: record.id,
      details: [`limit: ${limit} bytes, decoded`],
    });
    await gone; // the connection is given up too
    expect(record).toMatchObject({ status: 200, outcome: 'transport', problem: error.message });
    expect(record.decodedBytes).toBe(record.response.bodyBytes);
    const [file = ''] = files();
    expect(files()).toHaveLength(1);
    expect(statSync(file).size).toBe(record.decodedBytes);
    expect(record.decodedBytes).toBeGreaterThan(limit - 2 * 65_536);
    expect(record.decodedBytes).toBeLessThanOrEqual(limit);
    expect(readFileSync(file, 'utf8')).toMatch(/^x+$/);
  });

  test('that unpacks to it is broken off at its decoded size', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * mebibyte), { level: constants.Z_BEST_COMPRESSION });
    expect(bomb.length).toBeLessThan(mebibyte / 10);
    const { reply, record, files } = await answerTo((_, response) => {
      response.on('error', () => undefined);
      response.writeHead(200, { ...fhir, 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
    });
    expect(failure(reply).code).toBe('answer-too-large');
    expect(record.decodedBytes).toBeGreaterThan(3 * mebibyte);
    expect(record.decodedBytes).toBeLessThanOrEqual(limit);
    expect(files().map((file) => statSync(file).size)).toEqual([record.decodedBytes]);
  });

  test('that is announced is refused at once', async () => {
    const gone = Promise.withResolvers<void>();
    const { reply, record } = await answerTo((_, response) => {
      response.on('close', gone.resolve);
      response.writeHead(200, { ...fhir, 'content-length': 3 * 1024 * mebibyte }).write('{');
    });
    expect(failure(reply)).toMatchObject({
      code: 'answer-too-large',
      message: expect.stringContaining('3 GiB were announced, and nothing of them was taken in'),
    });
    await gone.promise;
    expect(record).toMatchObject({ status: 200, outcome: 'transport', decodedBytes: 0, response: { bodyBytes: 0 } });
  });

  test('is none where only its length is asked for', async () => {
    const script: Script = (_, response) => response.writeHead(200, { 'content-length': 3 * limit }).end();
    expect(unwrap((await answerTo(script, {}, 'HEAD')).reply).httpStatus).toBe(200);
  });

  test('is none at the limit', async () => {
    const { reply, record } = await answerTo((_, response) => {
      response.writeHead(200, fhir);
      response.end(Buffer.alloc(limit, 'x'));
    });
    expect(unwrap(reply).decodedBytes).toBe(limit);
    expect(record.outcome).toBe('ok');
  });
});

describe('a disk that would be filled', () => {
  test('ends an answer on its way', async () => {
    const { script, gone } = endless();
    let left = 100 * mebibyte;
    const room = { maxBytes: 1024 * mebibyte, spareBytes: 90 * mebibyte };
    const { reply, record } = await answerTo(script, { ...room, freeBytes: async () => (left -= 8 * mebibyte) });
    expect(failure(reply)).toMatchObject({
      code: 'folder-unusable',
      message: expect.stringMatching(/has 84 MiB left, and 90 MiB of it are not filled .* kept with its record/),
      next: expect.stringContaining('Free some space'),
    });
    await gone;
    expect(record.decodedBytes).toBeGreaterThan(32 * mebibyte);
    expect(record.response.bodyBytes).toBe(record.decodedBytes);
  });

  test('refuses what is announced, and takes what is small', async () => {
    const room = { spareBytes: 1024 * mebibyte, freeBytes: async () => 10 * mebibyte };
    const big: Script = (_, response) => response.writeHead(200, { 'content-length': 2 * mebibyte }).write('x');
    expect(failure((await answerTo(big, room)).reply).message).toContain('2 MiB were announced');
    const small: Script = (_, response) => response.writeHead(200, fhir).end('x'.repeat(1_000));
    expect(unwrap((await answerTo(small, room)).reply).decodedBytes).toBe(1_000);
  });

  test('is asked by the system, of a folder that is not there yet too', async () => {
    const here = await usualRoom.freeBytes(throwAwayFolder());
    expect(here).toBeGreaterThan(0);
    expect(await usualRoom.freeBytes(path.join(throwAwayFolder(), 'bodies'))).toBeGreaterThan(0);
    expect(await usualRoom.freeBytes('/no/such/place/at/all')).toBeUndefined();
  });
});
