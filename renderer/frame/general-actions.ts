import { useLayoutEffect } from 'react';
import { screens } from '../screens.ts';
import { type Action, registerGeneralActions } from '../stores/actions.ts';
import { showPractice } from '../stores/practice.ts';
import { openApproach } from '../parts/choose-approach/approach-store.ts';
import { readPushPlace } from '../parts/push-view/places.ts';
import { composeSubmission } from '../parts/submission-composer/compose.ts';
import { composeNew } from '../parts/task-composer/compose.ts';
import { switchTheme } from '../stores/settings.ts';
import { goTo, toggleWire, useView } from '../stores/view.ts';
import { focusFilter, focusList, focusPane, moveInList } from './focus.ts';

function isAtSent(): boolean {
  const { screen, selected } = useView.getState();
  return screen === 'push-inbox' && readPushPlace(selected['push-inbox']).at === 'sent';
}

const general: readonly Action[] = [
  {
    id: 'palette',
    title: 'Search or run a command',
    group: 'View',
    keys: 'Mod+K',
    run: () => useView.setState(({ palette }) => ({ palette: !palette, keys: false })),
  },
  { id: 'wire', title: 'Wire drawer', group: 'View', keys: 'Mod+J', run: () => void toggleWire() },
  { id: 'theme', title: 'Light or dark', group: 'View', words: 'theme colour', run: () => void switchTheme() },
  { id: 'pane.next', title: 'Next pane', group: 'View', keys: 'F6', run: () => focusPane(1) },
  { id: 'pane.previous', title: 'Previous pane', group: 'View', keys: 'Shift+F6', run: () => focusPane(-1) },
  {
    id: 'keys',
    title: 'All keys of this screen',
    group: 'View',
    keys: '?',
    run: () => useView.setState({ keys: true, palette: false }),
  },
  { id: 'list.next', title: 'Next row', group: 'List', keys: 'j', run: () => moveInList('ArrowDown') },
  { id: 'list.previous', title: 'Previous row', group: 'List', keys: 'k', run: () => moveInList('ArrowUp') },
  { id: 'list.filter', title: 'Filter this list', group: 'List', keys: '/', run: focusFilter },
  { id: 'list.back', title: 'Back to the list', group: 'List', keys: 'Escape', run: focusList },
  {
    id: 'go.vault',
    title: 'Go to the vault',
    group: 'Go',
    words: 'settings secrets passphrase lock unlock',
    run: () => goTo('settings', 'vault'),
  },
  {
    id: 'go.keys',
    title: 'Go to the signing keys',
    group: 'Go',
    words: 'settings jwks generate import rotate',
    run: () => goTo('settings', 'keys'),
  },
  {
    id: 'go.audit',
    title: 'Go to the audit trail',
    group: 'Go',
    words: 'settings verify export log',
    run: () => goTo('settings', 'audit'),
  },
  {
    id: 'practise',
    title: 'Practise authorization',
    group: 'Run',
    words: 'smart backend services token sandbox',
    run: showPractice,
  },
  {
    // On its own screen the list of Tasks offers it, with a key.
    id: 'tasks.compose',
    title: 'New Task',
    group: 'Run',
    words: 'compose request data attachment ask',
    when: () => useView.getState().screen !== 'tasks',
    run: () => composeNew(),
  },
  {
    // Where submissions are listed it is offered with a key.
    id: 'submissions.compose',
    title: 'New submission',
    group: 'Run',
    words: 'compose submit attachment push payer unsolicited',
    when: () => !isAtSent(),
    run: () => composeSubmission(),
  },
  {
    id: 'approach',
    title: 'Which approach?',
    group: 'Run',
    keys: 'g w',
    words: 'choose road direct query task push bulk',
    run: openApproach,
  },
  { id: 'go.start', title: 'Go to the first screen', group: 'Go', words: 'welcome home', run: () => goTo('start') },
];

/** Actions that are there on every screen: going places, the drawer, the palette, panes, lists. */
export function useGeneralActions(): void {
  useLayoutEffect(() => {
    const going = screens.map(
      ({ id, title, key }): Action => ({
        id: `go.${id}`,
        title: `Go to ${title}`,
        group: 'Go',
        keys: key === ',' ? 'Mod+,' : `g ${key}`,
        run: () => goTo(id),
      }),
    );
    return registerGeneralActions([...going, ...general]);
  }, []);
}
