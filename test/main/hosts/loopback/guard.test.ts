import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, bearer, openSite, sendRaw, type TestSite } from './site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe('who may ask', () => {
  it('listens on 127.0.0.1 and gives the token in the fragment', () => {
    expect(site.url).toBe(`http://127.0.0.1:${site.port}/#token=${site.token}`);
    expect(site.token.length).toBeGreaterThanOrEqual(32);
  });

  it('makes another token every launch', async () => {
    const other = await openSite();
    expect(other.token).not.toBe(site.token);
    await other.close();
  });

  it.each(['evil.example', 'localhost:1', '127.0.0.1', '[::1]:80'])('answers 421 to Host %s', async (host) => {
    const answer = await ask(site, 'POST', '/call/host.info', { ...bearer(site), host }, '{}');
    expect(answer.status).toBe(421);
    expect(answer.headers['content-type']).toContain('text/plain');
    expect((await ask(site, 'GET', '/', { host })).status).toBe(421);
  });

  it('answers 421 to a request without Host', async () => {
    expect(await sendRaw(site, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.[01] 421 /);
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1'])('answers 403 to Origin %s', async (origin) => {
    const answer = await ask(site, 'POST', '/call/host.info', { ...bearer(site), origin }, '{}');
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('answers its own page', async () => {
    const answer = await ask(site, 'POST', '/call/host.info', { ...bearer(site), origin: site.origin }, '{}');
    expect(answer.status).toBe(200);
  });

  it.each([
    ['no token', () => ({})],
    ['a wrong token', () => ({ authorization: `Bearer ${'x'.repeat(32)}` })],
    ['half a token', () => ({ authorization: `Bearer ${site.token.slice(0, 16)}` })],
    ['a token with more behind it', () => ({ authorization: `Bearer ${site.token}x` })],
    ['another scheme', () => ({ authorization: `Basic ${site.token}` })],
    ['the token in the query', () => ({})],
  ])('answers 401 to %s', async (what, headers) => {
    const suffix = what.includes('query') ? `?token=${site.token}` : '';
    const before = site.console.asked.length;
    expect((await ask(site, 'POST', `/call/host.info${suffix}`, headers(), '{}')).status).toBe(401);
    const events = await ask(site, 'GET', `/events${suffix}`, headers());
    expect(events.status).toBe(401);
    expect(events.headers['www-authenticate']).toBe('Bearer');
    expect(site.console.asked.length).toBe(before);
    expect(site.console.listeners).toBe(0);
  });

  it('checks Host before Origin before token', async () => {
    const wrong = { host: 'evil.example', origin: 'http://evil.example' };
    expect((await ask(site, 'POST', '/call/x', wrong)).status).toBe(421);
    expect((await ask(site, 'POST', '/call/x', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask(site, 'POST', '/call/x')).status).toBe(401);
  });
});
