/**
 * Drops the one notice Node gives on loading node:sqlite, which the product rests on knowingly. Every other warning is passed on.
 */
export function silenceSqliteNotice(): void {
  const emit = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const [type] = rest;
    if (type === 'ExperimentalWarning' && String(warning).startsWith('SQLite ')) return;
    Reflect.apply(emit, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
}
