import { openApproach } from '../../parts/choose-approach/approach-store.ts';
import { Badge, type Road } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { RoadPicture, type Hop } from './road-picture.tsx';
import style from './start.module.css';

interface Way {
  approach: Road;
  request: string;
  said: string;
  hops: readonly Hop[];
}

const ways: readonly Way[] = [
  {
    approach: 'direct-query',
    request: 'GET Condition?patient=…',
    said: 'You search, the source answers at once. Preferred when the data is there.',
    hops: [
      { way: 'east', text: 'search', at: 66 },
      { way: 'west', text: '200, searchset', at: 106, back: true },
    ],
  },
  {
    approach: 'task',
    request: 'POST Task',
    said: 'You ask, people or systems at the source answer when they can.',
    hops: [
      { way: 'east', text: 'data-request-query', at: 52 },
      { way: 'west', text: 'polled until it has ended', at: 92, back: true },
      { way: 'east', text: 'fetch the output', at: 132 },
    ],
  },
  {
    approach: 'push',
    request: 'POST $submit-attachment',
    said: 'The source sends, asked for or not. Your receiver stores, then answers.',
    hops: [
      { way: 'west', text: 'attachments', at: 66 },
      { way: 'east', text: '200, stored first', at: 106, back: true },
    ],
  },
];

/** The three roads, each as a small conversation. */
export function Roads() {
  return (
    <>
      <div className={style.roads}>
        {ways.map(({ approach, request, said, hops }) => (
          <section key={approach} aria-label={request}>
            <header>
              <Badge approach={approach} />
              <code>{request}</code>
            </header>
            <RoadPicture approach={approach} hops={hops} />
            <p>{said}</p>
          </section>
        ))}
      </div>
      <p className={style.which}>
        <Button kind="bare" onPress={openApproach}>
          Which approach?
        </Button>
      </p>
    </>
  );
}
