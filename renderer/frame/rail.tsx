import { Fragment } from 'react';
import type { Screen } from '../parts/screen.ts';
import { screens } from '../screens.ts';
import { useRecords } from '../stores/records.ts';
import { useSettings } from '../stores/settings.ts';
import { useView } from '../stores/view.ts';
import { ResultFigure } from '../ui/figures.tsx';
import { Icon } from '../ui/icon.tsx';
import { RailFoot } from './rail-foot.tsx';
import style from './rail.module.css';

/** The way to every screen, and below it what runs. */
export function Rail() {
  return (
    <nav className={style.rail} aria-label="Console" data-pane>
      <a className={style.brand} href="#/start" aria-label="Switchboard, start">
        <Icon name="logo" />
        <span>Switchboard</span>
      </a>
      <ul className={style.items}>
        {screens.map((screen, index) => (
          <Fragment key={screen.id}>
            {index > 0 && screens[index - 1]?.group !== screen.group && <li className={style.gap} aria-hidden />}
            <RailItem screen={screen} />
          </Fragment>
        ))}
      </ul>
      <RailFoot />
    </nav>
  );
}

function RailItem({ screen }: { screen: Screen }) {
  const current = useView((view) => view.screen === screen.id);
  const waiting = useRecords((records) => screen.waiting?.(records) ?? 0);
  const connection = useSettings((settings) => settings.connectionId);
  const mark = useRecords((records) => screen.mark?.(records, connection));
  return (
    <li>
      <a
        href={`#/${screen.id}`}
        title={screen.title}
        data-approach={screen.approach}
        aria-current={current ? 'page' : undefined}
      >
        <Icon name={screen.icon} />
        <span>{screen.title}</span>
        {waiting > 0 && <span className={style.count}>{waiting}</span>}
        {mark && (
          <i className={style.mark}>
            <ResultFigure result={mark} />
          </i>
        )}
      </a>
    </li>
  );
}
