import { describe, expect, it } from 'vitest';
import { notification } from '../shared/cdex/notifications.ts';
import { outcome, sendFhir, startPartner } from './cli-partner.ts';
import { askCli, newDataFolder, startCli } from './cli-process.ts';

interface Posted {
  status: string;
  criteria: string;
  _criteria?: { extension: { valueString: string }[] };
  channel: { endpoint: string; header: string[]; extension?: object[] };
}

/** A partner that shakes hands while it takes a Subscription, and tells what a test wants. */
async function startTelling() {
  let posted: Posted | undefined;
  let isDeaf = false;
  const tell = async (type: string, events: [string, string][] = [], since = '0') => {
    if (!posted) throw new Error('Nothing was posted.');
    const [name = '', value = ''] = posted.channel.header[0]?.split(': ') ?? [];
    const subscription = `${partner.base}/Subscription/s1`;
    const answer = await fetch(posted.channel.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', [name]: value },
      body: JSON.stringify(notification({ type, subscription, since, events })),
    });
    return answer.status;
  };
  const partner = await startPartner(({ method, path, body }, response, base) => {
    if (isDeaf) return;
    if (method === 'DELETE') return response.writeHead(204).end();
    if (path !== 'Subscription') return sendFhir(response, 404, outcome('error', 'Unknown.'));
    posted = JSON.parse(body) as Posted;
    if (posted.criteria.includes('unknown')) return sendFhir(response, 422, outcome('error', 'No such topic.'));
    const answer = { ...posted, id: 's1' };
    const location = { location: `${base}/Subscription/s1` };
    return void tell('handshake').then(() => sendFhir(response, 201, answer, location));
  });
  /** From now on it takes what is asked and answers nothing. */
  const hangUp = () => {
    isDeaf = true;
  };
  return { ...partner, tell, hangUp, posted: () => posted };
}

describe('switchboard subscribe', () => {
  it('prints a line for everything it is told, ends after --count, and is removed at the partner', async () => {
    const { base, tell, posted, requests, close } = await startTelling();
    const dataFolder = newDataFolder();
    const args = ['subscribe', '--base', base, '--port', '0', '--heartbeat', '60', '--count', '3', '--json'];
    const filters = ['--filter', 'status=completed', 'owner:identifier=urn:x|1', '--filter-style', 'parameter'];
    const subscribing = startCli([...args, ...filters], { dataFolder });
    expect(await subscribing.lines(1)).toMatchObject([{ type: 'handshake', focus: [], at: expect.any(String) }]);
    expect(posted()?._criteria?.extension.map(({ valueString }) => valueString)).toEqual([
      'status=completed',
      'owner:identifier=urn:x|1',
    ]);
    await tell('event-notification', [['1', 'Task/a']], '1');
    await tell('event-notification', [['1', 'Task/a']], '1');
    await tell('heartbeat', [], '1');
    await tell('event-notification', [['4', `${base}/Task/b`]], '4');
    const lines = await subscribing.lines(6);
    expect(lines.slice(1)).toMatchObject([
      { type: 'event', number: 1, focus: ['Task/a'] },
      { type: 'duplicate', number: 1, focus: ['Task/a'] },
      { type: 'heartbeat', focus: [] },
      { type: 'gap', number: 2, to: 3, focus: [] },
      { type: 'event', number: 4, focus: ['Task/b'] },
    ]);
    await tell('event-notification', [['2', 'Task/c']], '4');
    const ended = await subscribing.done;
    expect([ended.code, ended.out.trim().split('\n').length]).toEqual([0, 7]);
    expect(requests.at(-1)).toMatchObject({ method: 'DELETE', path: 'Subscription/s1' });
    const secret = posted()?.channel.header[0]?.split(': ')[1] ?? '';
    expect(ended.out + ended.err).not.toContain(secret);
    const { value } = await askCli(['subscriptions', 'list'], { dataFolder });
    expect(value).toMatchObject([{ status: 'removed', subscriptionId: 's1', eventCount: 3 }]);
    const id = value[0].id;
    expect((await askCli(['subscriptions', 'remove', '--id', id], { dataFolder })).code).toBe(0);
    expect((await askCli(['subscriptions', 'list'], { dataFolder })).value).toEqual([]);
    await close();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('removes it and ends with 0 on %s', async (signal) => {
    const { base, requests, close } = await startTelling();
    const subscribing = startCli(['subscribe', '--base', base, '--port', '0', '--json'], {
      dataFolder: newDataFolder(),
    });
    await subscribing.lines(1);
    subscribing.child.kill(signal);
    expect((await subscribing.done).code).toBe(0);
    expect(requests.at(-1)?.method).toBe('DELETE');
    await close();
  });

  it('leaves it at the partner with --keep, for the next console', async () => {
    const { base, requests, close } = await startTelling();
    const dataFolder = newDataFolder();
    const subscribing = startCli(['subscribe', '--base', base, '--port', '0', '--keep', '--json'], { dataFolder });
    await subscribing.lines(1);
    subscribing.child.kill('SIGTERM');
    const ended = await subscribing.done;
    expect([ended.code, ended.err]).toEqual([0, expect.stringContaining('the next console goes on with it')]);
    expect(requests.map(({ method }) => method)).not.toContain('DELETE');
    const { value } = await askCli(['subscriptions', 'list'], { dataFolder });
    expect(value).toMatchObject([{ status: 'active', atClose: 'keep', subscriptionId: 's1' }]);
    await close();
  });

  it('ends where the partner does not answer the removal, and says that it is still there', async () => {
    const { base, hangUp, close } = await startTelling();
    const dataFolder = newDataFolder();
    const subscribing = startCli(['subscribe', '--base', base, '--port', '0', '--json'], { dataFolder });
    await subscribing.lines(1);
    hangUp();
    subscribing.child.kill('SIGTERM');
    const ended = await subscribing.done;
    expect([ended.code, ended.err]).toEqual([0, expect.stringContaining('still at')]);
    const { value } = await askCli(['subscriptions', 'list'], { dataFolder });
    expect(value).toMatchObject([{ status: 'active', left: { why: expect.stringContaining('within 3 s') } }]);
    await close();
  });

  it('ends with 1 where the partner refuses, with 2 where it was misused', async () => {
    const { base, close } = await startTelling();
    const dataFolder = newDataFolder();
    const at = ['subscribe', '--base', base];
    const refused = await askCli([...at, '--port', '0', '--topic', 'https://else.example/unknown'], { dataFolder });
    expect([refused.code, refused.value.error]).toMatchObject([1, { code: 'refused-by-partner', httpStatus: 422 }]);
    for (const wrong of [
      ['--port', '0', '--endpoint', 'https://x.example/hook'],
      ['--port', '0', '--filter', 'nonsense'],
      ['--payload', 'everything'],
      ['--filter-style', 'sideways'],
      ['--keep', '--count', 'many'],
      ['--endpoint', 'ftp://x.example'],
    ])
      expect([wrong, (await askCli([...at, ...wrong], { dataFolder })).code]).toEqual([wrong, 2]);
    const far = await askCli(['subscribe', '--base', 'http://192.0.2.1/fhir'], { dataFolder });
    expect([far.code, far.value.error]).toMatchObject([2, { next: expect.stringContaining('tunnel') }]);
    expect((await askCli(['subscriptions', 'status'], { dataFolder })).code).toBe(2);
    const renew = ['subscriptions', 'renew', '--id', 'x', '--at-close', 'sometimes'];
    expect((await askCli(renew, { dataFolder })).value.error.next).toContain('resume, keep, end');
    await close();
  });
});
