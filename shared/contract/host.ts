import { z } from 'zod';
import type { RecordKinds } from '../domain/change.ts';
import type { Settings } from '../domain/settings.ts';
import type { Capability } from './capabilities.ts';
import { read, write } from './define.ts';

/** What this host is and can do. Ask for a capability, never for the host's name. */
export interface HostInfo {
  host: 'electron' | 'loopback' | 'cli';
  version: string;
  node: string;
  platform: string;
  dataFolder: string;
  capabilities: Capability[];
}

/** All records the first screen needs, true at journal number `seq`; later changes have larger numbers. */
export type Snapshot = { seq: number; settings: Settings } & { [K in keyof RecordKinds]: RecordKinds[K][] };

const settingsPatch = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  connectionId: z.string().optional(),
  wireOpen: z.boolean().optional(),
  receiverPort: z.number().int().min(0).max(65535).optional(),
  sandboxProviderPort: z.number().int().min(0).max(65535).optional(),
  sandboxPayerPort: z.number().int().min(0).max(65535).optional(),
  welcomed: z.boolean().optional(),
});

/** Host, settings, operations and links. */
export const commands = {
  'host.info': read<HostInfo>()(z.strictObject({})),
  /** Records as lists show them: all connections and roles, the newest `limit` of the rest. */
  'host.snapshot': read<Snapshot>()(z.strictObject({ limit: z.number().int().min(1).max(5000).default(500) })),
  'settings.get': read<Settings>()(z.strictObject({})),
  'settings.set': write<Settings>()(settingsPatch),
  /** Stops the operation that was started with this id; answers whether one was under way. */
  'operations.cancel': write<{ cancelled: boolean }>()(z.strictObject({ operationId: z.string() })),
  /** Opens a web address in the person's own browser. Hosts without one refuse. */
  'links.open': write<{ opened: boolean }>()(z.strictObject({ url: z.url({ protocol: /^https?$/ }) })),
};
