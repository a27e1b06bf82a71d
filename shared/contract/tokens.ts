import { z } from 'zod';
import type { Access } from '../domain/access.ts';
import type { TokenExplanation } from '../domain/token-explanation.ts';
import { read, write } from './define.ts';

const connection = z.string().min(1);
const operationId = z.string().optional();

/** A token as far as it may be told. */
export interface TokenReceipt {
  tokenType: string;
  /** ISO instant; null where the partner did not say. */
  expiresAt: string | null;
  scope: string;
  granted: string[];
  missing: string[];
}

/** Tokens of connections: asked for, explained, given back. */
export const commands = {
  /** The token in hand, or a new one: with `fresh`, or when it is about to expire. Never opens a browser. */
  'tokens.get': write<TokenReceipt>()(z.strictObject({ connection, fresh: z.boolean().default(false), operationId })),
  /** Asks for a new token and takes the attempt apart; a refusal is an explanation too, not a failure. */
  'tokens.explain': write<TokenExplanation>()(z.strictObject({ connection, operationId })),
  /** The last attempt of this process, if there was one. */
  'tokens.last': read<TokenExplanation | null>()(z.strictObject({ connection })),
  /** Authorization code: opens the person's browser (or tells the address by progress) and waits for its redirect. */
  'tokens.sign-in': write<Access>()(z.strictObject({ connection, open: z.boolean().default(true), operationId })),
  /** Forgets the tokens, and revokes them where the partner can (RFC 7009). */
  'tokens.sign-out': write<{ forgotten: boolean; revoked: boolean }>()(z.strictObject({ connection })),
  /**
   * UDAP dynamic client registration; answers the client id, which the connection keeps. Metadata whose signed part does not hold end it,
   * unless `sendAnyway`.
   */
  'tokens.register': write<{ clientId: string }>()(
    z.strictObject({ connection, sendAnyway: z.boolean().default(false), operationId }),
  ),
};
