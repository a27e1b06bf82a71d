import { fuzzyScore } from '../parts/fuzzy.ts';
import type { Screen } from '../parts/screen.ts';
import type { Action } from '../stores/actions.ts';
import { recordsOf, type Tables } from '../stores/records.ts';
import type { IconName } from '../ui/icons.tsx';

/** One line of the palette. */
export interface PaletteItem {
  id: string;
  title: string;
  /** What kind of thing it is, or more about it. */
  note: string;
  icon?: IconName;
  approach?: string;
  keys?: string;
  run: () => void;
}

interface Sources {
  actions: readonly Action[];
  tables: Tables;
  screens: readonly Screen[];
  goTo: (screen: string, id?: string) => void;
  useConnection: (id: string) => void;
}

interface Found extends PaletteItem {
  /** What the query is held against. */
  words: string;
}

const mostItems = 50;
/** What the screen in sight can do comes first. */
const groups = ['Run', 'Go', 'View'];

function actionItems({ actions, screens }: Sources): Found[] {
  return actions
    .filter(({ id, group }) => group !== 'List' && id !== 'palette')
    .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group))
    .map(({ id, title, keys, words = '', group, run }) => {
      const screen = screens.find((one) => id === `go.${one.id}`);
      return {
        id,
        title,
        note: group === 'Go' ? 'go' : 'run',
        icon: screen?.icon,
        approach: screen?.approach,
        keys,
        run,
        words: `${title} ${words}`,
      };
    });
}

/** Records by id, number or name; only asked for once something was typed, because there may be very many. */
function recordItems({ tables, screens, goTo, useConnection }: Sources): Found[] {
  const has = (id: string) => screens.some((screen) => screen.id === id);
  const connections = recordsOf(tables, 'connection').map(
    ({ id, name, baseUrl }): Found => ({
      id: `connection ${id}`,
      title: `Work with ${name}`,
      note: baseUrl,
      icon: 'connections',
      run: () => useConnection(id),
      words: `Work with ${name} ${baseUrl} ${id}`,
    }),
  );
  const tasks = has('tasks') ? recordsOf(tables, 'task') : [];
  const pushes = has('push-inbox') ? recordsOf(tables, 'push') : [];
  return [
    ...connections,
    ...tasks.map(
      ({ id, taskId, asked, status, member = '', claim = '' }): Found => ({
        id: `task ${id}`,
        title: `Task/${taskId}`,
        note: `${status}, ${asked}`,
        icon: 'task',
        approach: 'task',
        run: () => goTo('tasks', id),
        words: `Task/${taskId} ${id} ${member} ${claim} ${asked}`,
      }),
    ),
    ...pushes.map(
      ({ id, title, trackingId = '', memberId = '' }): Found => ({
        id: `push ${id}`,
        title,
        note: trackingId || 'push',
        icon: 'push',
        approach: 'push',
        run: () => goTo('push-inbox', id),
        words: `${id} ${trackingId} ${memberId} ${title}`,
      }),
    ),
  ];
}

/** An exchange by its number: `213` or `#213`. */
function exchangeItem(query: string, { tables, goTo }: Sources): PaletteItem[] {
  const number = /^#?(\d+)$/.exec(query.trim())?.[1];
  if (number === undefined) return [];
  const known = tables.exchange.byId.get(number);
  return [
    {
      id: `exchange ${number}`,
      title: `Exchange #${number}`,
      note: known ? `${known.method} ${known.url}` : 'look for it in the record',
      icon: 'exchanges',
      approach: known?.approach,
      run: () => goTo('exchanges', number),
    },
  ];
}

/** What the palette shows for a query, best first. */
export function paletteItems(query: string, sources: Sources): PaletteItem[] {
  const actions = actionItems(sources);
  if (query.trim() === '') return actions.slice(0, mostItems);
  const scored = [...actions, ...recordItems(sources)].flatMap((item) => {
    const score = fuzzyScore(query, item.words);
    return score === undefined ? [] : [{ item, score }];
  });
  scored.sort((a, b) => b.score - a.score);
  return [...exchangeItem(query, sources), ...scored.map(({ item }) => item)].slice(0, mostItems);
}
