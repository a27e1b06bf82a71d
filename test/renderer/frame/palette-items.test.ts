import { describe, expect, it, vi } from 'vitest';
import { paletteItems } from '../../../renderer/frame/palette-items.ts';
import { fuzzyScore } from '../../../renderer/parts/fuzzy.ts';
import { tablesOf } from '../../../renderer/stores/records.ts';
import { snapshotOf } from '../../fakes/records.ts';

const goTo = vi.fn();
const screens = ['tasks', 'push-inbox', 'exchanges'].map((id) => ({ id }));
const sources = {
  actions: [
    { id: 'go.tasks', title: 'Go to Tasks', group: 'Go', keys: 'g t', run: vi.fn() },
    { id: 'wire', title: 'Wire drawer', group: 'View', run: vi.fn() },
    { id: 'tasks.new', title: 'New Task', group: 'Run', run: vi.fn() },
    { id: 'list.next', title: 'Next row', group: 'List', run: vi.fn() },
  ],
  tables: tablesOf(snapshotOf(false)),
  screens,
  goTo,
  useConnection: vi.fn(),
} as unknown as Parameters<typeof paletteItems>[1];
const titles = (query: string) => paletteItems(query, sources).map(({ title }) => title);

describe('the palette', () => {
  it('starts with what this screen can do, then places; list keys are left out', () => {
    expect(titles('')).toEqual(['New Task', 'Go to Tasks', 'Wire drawer']);
  });
  it('finds by part and by first letters', () => {
    expect(titles('wire')[0]).toBe('Wire drawer');
    expect(titles('gtt')[0]).toBe('Go to Tasks');
  });
  it('finds an exchange by number, a Task by id, a push by tracking id, a connection by name', () => {
    const [exchange] = paletteItems('#12', sources);
    expect(exchange?.title).toBe('Exchange #12');
    exchange?.run();
    expect(goTo).toHaveBeenCalledWith('exchanges', '12');
    expect(titles('1012')).toContain('Task/1012');
    expect(titles('11234657')).toContain('Submission, unsolicited');
    expect(titles('lakeside')[0]).toBe('Work with Lakeside Clinic');
    expect(titles('lakeside work')[0]).toBe('Work with Lakeside Clinic');
  });
  it('offers an exchange that is not at hand, because the record may hold it', () => {
    expect(paletteItems('9999', sources)[0]?.note).toBe('look for it in the record');
  });
  it('finds nothing by nonsense', () => {
    expect(titles('qqqqzz')).toEqual([]);
  });
});

describe('fuzzy scores', () => {
  const score = (query: string, text: string) => fuzzyScore(query, text) ?? Number.NEGATIVE_INFINITY;
  it('prefer a whole match at the start of a word', () => {
    expect(score('task', 'Go to Tasks')).toBeGreaterThan(score('task', 'Multitasking'));
    expect(score('task', 'Tasks')).toBeGreaterThan(score('task', 'The Asking'));
  });
  it('reject letters in the wrong order', () => {
    expect(fuzzyScore('ksat', 'Tasks')).toBeUndefined();
  });
});
