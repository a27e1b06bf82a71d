import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { EventLimits } from '../../../../main/hosts/loopback/events.ts';
import { type Loopback, startLoopback } from '../../../../main/hosts/loopback/start-loopback.ts';
import { type FakeConsole, fakeConsole, type Answers } from '../fake-console.ts';

export interface TestSite extends Loopback {
  console: FakeConsole;
  logged: string[];
  port: number;
}

/** A built renderer in miniature, beside a file that must stay out of reach. */
function makeRenderer(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-site-'));
  mkdirSync(path.join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'out of reach');
  writeFileSync(path.join(folder, 'renderer', 'index.html'), '<!doctype html><title>Switchboard</title>');
  writeFileSync(path.join(folder, 'renderer', 'assets', 'app-1a2b.js'), 'export {}');
  writeFileSync(path.join(folder, 'renderer', 'assets', 'pdf.worker-3c.mjs'), 'export {}');
  writeFileSync(path.join(folder, 'renderer', 'assets', 'codec.wasm'), '\0asm');
  return path.join(folder, 'renderer');
}

export async function openSite(answers: Answers = {}, limits?: EventLimits): Promise<TestSite> {
  const console = fakeConsole(answers);
  const logged: string[] = [];
  const log = (line: string) => logged.push(line);
  const started = await startLoopback({ console, rendererFolder: makeRenderer(), limits, log });
  if (!started.ok) throw new Error(started.error.message);
  return { ...started.value, console, logged, port: Number(new URL(started.value.origin).port) };
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** One request with exactly these headers; the path is sent as written. */
export function ask(site: TestSite, method: string, path: string, headers: object = {}, body?: string | Buffer) {
  return new Promise<Answer>((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: site.port, method, path, headers: { ...headers }, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

export const bearer = (site: TestSite) => ({ authorization: `Bearer ${site.token}` });

/** Sends bytes as they are and answers everything that came back until the connection ended. */
export function sendRaw(site: TestSite, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(site.port, '127.0.0.1', () => socket.write(text));
    let back = '';
    socket.on('data', (chunk) => {
      back += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(back));
  });
}
