// Runs the sandbox in a thread of its own, so that its parsing and its database never hold up the console.

// Older Node 24 announces node:sqlite as experimental on every thread, and does so while it is imported; hence the import below.
const emitWarning = process.emitWarning.bind(process);
process.emitWarning = ((warning: string | Error, ...rest: []) => {
  if (!String(warning).startsWith('SQLite ')) emitWarning(warning, ...rest);
}) as typeof process.emitWarning;

await import('./answer-calls.ts');

export {};
