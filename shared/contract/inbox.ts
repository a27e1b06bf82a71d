import { z } from 'zod';
import type { Push } from '../domain/push.ts';
import type { Role } from '../domain/role.ts';
import { read, write } from './define.ts';

/** What was pushed to us, and the receiver it came by. */
export const commands = {
  'inbox.list': read<Push[]>()(z.strictObject({ limit: z.number().int().min(1).max(5000).default(200) })),
  'inbox.get': read<Push>()(z.strictObject({ id: z.string() })),
  'receiver.status': read<Role>()(z.strictObject({})),
  /** Starts listening on 127.0.0.1. Port 0 takes any; left out, the port of the settings, or any free one when that is taken. */
  'receiver.start': write<Role>()(
    z.strictObject({
      port: z.number().int().min(0).max(65535).optional(),
      maxBytes: z.number().int().min(1).optional(),
    }),
  ),
  'receiver.stop': write<Role>()(z.strictObject({})),
};
