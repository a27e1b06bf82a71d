import http from 'node:http';
import { expect, test } from 'vitest';
import { cleanUp, openConsole, unwrap } from '../../fakes/ports.ts';

test('the receiver is a role: shown, held by one console of the folder, free after stop', async () => {
  const one = openConsole();
  const two = openConsole({ dataFolder: one.ports.dataFolder });
  const role = await one.run('receiver.start', { port: 0 });
  expect(role).toMatchObject({ id: 'receiver', running: true, pid: process.pid });
  expect(role.receiver?.submitAttachmentUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\$submit-attachment$/);
  expect(await one.run('receiver.start', {})).toEqual(role);
  expect(await two.run('receiver.status', {})).toEqual(role);
  expect(await two.refused('receiver.start', { port: 0 })).toMatchObject({ code: 'role-held' });
  expect(await one.run('receiver.stop', {})).toEqual({ id: 'receiver', running: false });
  expect(await two.run('receiver.start', { port: 0 })).toMatchObject({ running: true });
});

test('two starts at once are one', async () => {
  const { run } = openConsole();
  const [first, second] = await Promise.all([run('receiver.start', { port: 0 }), run('receiver.start', { port: 0 })]);
  expect(second).toEqual(first);
});

test('a port that is taken is refused when it was asked for, and passed over when it was a preference', async () => {
  const other = http.createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  cleanUp(() => other.close());
  const { port } = other.address() as { port: number };
  const { run, refused } = openConsole();
  const error = await refused('receiver.start', { port });
  expect(error.code).toBe('port-in-use');
  expect(error.message).toContain(String(port));
  await run('settings.set', { receiverPort: port });
  const { receiver } = await run('receiver.start', {});
  expect(receiver?.metadataUrl).not.toContain(`:${port}/`);
});

test('a host that does not stay keeps no receiver', async () => {
  const { refused } = openConsole({ capabilities: ['environment'] });
  expect((await refused('receiver.start', { port: 0 })).code).toBe('capability-missing');
});

test('a push is heard as a change, by another console of the folder too', async () => {
  const one = openConsole();
  const two = openConsole({ dataFolder: one.ports.dataFolder });
  const heard = new Promise((resolve) => {
    two.console.listen((event) => {
      if (event.type === 'change' && event.change.kind === 'push' && event.change.op === 'put')
        resolve(event.change.record);
    });
  });
  const { receiver } = unwrap(await one.console.dispatch('receiver.start', { port: 0 })) as {
    receiver: { notificationUrl: string };
  };
  await fetch(receiver.notificationUrl, { method: 'POST', body: '{"resourceType":"Patient","id":"p"}' });
  expect(await heard).toMatchObject({ kind: 'resource', title: expect.stringContaining('Patient') });
});
