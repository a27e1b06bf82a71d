import { describe, expect, it, vi } from 'vitest';
import { isBare, resolveKey, strokeOf } from '../../../renderer/frame/strokes.ts';
import type { Action } from '../../../renderer/stores/actions.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const action = (keys: string): Action => ({ id: keys, title: keys, group: 'Run', keys, run: vi.fn() });

describe('strokes', () => {
  it.each([
    [{ key: 'j' }, 'j'],
    [{ key: 'J', shiftKey: true }, 'j'],
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: 'k', ctrlKey: true }, 'Mod+k'],
    [{ key: 'k', metaKey: true }, 'Mod+k'],
    [{ key: 'F6', shiftKey: true }, 'Shift+F6'],
    [{ key: 'Enter', ctrlKey: true }, 'Mod+Enter'],
    [{ key: ',', ctrlKey: true }, 'Mod+,'],
  ])('%o is %s', (event, stroke) => expect(strokeOf({ ...none, ...event })).toBe(stroke));

  it('rest in fields unless Ctrl, Command, Alt or a function key is meant', () => {
    expect(['j', '?', 'Delete', 'Escape', 'Enter', 'Shift+Tab'].every(isBare)).toBe(true);
    expect(['Mod+k', 'F6', 'Shift+F6', 'Alt+x', 'Mod+Enter'].some(isBare)).toBe(false);
  });
});

describe('what a stroke means', () => {
  const actions = [action('n'), action('Mod+K'), action('g t'), action('g e'), action('e')];
  const meaning = (stroke: string, before?: string) => {
    const { action: found, waits } = resolveKey(actions, stroke, before);
    return found?.keys ?? (waits ? 'waits' : 'nothing');
  };
  it('runs by one key', () => {
    expect(meaning('n')).toBe('n');
    expect(meaning('Mod+k')).toBe('Mod+K');
    expect(meaning('x')).toBe('nothing');
  });
  it('waits for the second of two, which then wins over its own meaning', () => {
    expect(meaning('g')).toBe('waits');
    expect(meaning('e', 'g')).toBe('g e');
    expect(meaning('e')).toBe('e');
  });
  it('takes a second key that completes nothing on its own', () => {
    expect(meaning('n', 'g')).toBe('n');
    expect(meaning('t')).toBe('nothing');
  });
  it('prefers the action registered last', () => {
    const later: Action = { ...action('n'), id: 'later' };
    expect(resolveKey([...actions, later], 'n', undefined).action).toBe(later);
  });
});
