import type { ReactNode } from 'react';
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
}

/** Several views of one thing, one at a time; fills the height it is given. */
export function Tabs({ label, items, selected, onSelect }: Props) {
  return (
    <AriaTabs className={style.tabs ?? ''} selectedKey={selected} onSelectionChange={(key) => onSelect(String(key))}>
      <TabList aria-label={label} className={style.list ?? ''}>
        {items.map(({ id, label: name, note, icon }) => (
          <Tab key={id} id={id} className={style.tab ?? ''}>
            {icon && <Icon name={icon} />}
            <span>{name}</span>
            {note !== undefined && <small>{note}</small>}
          </Tab>
        ))}
      </TabList>
      {items.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={style.panel ?? ''}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
