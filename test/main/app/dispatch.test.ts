import { describe, expect, test } from 'vitest';
import { createDispatch } from '../../../main/app/dispatch.ts';
import type { Handlers } from '../../../main/services/kit.ts';
import { commandNames } from '../../../shared/contract/commands.ts';
import { ok } from '../../../shared/contract/errors.ts';
import { failure, openConsole } from '../../fakes/ports.ts';

/** A dispatch whose one handler does `work`. */
function dispatchTo(work: () => unknown) {
  const logged: string[] = [];
  const handlers = { 'connections.list': work } as unknown as Partial<Handlers>;
  return {
    logged,
    dispatch: createDispatch(
      async () => handlers,
      (line) => logged.push(line),
    ),
  };
}

describe('what cannot be run is said, never thrown', () => {
  test('an unknown command, with the one that was meant', async () => {
    const { console } = openConsole();
    const error = failure(await console.dispatch('queries.serach', {}));
    expect(error).toMatchObject({ code: 'unknown-command', next: 'Perhaps you mean queries.search.' });
    expect(error.message).toContain('"queries.serach"');
  });

  test('a name like nothing at all, with the names there are', async () => {
    const { console } = openConsole();
    for (const name of ['', 'constructor', '__proto__', 'toString', 'zzzzzzzzzzzzzzzzzzzzzzzzzzzz']) {
      const error = failure(await console.dispatch(name, {}));
      expect([name, error.code]).toEqual([name, 'unknown-command']);
    }
    expect(failure(await console.dispatch('zzzzzzzzzzzzzzzzzzzzzzzzzzzz', {})).next).toContain(commandNames[0]);
  });

  test.each<[string, unknown, string[]]>([
    ['queries.search', {}, ['partner: Name a partner: {"connection": id or name} or {"baseUrl": URL}.', 'query: ']],
    ['queries.search', { partner: { baseUrl: 'http://x.example' }, query: '  ' }, ['query: ']],
    ['queries.rows', { exchangeId: 7, count: 0 }, ['exchangeId: ', 'count: ']],
    ['connections.list', { extra: 1 }, ['input: ']],
    ['connections.list', 'text', ['input: ']],
    ['connections.list', [], ['input: ']],
    ['receiver.start', { port: 70_000 }, ['port: ']],
    ['documents.read', { documentId: '../../etc/passwd' }, ['documentId: ']],
    ['exchanges.list', { since: 'yesterday' }, ['since: ']],
    ['links.open', { url: 'file:///etc/passwd' }, ['url: ']],
  ])('%s with a wrong input %j', async (name, input, places) => {
    const { console } = openConsole();
    const error = failure(await console.dispatch(name, input));
    expect(error.code).toBe('invalid-input');
    expect(error.message).toContain(name);
    expect(error.details).toHaveLength(places.length);
    for (const [n, place] of places.entries()) expect(error.details?.[n]).toContain(place);
  });

  test('no input is an empty one', async () => {
    const { console } = openConsole();
    expect(await console.dispatch('connections.list', undefined)).toEqual(ok([]));
    expect(await console.dispatch('connections.list', null)).toEqual(ok([]));
  });
});

describe('a handler that throws', () => {
  test('is an internal failure whose stack is in the log alone', async () => {
    const { dispatch, logged } = dispatchTo(() => {
      throw new Error('a bug of ours');
    });
    const error = failure(await dispatch('connections.list', {}));
    expect(error).toMatchObject({ code: 'internal' });
    expect(error.message).toContain('a bug of ours');
    expect(JSON.stringify(error)).not.toMatch(/\.ts:\d|at .*\(/);
    expect(logged[0]).toContain('dispatch.test.ts');
  });

  test.each([undefined, null, 'text', 7, { a: 1 }])('may throw %j', async (thrown) => {
    const { dispatch } = dispatchTo(() => {
      throw thrown;
    });
    expect(failure(await dispatch('connections.list', {})).code).toBe('internal');
  });

  test.each([
    [{ errcode: 13 }, 'folder-unusable', 'full'],
    [{ errcode: 5 | (2 << 8) }, 'folder-unusable', 'locked'],
    [{ errcode: 11 }, 'folder-corrupt', 'cannot be read'],
    [{ errcode: 10 | (3 << 8) }, 'folder-unusable', 'cannot be read or written'],
    [{ code: 'ENOSPC' }, 'folder-unusable', 'full'],
  ])('with a failure of the disk %j says what it is', async (fields, code, says) => {
    const { dispatch } = dispatchTo(() => Promise.reject(Object.assign(new Error('low level'), fields)));
    const error = failure(await dispatch('connections.list', {}));
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
  });
});
