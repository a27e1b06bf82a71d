import { type ReactNode, useEffect, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.tsx';
import style from './tabs.module.css';

export interface TabItem {
  id: string;
  label: string;
  /** Second, quiet line or count. */
  note?: ReactNode;
  icon?: IconName;
  content: ReactNode;
}

interface Props {
  label: string;
  items: readonly TabItem[];
  selected: string;
  onSelect: (id: string) => void;
  /** `double`: the note stands under the label, so that many fit. */
  shape?: 'single' | 'double';
  /** Buttons at the far end of the row of tabs. */
  actions?: ReactNode;
}

/** Several views of one thing, one at a time; fills the height it is given. Of more tabs than there is room for the chosen one is in sight. */
export function Tabs({ label, items, selected, onSelect, shape = 'single', actions }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const count = items.length;
  useEffect(() => {
    void selected;
    void count;
    row.current?.querySelector('[data-selected]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected, count]);
  return (
    <AriaTabs className={style.tabs ?? ''} selectedKey={selected} onSelectionChange={(key) => onSelect(String(key))}>
      <div className={style.head} ref={row}>
        <TabList aria-label={label} className={style.list ?? ''}>
          {items.map(({ id, label: name, note, icon }) => (
            <Tab key={id} id={id} className={style.tab ?? ''} data-shape={shape}>
              {icon && <Icon name={icon} />}
              <span>{name}</span>
              {note !== undefined && <small>{note}</small>}
            </Tab>
          ))}
        </TabList>
        {actions}
      </div>
      {items.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={style.panel ?? ''}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
