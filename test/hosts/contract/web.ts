import type { Reply } from '../../../shared/contract/errors.ts';
import type { ConsoleEvent } from '../../../shared/contract/events.ts';
import type { Hearing } from './host.ts';

const split = (url: string) => {
  const [origin = '', token = ''] = url.split('/#token=');
  return { origin, headers: { authorization: `Bearer ${token}` } };
};

/** Sends a call to a web host as text; `url` is the address `serve` printed. */
export async function post(url: string, name: string, text: string): Promise<Reply<unknown>> {
  const { origin, headers } = split(url);
  const answer = await fetch(`${origin}/call/${encodeURIComponent(name)}`, { method: 'POST', headers, body: text });
  return (await answer.json()) as Reply<unknown>;
}

/** Follows the event stream of a web host. */
export async function follow(url: string): Promise<Hearing> {
  const { origin, headers } = split(url);
  const stop = new AbortController();
  const answer = await fetch(`${origin}/events`, { headers, signal: stop.signal });
  const events: ConsoleEvent[] = [];
  const reading = (async () => {
    let rest = '';
    const decoder = new TextDecoder(); // a letter may be split between two pieces
    for await (const chunk of answer.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') events.push(JSON.parse(line) as ConsoleEvent);
    }
  })().catch(() => undefined); // stopping it, or its host, breaks the stream
  return {
    events: async () => events,
    async stop() {
      stop.abort();
      await reading;
    },
  };
}
