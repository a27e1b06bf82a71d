import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { screens } from '../screens.ts';
import { currentActions } from '../stores/actions.ts';
import { chooseConnection } from '../stores/connection-in-use.ts';
import { useRecords } from '../stores/records.ts';
import { goTo, useView } from '../stores/view.ts';
import { Icon } from '../ui/icon.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { type PaletteItem, paletteItems } from './palette-items.ts';
import style from './palette.module.css';

const close = () => useView.setState({ palette: false });

/** Everything by name: go, run, find by id. */
export function Palette() {
  const isOpen = useView((view) => view.palette);
  return (
    <ModalOverlay className={style.veil ?? ''} isOpen={isOpen} isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className={style.modal ?? ''}>
        <Dialog aria-label="Search or run a command" className={style.dialog ?? ''}>
          <Search />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Search() {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const items = useMemo(() => {
    const tables = useRecords.getState();
    const useConnection = (id: string) => void chooseConnection(id);
    return paletteItems(query, { actions: currentActions(), tables, screens, goTo, useConnection });
  }, [query]);

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, list]);

  // Closing first: what the action shows or focuses must not be taken back by the closing dialog.
  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    close();
    requestAnimationFrame(item.run);
  };
  const press = (event: React.KeyboardEvent) => {
    const last = Math.max(0, items.length - 1);
    if (event.key === 'ArrowDown') setAt(at >= last ? 0 : at + 1);
    else if (event.key === 'ArrowUp') setAt(at <= 0 ? last : at - 1);
    else if (event.key === 'Enter') run(items[at]);
    else return;
    event.preventDefault();
  };
  const said = {
    role: 'combobox',
    'aria-label': 'Search or run a command',
    'aria-expanded': true,
    'aria-controls': list,
    'aria-autocomplete': 'list',
    'aria-activedescendant': items.length > 0 ? `${list}-${at}` : undefined,
  } as const;
  return (
    <>
      <div className={style.field}>
        <Icon name="search" />
        <input
          {...said}
          ref={field}
          value={query}
          placeholder="Screen, command, Task, tracking id or #exchange"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <KeyHint keys="Escape" />
      </div>
      <div {...{ role: 'listbox', 'aria-label': 'Results' }} id={list} className={`${style.list} scroll`}>
        {items.map((item, index) => (
          <Line key={item.id} id={`${list}-${index}`} item={item} isCurrent={index === at} onRun={() => run(item)} />
        ))}
      </div>
      {items.length === 0 && (
        <p className={style.none} role="status">
          Nothing by that name. A number finds an exchange, an id a Task or a push.
        </p>
      )}
    </>
  );
}

interface LineProps {
  id: string;
  item: PaletteItem;
  isCurrent: boolean;
  onRun: () => void;
}

function Line({ id, item, isCurrent, onRun }: LineProps) {
  const said = { role: 'option', 'aria-selected': isCurrent, onClick: onRun };
  return (
    <div {...said} id={id} className={style.item} data-approach={item.approach ?? 'none'}>
      <Icon name={item.icon ?? 'chevron-right'} />
      <span>{item.title}</span>
      <small>{item.note}</small>
      {item.keys && <KeyHint keys={item.keys} />}
    </div>
  );
}
