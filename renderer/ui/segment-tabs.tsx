import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import segmented from './segmented.module.css';
import style from './segment-tabs.module.css';

export interface SegmentTab {
  id: string;
  label: string;
  /** Quietly after the label. */
  note?: string;
  content: ReactNode;
}

interface Props {
  /** Stands before the tabs. */
  title: string;
  items: readonly SegmentTab[];
  selected: string;
  onSelect: (id: string) => void;
  /** Buttons between title and tabs. */
  children?: ReactNode;
}

/** A titled stretch of a detail with several views of one thing, chosen in its head. */
export function SegmentTabs({ title, items, selected, onSelect, children }: Props) {
  return (
    <AriaTabs className={style.part ?? ''} selectedKey={selected} onSelectionChange={(key) => onSelect(String(key))}>
      <header className={style.head}>
        <h3>{title}</h3>
        {children}
        <TabList aria-label={title} className={`${segmented.group} ${style.tabs}`} data-size="small">
          {items.map(({ id, label, note }) => (
            <Tab key={id} id={id}>
              {label}
              {note !== undefined && <span>{note}</span>}
            </Tab>
          ))}
        </TabList>
      </header>
      {items.map(({ id, content }) => (
        <TabPanel key={id} id={id}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
