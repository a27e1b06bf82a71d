import type { AddressKind, Obstacle, Reach, ReachedAddress } from '../../../../shared/domain/receiver.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Elided } from '../../../ui/elided.tsx';
import { type Result, ResultFigure } from '../../../ui/figures.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import style from './receiver.module.css';

const kinds: Record<AddressKind, string> = {
  loopback: 'this machine',
  'link-local': 'this cable',
  private: 'your network',
  carrier: 'your carrier’s network',
  public: 'the internet',
  name: 'as partners are told',
};

const results: Record<ReachedAddress['result'], Result> = { answered: 'ok', another: 'fail', silent: 'unchecked' };

const severities: Record<Obstacle['severity'], Result> = { error: 'fail', warning: 'warn', information: 'unchecked' };

function Address({ address }: { address: ReachedAddress }) {
  return (
    <li className={style.address}>
      <ResultFigure result={results[address.result]} />
      <div>
        <span className={style.url}>
          <code>
            <Elided text={address.submitAttachmentUrl} tail={18} />
          </code>
          {address.result === 'answered' && (
            <CopyButton text={address.submitAttachmentUrl} label={`Copy ${address.submitAttachmentUrl}`} size="small" />
          )}
        </span>
        <p>
          <b>{kinds[address.kind]}</b>
          {address.network && <span>, {address.network}</span>}
          <span>. {address.says}</span>
        </p>
      </div>
    </li>
  );
}

/** On which addresses the receiver answers, and what stands between it and a partner. */
export function ReachView({ reach }: { reach: Reach }) {
  return (
    <>
      <p className={style.lead}>{reach.says}</p>
      {reach.addresses.length > 0 && (
        <ul className={style.addresses} aria-label="Addresses">
          {reach.addresses.map((address) => (
            <Address key={address.submitAttachmentUrl} address={address} />
          ))}
        </ul>
      )}
      {reach.obstacles.length > 0 && (
        <FindingList label="What stands between">
          {reach.obstacles.map(({ code, severity, message, next }) => (
            <Finding key={`${code} ${message}`} result={severities[severity]} message={message} next={next} />
          ))}
        </FindingList>
      )}
    </>
  );
}
