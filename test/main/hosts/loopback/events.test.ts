import http from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { ConsoleEvent } from '../../../../shared/contract/events.ts';
import { pushChange } from '../fake-console.ts';
import { ask, bearer, openSite, type TestSite } from './site.ts';

let site: TestSite;
afterEach(() => site.close());

interface Reader {
  response: http.IncomingMessage;
  lines: string[];
  /** Resolves once a line satisfies the test. */
  until(test: (line: string) => boolean): Promise<string>;
  ended: Promise<void>;
}

function readEvents(): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: site.port, path: '/events', headers: bearer(site), agent: false };
    const request = http.get(options, (response) => {
      const lines: string[] = [];
      const waiting = new Set<() => void>();
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() ?? '';
        lines.push(...parts);
        for (const look of waiting) look();
      });
      const until = (test: (line: string) => boolean) =>
        new Promise<string>((found) => {
          const look = () => {
            const line = lines.find(test);
            if (line === undefined) return;
            waiting.delete(look);
            found(line);
          };
          waiting.add(look);
          look();
        });
      const ended = new Promise<void>((end) => response.on('close', () => end()));
      resolve({ response, lines, until, ended });
    });
    request.on('error', reject);
  });
}

const big = (seq: number) => pushChange(seq, { title: 'x'.repeat(64 * 1024) });

describe('GET /events', () => {
  it('carries every event as a line, to every reader', async () => {
    site = await openSite();
    const [one, two] = await Promise.all([readEvents(), readEvents()]);
    expect(one.response.headers['content-type']).toContain('application/x-ndjson');
    expect(one.response.headers['cache-control']).toBe('no-store');
    const events: ConsoleEvent[] = [
      pushChange(1, { title: 'a' }),
      { type: 'progress', progress: { operationId: 'o', label: 'reading', done: false } },
      { type: 'resync', seq: 9 },
    ];
    for (const event of events) site.console.emit(event);
    for (const reader of [one, two]) {
      await reader.until((line) => line.includes('resync'));
      expect(reader.lines.filter(Boolean).map((line) => JSON.parse(line))).toEqual(events);
    }
  });

  it('sends blank lines to stay alive', async () => {
    site = await openSite({}, { keepAliveMs: 5, waitingBytes: 1024 });
    const reader = await readEvents();
    expect(await reader.until((line) => line === '')).toBe('');
  });

  it('drops lines for a reader that does not keep up, then tells it to read again', async () => {
    site = await openSite({}, { keepAliveMs: 60_000, waitingBytes: 256 * 1024 });
    const reader = await readEvents();
    // All in one turn of the loop: nothing can be read in between, so what is beyond the limit must be dropped.
    const count = 1_000;
    for (let seq = 1; seq <= count; seq += 1) site.console.emit(big(seq));
    const resync = JSON.parse(await reader.until((line) => line.includes('"resync"')));
    const received = reader.lines.filter((line) => line.includes('"push"')).length;
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(10);
    expect(resync).toEqual({ type: 'resync', seq: count });
    site.console.emit(pushChange(count + 1, { title: 'after' }));
    await reader.until((line) => line.includes('"after"'));
  });

  it('stops listening when the reader leaves', async () => {
    site = await openSite();
    const reader = await readEvents();
    expect(site.console.listeners).toBe(1);
    reader.response.destroy();
    await expect.poll(() => site.console.listeners).toBe(0);
  });

  it('ends the streams when the host closes', async () => {
    site = await openSite();
    const reader = await readEvents();
    await site.close();
    await reader.ended;
    expect(site.console.listeners).toBe(0);
    await expect(ask(site, 'GET', '/')).rejects.toThrow('ECONNREFUSED');
  });

  it('answers 405 to POST', async () => {
    site = await openSite();
    expect((await ask(site, 'POST', '/events', bearer(site))).headers.allow).toBe('GET');
  });
});
