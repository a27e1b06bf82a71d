const start = Date.now();

/** An ISO instant `seconds` before the fake was loaded (after it, when negative). */
export const ago = (seconds: number): string => new Date(start - seconds * 1000).toISOString();
