import { goTo } from '../stores/view.ts';
import style from './exchange-link.module.css';

/** The number of an exchange; leads to its record. */
export function ExchangeLink({ id }: { id: string }) {
  return (
    <button type="button" className={style.link} aria-label={`Exchange ${id}`} onClick={() => goTo('exchanges', id)}>
      #{id}
    </button>
  );
}
