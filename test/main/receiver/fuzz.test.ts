import { writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createDecide } from '../../../main/receiver/decide.ts';
import type { Response } from '../../../main/receiver/respond.ts';
import { openStore } from '../../../main/store/store.ts';
import { type Intent, understand, type UnderstoodBody, understandFile } from '../../../main/wire/understand.ts';
import { pushKinds } from '../../../shared/domain/push.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { fuzzedBodies } from './fuzz.ts';
import { openReceiver } from './open-receiver.ts';

const seed = 20_260_914;
const intents: Intent[] = ['submit-attachment', 'submit-attachment', 'submit-attachment', 'notification', 'other'];
const quoted = (body: Buffer) => body.toString('utf8').slice(0, 300);

/** What is wrong with how a body was understood. */
function faultIn(understood: UnderstoodBody, intent: Intent): string | undefined {
  const { kind, title, digest = '', findings, attachments } = understood;
  if (!pushKinds.includes(kind)) return `kind ${kind}`;
  if (!/^[0-9a-f]{64}$/.test(digest)) return `digest ${digest}`;
  if (kind === 'unexpected' && intent === 'submit-attachment' && findings.length === 0) return 'no reason';
  const words = [title, ...findings.flatMap(({ message, next, path: place }) => [message, next, place])].join(' ');
  if (/undefined|\[object|NaN/.test(words)) return words;
  if (!attachments.every(({ bytes, sha256 }) => Number.isInteger(bytes) && sha256.length === 64)) return 'facts';
  structuredClone(understood); // it crosses threads
  return undefined;
}

/** What is wrong with an answer. */
function faultOf({ status, body }: Response): string | undefined {
  if (status < 200 || status >= 500) return `status ${status}`;
  return status >= 400 && !(JSON.parse(body).issue.length > 0) ? 'no issue' : undefined;
}

test('10,000 bodies gone wrong are understood, checked and answered without fail', () => {
  const store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
  const decide = createDecide(store, createFakeClock(), { maxBytes: 100_000_000, requireSignature: false });
  const seen = new Map<string, number>();
  let n = 0;
  const faults: string[] = [];
  for (const body of fuzzedBodies(seed, 10_000)) {
    const intent = intents[n++ % intents.length] as Intent;
    const understood = understand(body, intent);
    const { response } = decide({ ...understood, sender: 'fuzz' });
    const fault = faultIn(understood, intent) ?? faultOf(response);
    if (fault) faults.push(`${fault}: ${quoted(body)}`);
    const outcome = `${understood.kind} ${response.status}`;
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
  }
  expect(faults).toEqual([]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  // The bodies are of many kinds: some are right all the same, some no JSON, some another resource.
  for (const one of ['submission 200', 'submission 400', 'unexpected 400', 'resource 200'])
    expect([one, (seen.get(one) ?? 0) > 100]).toEqual([one, true]);
});

/** Resources are hashed as they are written in pieces, and as they are read whole; a broken sign or a huge number differs. */
const withoutWriting = ({ attachments, digest: _, ...understood }: ReturnType<typeof understand>) => ({
  ...understood,
  attachments: attachments.map(({ bytes, sha256, ...one }) =>
    one.pointer.endsWith('/data') ? { ...one, bytes, sha256 } : one,
  ),
});

test('bodies gone wrong are understood in pieces as they are whole', () => {
  const file = path.join(throwAwayFolder(), 'body');
  for (const body of fuzzedBodies(seed + 1, 500)) {
    writeFileSync(file, body);
    const whole = understand(body, 'submit-attachment');
    const inPieces = understandFile(file, 'submit-attachment');
    // Where it goes wrong is counted in letters here and in bytes there; nesting is bounded in pieces alone.
    if (whole.kind === 'unexpected' || inPieces.title === 'Not understood') expect(inPieces.kind).toBe('unexpected');
    else expect(withoutWriting(inPieces)).toEqual(withoutWriting(whole));
  }
});

test('bodies gone wrong are each answered by a receiver with an OperationOutcome, and it goes on', async () => {
  const { receiver, send, store, logged, close } = await openReceiver();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const places = ['/$submit-attachment', '/fhir/$submit-attachment', '/notifications/x', '/Patient'];
  const bodies = [...fuzzedBodies(seed + 2, 300)];
  const answers = await Promise.all(
    bodies.map((body, n) => send(places[n % 8 < 5 ? 0 : n % 4] as string, { body, agent })),
  );
  agent.destroy();
  for (const [n, { status, text }] of answers.entries()) {
    expect([status >= 200 && status < 500, quoted(bodies[n] as Buffer)]).toEqual([true, expect.anything()]);
    if (status >= 400 || text !== '') expect(JSON.parse(text).resourceType).toBe('OperationOutcome');
  }
  expect(receiver.port).toBeGreaterThan(0);
  await close();
  expect(store.pushes.list(1_000, { repeats: true })).toHaveLength(300);
  expect(logged).toEqual([]);
});
