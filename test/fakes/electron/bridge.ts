/** One end of the bridge between the page's world and the preload's. */
export interface WorldLink {
  /** Sends a one-way message to the other end's `on` listeners. Throws DataCloneError for what cannot be copied. */
  tell(topic: string, value: unknown): void;
  /** Hears the other end's `tell`. */
  on(topic: string, listener: (value: unknown) => void): void;
}

/**
 * Connects the world named `mine` with the world named `theirs` by DOM events, whose `detail` Chromium copies between
 * worlds by structured clone. Functions are lent as numbers and called back across, as contextBridge does: the result of
 * a call is a copy or a promise of one, and a thrown error keeps only its message. Runs in pages as text.
 */
export function connectWorlds(mine: string, theirs: string): WorldLink {
  type Callable = (...args: unknown[]) => unknown;
  type Outcome = { value: unknown } | { thrown: string } | { later: true };
  const mark = 'stand-in function';
  const lent = new Map<number, Callable>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const answers = new Map<number, Outcome>();
  let count = 0;

  const isPlain = (value: unknown): value is Record<string, unknown> => {
    if (typeof value !== 'object' || value === null) return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
  };
  const eachEntry = (value: Record<string, unknown>, change: (entry: unknown) => unknown) =>
    Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry)]));
  const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

  function lend(value: unknown): unknown {
    if (typeof value === 'function') {
      count += 1;
      lent.set(count, value as Callable);
      return { [mark]: count };
    }
    if (Array.isArray(value)) return value.map(lend);
    return isPlain(value) ? eachEntry(value, lend) : value;
  }
  function borrow(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(borrow);
    if (!isPlain(value)) return value;
    const id = value[mark];
    if (typeof id === 'number') return (...args: unknown[]) => ask(id, args);
    return eachEntry(value, borrow);
  }
  function send(type: string, detail: unknown): void {
    // Cloned here as well: an event drops what it cannot copy without a word.
    document.dispatchEvent(new CustomEvent(`${theirs}:${type}`, { detail: structuredClone(detail) }));
  }
  function hear<T>(type: string, listener: (detail: T) => void): void {
    document.addEventListener(`${mine}:${type}`, (event) => listener((event as CustomEvent<T>).detail));
  }
  function ask(fn: number, args: unknown[]): unknown {
    count += 1;
    const id = count;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(id, { resolve, reject });
    send('ask', { id, fn, args: args.map(lend) });
    const answer = answers.get(id); // dispatching is synchronous: the other end has answered by now
    answers.delete(id);
    if (answer && 'later' in answer) return promise;
    waiting.delete(id);
    if (!answer) throw new Error('The other world is gone');
    if ('thrown' in answer) throw new Error(answer.thrown);
    return borrow(answer.value);
  }

  hear<{ id: number; fn: number; args: unknown[] }>('ask', ({ id, fn, args }) => {
    try {
      const result = lent.get(fn)?.(...args.map(borrow));
      if (!(result instanceof Promise)) return send('answer', { id, outcome: { value: lend(result) } });
      send('answer', { id, outcome: { later: true } });
      result
        .then((value) => send('settle', { id, outcome: { value: lend(value) } }))
        .catch((error) => send('settle', { id, outcome: { thrown: messageOf(error) } }));
    } catch (error) {
      send('answer', { id, outcome: { thrown: messageOf(error) } });
    }
  });
  hear<{ id: number; outcome: Outcome }>('answer', ({ id, outcome }) => void answers.set(id, outcome));
  hear<{ id: number; outcome: Outcome }>('settle', ({ id, outcome }) => {
    const promise = waiting.get(id);
    waiting.delete(id);
    if ('thrown' in outcome) promise?.reject(new Error(outcome.thrown));
    else if ('value' in outcome) promise?.resolve(borrow(outcome.value));
  });

  return {
    tell: (topic, value) => send(`tell:${topic}`, { value: lend(value) }),
    on: (topic, listener) => hear<{ value: unknown }>(`tell:${topic}`, ({ value }) => listener(borrow(value))),
  };
}
