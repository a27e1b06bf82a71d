/**
 * What a host may allow. `environment`: read environment variables and files a command names. `write-files`: write to a folder a
 * command names. `open-links`: open a browser. `stay`: keep receiver, scheduler and sandbox running.
 */
export const capabilities = ['environment', 'write-files', 'open-links', 'stay'] as const;
/** One of them. */
export type Capability = (typeof capabilities)[number];
