import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FakePartner, json, type Seen, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';

// The guide's own conversations are not ours to ship; where a copy lies beside the repository, we hold ours against them.
const folder = join(import.meta.dirname, '../../../../shared/spec/cdex/transcripts');

interface Message {
  method: string;
  url: string;
  body?: Record<string, unknown>;
}

interface Said {
  request: Message;
  response: { status: number; location?: string; body?: Record<string, unknown> };
}

/** A conversation, with our partner where the source's server is. */
const conversation = (name: string, baseUrl: string): Said[] => {
  const text = readFileSync(join(folder, `${name}.json`), 'utf8');
  return JSON.parse(text.replaceAll(/http:\/\/example\.org\/fhir\/(?!payer)/gi, `${baseUrl}/`)).exchanges;
};

/** Where a request of a transcript goes, below the base; the guide writes it with and without a slash, and without the base. */
const routeOf = ({ method, url }: Message) => `${method} /${url.replace('[base]', '').replace(/^\//, '')}`;

/** Answers each request as the transcript does; the create tells by Location what is read next. */
function play(server: FakePartner, said: readonly Said[]): void {
  for (const { request, response } of said) {
    const { location } = response;
    server.on(routeOf(request).split('?')[0] ?? '', (seen, answer) =>
      response.body
        ? json(response.status, response.body, location ? { location } : {})(seen, answer)
        : answer.writeHead(response.status, location ? { location } : {}).end(),
    );
  }
}

const sentTo = (server: FakePartner, method: string, tail: string): Seen[] =>
  server.seen.filter((one) => one.method === method && one.url.endsWith(tail));

async function start(name: string) {
  const server = await startPartner();
  const said = conversation(name, server.baseUrl);
  play(server, said);
  return { ...openConsole(), server, said, partner: { baseUrl: server.baseUrl } };
}

describe.skipIf(!existsSync(folder))(
  "the guide's conversations by Task (skipped where no copy of the guide lies beside the repository)",
  () => {
    test.each([
      ['task-scenario-1a', 'completed', 'Bundle', 'absolute'],
      ['task-scenario-2a', 'completed', 'Bundle', 'contained'],
    ])('%s: asked, read again, fetched', async (name, status, resourceType, kind) => {
      const { run, server, said, partner } = await start(name);
      const asked = said[0]?.request.body ?? {};
      const receipt = await run('tasks.request', { partner, task: asked, profile: 'manual', sendAnyway: true });
      const { id: _id, ...sent } = asked;
      expect(JSON.parse(sentTo(server, 'POST', '/Task')[0]?.body ?? '')).toMatchObject(sent);
      expect(`GET /Task/${receipt.taskId}`).toBe(routeOf(said[1]?.request as Message).replace('//', '/'));
      const polled = await run('tasks.poll', { id: receipt.id });
      expect(polled).toMatchObject({
        status,
        code: 'data-request-query' === polled.code ? polled.code : 'data-request-code',
      });
      const { outputs } = await run('tasks.fetch', { id: receipt.id });
      expect(outputs).toMatchObject([{ resourceType, kind }]);
      expect(outputs[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    });

    test('task-scenario-3: nothing was found, and the Task says why it failed', async () => {
      const { run, said, partner } = await start('task-scenario-3');
      const task = said[0]?.request.body;
      const receipt = await run('tasks.request', { partner, task, profile: 'manual', sendAnyway: true });
      const polled = await run('tasks.poll', { id: receipt.id });
      const failed = said[1]?.response.body as { statusReason: { text: string } };
      expect(polled).toMatchObject({ status: 'failed', statusReason: failed.statusReason.text, outputs: [] });
    });

    test('solicited-attachment-scenario-1: the request is sent as the guide writes it', async () => {
      const { run, server, said, partner } = await start('solicited-attachment-scenario-1');
      const asked = said[0]?.request.body ?? {};
      const receipt = await run('tasks.request', { partner, task: asked, profile: 'manual' });
      const { id: _id, ...sent } = asked;
      expect(JSON.parse(sentTo(server, 'POST', '/Task')[0]?.body ?? '')).toMatchObject(sent);
      expect(receipt.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    test('task-scenario-4: subscribed, asked, told, read, fetched', async () => {
      const { run, server, said, partner } = await start('task-scenario-4');
      const [wanted, asked, told] = said.map(({ request }) => request.body ?? {});
      const created = await run('subscriptions.create', { partner });
      expect(created).toMatchObject({ status: 'active', topic: wanted?.criteria });
      const posted = JSON.parse(sentTo(server, 'POST', '/Subscription')[0]?.body ?? '');
      const { reason: _reason, channel, id: _id, meta: _meta, ...rest } = wanted as Record<string, object>;
      expect(posted).toMatchObject(rest);
      const { endpoint: _endpoint, ...asWritten } = channel as Record<string, object>;
      expect(posted.channel).toMatchObject(asWritten);

      const receipt = await run('tasks.request', { partner, task: asked, profile: 'manual', sendAnyway: true });
      const headers = posted.channel.header.map((line: string) => line.split(/:\s*/, 2));
      const answer = await fetch(posted.channel.endpoint, {
        method: 'POST',
        headers: [['content-type', 'application/fhir+json'], ...headers],
        body: JSON.stringify(told),
      });
      expect(answer.status).toBe(200);
      await expect.poll(async () => (await run('tasks.get', { id: receipt.id })).status).toBe('completed');
      const { polls } = await run('tasks.get', { id: receipt.id });
      expect(polls).toMatchObject([{ result: 'new-version', by: 'notification' }]);
      const { outputs } = await run('tasks.fetch', { id: receipt.id });
      expect(outputs).toMatchObject([{ resourceType: 'Bundle', entries: 1 }]);
      // The guide's notification names another server and another subscription; that is told and stands in nobody's way.
      const { oddities } = await run('subscriptions.get', { id: created.id });
      expect(oddities.length).toBeGreaterThan(0);
    });
  },
);
