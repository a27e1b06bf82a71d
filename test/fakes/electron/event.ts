import { refuseUnknown } from './refuse.ts';

/** An event as Electron hands it to listeners: `preventDefault()` sets `defaultPrevented`. */
export interface PreventableEvent {
  defaultPrevented: boolean;
  preventDefault(): void;
}

/** Makes an event carrying `extra`; anything else asked of it is refused. */
export function createEvent<T extends object>(extra: T): PreventableEvent & T {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
    ...extra,
  };
  return refuseUnknown('event', event);
}
