import type { Connection } from '../../shared/domain/connection.ts';
import { useAccessState } from '../parts/use-access-state.ts';
import { goTo } from '../stores/view.ts';
import { TokenRing } from '../ui/token-ring.tsx';
import style from './top-bar.module.css';

/** How we stand with the partner's authorization: a ring that empties, and words. Leads to the check-up, which explains it. */
export function AccessFact({ connection }: { connection: Connection }) {
  const { st, words, share } = useAccessState(connection);
  return (
    <div className={style.fact}>
      <dt>Auth</dt>
      <dd data-st={st === 'fail' ? 'fail' : undefined}>
        <button type="button" className={style.access} onClick={() => goTo('check-up', 'authorization')}>
          <TokenRing st={st} share={share} />
          {words}
        </button>
      </dd>
    </div>
  );
}
