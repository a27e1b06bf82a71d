const { promise, resolve } = Promise.withResolvers<void>();
let ready = false;

/** Whether `ready` was emitted. */
export function isReady(): boolean {
  return ready;
}

/** Resolves when `ready` is emitted, which is never before the entry module finished evaluating. */
export function whenReady(): Promise<void> {
  return promise;
}

/** Called once by the runner, after the entry module was evaluated. */
export function becomeReady(): void {
  ready = true;
  resolve();
}

/** Throws when `what` is used too early, as Electron does or as its documentation forbids. */
export function requireReady(what: string): void {
  if (!ready) throw new Error(`${what} cannot be used before the app is ready`);
}

/** Throws when `what` is used too late: Electron reads it once, at start. */
export function requireNotReady(what: string): void {
  if (ready) throw new Error(`${what} should be called before app is ready`);
}
