// node:sqlite announces itself as experimental once per process; the notice would bury a real warning.
const emit = process.emitWarning.bind(process);
process.emitWarning = ((warning: string | Error, ...rest: []) => {
  if (!String(warning).includes('SQLite')) emit(warning, ...rest);
}) as typeof process.emitWarning;
