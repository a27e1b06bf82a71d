import { expect, it, vi } from 'vitest';
import { takeToken } from '../../../renderer/api/session.ts';

function place(hash: string, kept?: string) {
  const values = new Map(kept ? [['switchboard.token', kept]] : []);
  const replaceState = vi.fn();
  return {
    values,
    replaceState,
    given: {
      location: { hash, pathname: '/', search: '?a=1' },
      history: { replaceState },
      storage: {
        getItem: (key: string) => values.get(key) ?? null,
        setItem: (key: string, value: string) => void values.set(key, value),
      },
    },
  };
}

it('takes the token from the fragment, keeps it for the tab and wipes the address', () => {
  const { given, values, replaceState } = place('#token=aB-_9');
  expect(takeToken(given)).toBe('aB-_9');
  expect([...values.values()]).toEqual(['aB-_9']);
  expect(replaceState).toHaveBeenCalledWith(null, '', '/?a=1');
});

it('uses the kept token after a reload and leaves the address alone', () => {
  const { given, replaceState } = place('#/tasks/1', 'kept');
  expect(takeToken(given)).toBe('kept');
  expect(replaceState).not.toHaveBeenCalled();
});

it('prefers a new token to the kept one and has none where none was given', () => {
  expect(takeToken(place('#token=new', 'old').given)).toBe('new');
  expect(takeToken(place('').given)).toBe('');
});
