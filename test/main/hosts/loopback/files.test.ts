import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentPolicy } from '../../../../main/hosts/content-policy.ts';
import { ask, openSite, sendRaw, type TestSite } from './site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe('files of the renderer', () => {
  it('serves the page at / with every guard header', async () => {
    const answer = await ask(site, 'GET', '/');
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<title>Switchboard</title>');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
    });
  });

  it('allows no script but its own in the policy', () => {
    expect(contentPolicy).toContain("default-src 'none'; script-src 'self';");
    expect(contentPolicy).toContain("frame-ancestors 'none'");
    expect(contentPolicy).not.toContain('unsafe-eval');
  });

  it.each([
    ['/assets/app-1a2b.js', 'text/javascript; charset=utf-8'],
    ['/assets/pdf.worker-3c.mjs', 'text/javascript; charset=utf-8'],
    ['/assets/codec.wasm', 'application/wasm'],
  ])('serves %s as %s, to be kept', async (file, type) => {
    const answer = await ask(site, 'GET', file);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers['cache-control']).toContain('immutable');
  });

  it('answers HEAD without a body', async () => {
    const answer = await ask(site, 'HEAD', '/index.html');
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(10);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/index.html%00.js',
    '/%E0%A4%A',
    '//secret.txt',
    '/assets',
    '/assets/',
    '/nothing.js',
  ])('answers 404 to %s', async (path) => {
    const back = await sendRaw(
      site,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${site.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(back).toMatch(/^HTTP\/1\.1 404 /);
    expect(back).toContain('text/plain');
    expect(back).not.toContain('out of reach');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('answers 405 to %s', async (method) => {
    const answer = await ask(site, method, '/index.html');
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
    expect(answer.headers['content-type']).toContain('text/plain');
  });
});
