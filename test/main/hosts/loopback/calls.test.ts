import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import { ask, bearer, openSite, type TestSite } from './site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openSite({
    'tasks.get': () => fail('not-found', 'No such Task.', 'List them with tasks.list.'),
    'host.info': () => ok({ größe: '“ü”' }),
    'settings.get': () => Promise.reject(new Error('broken')),
  });
});
afterAll(() => site.close());

const call = (name: string, body?: string | Buffer) => ask(site, 'POST', `/call/${name}`, bearer(site), body);
const replyOf = async (name: string, body?: string | Buffer) => JSON.parse((await call(name, body)).body);

describe('POST /call/NAME', () => {
  it('passes name and input on and answers with the reply', async () => {
    const answer = await call('exchanges.list', '{"limit":3}');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(answer.body)).toEqual(ok({ name: 'exchanges.list', input: { limit: 3 } }));
  });

  it('takes an empty body as an empty input', async () => {
    expect(await replyOf('sandbox.status')).toEqual(ok({ name: 'sandbox.status', input: {} }));
  });

  it('answers failures as data, with 200', async () => {
    const answer = await call('tasks.get', '{"id":"1"}');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('keeps text beyond ASCII, both ways', async () => {
    expect(await replyOf('host.info')).toEqual(ok({ größe: '“ü”' }));
    expect(await replyOf('echo', '{"a":"ß€"}')).toEqual(ok({ name: 'echo', input: { a: 'ß€' } }));
  });

  it.each(['{', 'nonsense', '{"a":1}}', '\u0000'])('answers %j with invalid-json', async (body) => {
    expect(await replyOf('host.info', body)).toMatchObject({ ok: false, error: { code: 'invalid-json' } });
  });

  it('takes 8 MiB and refuses one byte more with 413', async () => {
    const largest = 8 * 1024 * 1024;
    const padded = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
    expect((await call('echo', padded(largest))).status).toBe(200);
    const asked = site.console.asked.length;
    const answer = await call('echo', padded(largest + 1));
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(site.console.asked.length).toBe(asked);
  });

  it('answers 500 without the reason when the console breaks its promise', async () => {
    const answer = await call('settings.get');
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('broken');
    expect(site.logged.join()).toContain('broken');
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('answers 405 to %s', async (method) => {
    const answer = await ask(site, method, '/call/host.info', bearer(site));
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('POST');
  });
});
