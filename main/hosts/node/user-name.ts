import os from 'node:os';

/** The operating system's name for whoever runs this process; `unknown` where it has none (a container without that user). */
export function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
}
