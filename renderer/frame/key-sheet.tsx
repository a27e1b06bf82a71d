import { type ActionGroup, currentActions, useActionList } from '../stores/actions.ts';
import { useView } from '../stores/view.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import style from './key-sheet.module.css';

const groups: readonly [ActionGroup, string][] = [
  ['Run', 'On this screen'],
  ['List', 'In lists'],
  ['Go', 'Go to'],
  ['View', 'Anywhere'],
];

/** Every key that works now, read from the same list the keys themselves are. */
export function KeySheet() {
  const isOpen = useView((view) => view.keys);
  useActionList();
  const actions = isOpen ? currentActions().filter(({ keys }) => keys !== undefined) : [];
  return (
    <Dialog title="Keys" isOpen={isOpen} onClose={() => useView.setState({ keys: false })} size="wide">
      <div className={style.sheet}>
        {groups.map(([group, title]) => {
          const some = actions.filter((action) => action.group === group);
          return (
            some.length > 0 && (
              <section key={group}>
                <h3>{title}</h3>
                <dl>
                  {some.map(({ id, title: what, keys }) => (
                    <div key={id}>
                      <dt>{what}</dt>
                      <dd>
                        <KeyHint keys={keys ?? ''} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            )
          );
        })}
      </div>
      <p className={style.note}>Single letters rest while a field has focus.</p>
    </Dialog>
  );
}
