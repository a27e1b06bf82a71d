import type Conf from 'conf';
import type { Capability } from '../shared/contract/capabilities.ts';
import type { HostInfo } from '../shared/contract/host.ts';
import type { Settings } from '../shared/domain/settings.ts';

/** A cancellable wake-up. */
export interface Timer {
  cancel(): void;
}

/** Time, settable in tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls once, no earlier than `ms` from now. */
  after(ms: number, run: () => void): Timer;
}

/** The operating system's key store, where a host has one. */
export interface SafeStorage {
  /** Whether it encrypts for real, and what it is called or why it cannot be used. */
  state(): { available: boolean; says: string };
  wrap(secret: string): Buffer;
  unwrap(wrapped: Buffer): string;
}

/** What a host must supply; services name what they need of it and ask for capabilities, never for the host. */
export interface Ports {
  host: HostInfo['host'];
  version: string;
  /** Absolute folder for everything the console keeps; created 0700. */
  dataFolder: string;
  /** Built files: the scripts of the two workers, and the trimmed FHIR definitions. */
  assets: { sandboxWorker: URL; heavyWorker: URL; definitionsFile: string };
  /** The settings file, opened when first asked for: most one-shot commands never do. */
  settings(): Promise<Conf<Settings>>;
  clock: Clock;
  capabilities: readonly Capability[];
  /** An environment variable, where the host has the capability `environment`. */
  environment(name: string): string | undefined;
  /** The person this process works for, as the operating system calls them. */
  user: string;
  safeStorage?: SafeStorage;
  /** The vault's passphrase from the environment or a prompt, to open it or to make it; undefined where neither has one. */
  passphrase?(purpose: 'open' | 'make'): Promise<string | undefined>;
  /** Opens a web address outside, where the host has the capability `open-links`. */
  openLink(url: string): Promise<void>;
  /** One line for whoever runs the host; never a secret, never health data. */
  log(line: string): void;
}
