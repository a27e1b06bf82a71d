import { EventEmitter } from 'node:events';

/**
 * Wraps `known` so that reading a property it lacks throws instead of giving `undefined`. A stand-in that answers
 * `undefined` would let a test pass on an API nobody imitated. The text of this function also runs in pages, so it
 * uses nothing from outside itself.
 */
export function refuseUnknown<T extends object>(name: string, known: T): T {
  return new Proxy(known, {
    get(target, key, receiver) {
      // `then` and `toJSON` are asked of every value that is awaited or serialised.
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON') {
        return Reflect.get(target, key, receiver);
      }
      throw new Error(`The electron stand-in has no '${name}.${key}'`);
    },
  });
}

/** An EventEmitter to extend, whose instances refuse unknown properties under the given name. */
export function emitterNamed(name: string): new () => EventEmitter {
  class StrictEmitter extends EventEmitter {}
  // At the end of the prototype chain, not around the instance: `this` stays one object, inside and outside the class.
  Object.setPrototypeOf(StrictEmitter.prototype, refuseUnknown(name, EventEmitter.prototype));
  return StrictEmitter;
}
