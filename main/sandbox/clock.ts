/** Something that will happen, and can be called off. */
export interface Alarm {
  cancel(): void;
}

/** Time as the sandbox sees it; tests bring their own. */
export interface SandboxClock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(action: () => void, milliseconds: number): Alarm;
}

/** The machine's clock. Its alarms do not keep a process alive. */
export const systemClock: SandboxClock = {
  now: () => Date.now(),
  setTimeout(action, milliseconds) {
    const timer = setTimeout(action, milliseconds);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
