import { useEffect, useState } from 'react';
import { useLifeline } from '../api/lifeline.ts';
import { Cord } from '../ui/cord.tsx';
import style from './lost.module.css';

/** How long a break may last before the whole screen says so; a shorter one mends itself. */
const patience = 1_500;

/** Whether the console behind the page has been gone long enough to say so. */
export function useLost(): boolean {
  const lifeline = useLifeline();
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (lifeline !== 'lost') return;
    const timer = setTimeout(() => setLong(true), patience);
    return () => clearTimeout(timer);
  }, [lifeline]);
  return lifeline === 'ended' || (lifeline === 'lost' && long);
}

/** What covers the screen when the console behind it has ended: the records in sight are no longer true. */
export function Lost() {
  const lifeline = useLifeline();
  return (
    <div className={style.lost} role="alertdialog" aria-modal aria-labelledby="lost-title" aria-describedby="lost-what">
      <div>
        <Cord us="payer" state="cut" />
        <h1 id="lost-title">
          {lifeline === 'ended' ? 'This page belongs to an earlier start' : 'The console has ended'}
        </h1>
        <p id="lost-what">
          {lifeline === 'ended'
            ? 'The console behind it has ended or was started anew, and each start has an address of its own.'
            : 'Nothing answers at the address of this page. What was recorded is kept; what was under way has stopped.'}
        </p>
        <p>
          <b>Next:</b>{' '}
          {lifeline === 'ended'
            ? 'open the address the console printed when it started. If it is not running, start it first:'
            : 'start it again and open the address it prints:'}
        </p>
        <pre>npm start</pre>
        {lifeline === 'lost' && (
          <p className="muted" role="status">
            Still trying; the page comes back by itself when the same console answers.
          </p>
        )}
      </div>
    </div>
  );
}
