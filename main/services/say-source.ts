/** How variables are usually called (POSIX). Anything else given as a name may be the secret itself, by a slip of the hand. */
const usualName = /^[A-Z_][A-Z0-9_]{0,63}$/;

/** An environment variable as a sentence may call it; what does not look like a name is not repeated. */
export const saidVariable = (name: string): string =>
  usualName.test(name) ? `environment variable ${name}` : 'environment variable that was named';

/** The same where it is to be set. */
export const setVariable = (name: string): string => (usualName.test(name) ? name : 'the variable');

/** A path as a sentence may name it: a key that was pasted in its place is not repeated. */
export const saidFile = (file: string): string =>
  file.length <= 1_000 && !/[\r\n]|-----BEGIN/.test(file) ? file : 'What was given as a path';
