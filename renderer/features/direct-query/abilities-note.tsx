import { ExchangeLink } from '../../parts/exchange-link.tsx';
import type { AbilitiesState } from '../../stores/abilities.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { Button } from '../../ui/button.tsx';
import style from './direct-query.module.css';

interface Props {
  known: AbilitiesState;
  connection: Connection | undefined;
  /** Asks the partner anew. */
  onAgain: () => void;
}

/** Where the choices come from, when it is not the partner's own statement. */
export function AbilitiesNote({ known, connection, onAgain }: Props) {
  if (!connection) return <p className={style.note}>Without a partner, the usual types and parameters are offered.</p>;
  if (known.reading) {
    return (
      <p className={style.note} role="status">
        Reading what {connection.name} says it can do
      </p>
    );
  }
  const again = (
    <Button size="small" kind="bare" icon="refresh" onPress={onAgain}>
      Ask again
    </Button>
  );
  if (known.failure) {
    return (
      <p className={style.note}>
        {connection.name} did not say what it can do, so the usual types and parameters are offered.{' '}
        {known.failure.message} {known.failure.exchangeId && <ExchangeLink id={known.failure.exchangeId} />}
        {again}
      </p>
    );
  }
  if (known.value?.types.length === 0) {
    return (
      <p className={style.note}>
        The CapabilityStatement lists no types, so the usual ones are offered.{' '}
        <ExchangeLink id={known.value.exchangeId} />
        {again}
      </p>
    );
  }
  return null;
}
