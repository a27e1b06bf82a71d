import type { Diagnosis } from './diagnosis.ts';

/** A token we hold, without the token: it lies in the vault. */
export interface TokenState {
  tokenType: string;
  /** ISO instants. */
  obtainedAt: string;
  /** Absent where the partner did not say. */
  expiresAt?: string;
  /** Scopes as the partner wrote them; absent means as asked (RFC 6749, section 5.1). */
  scope?: string;
  granted: string[];
  /** Asked and not granted. */
  missing: string[];
  /** Whether a refresh token came with it. */
  refreshable: boolean;
  /** SHA-256 thumbprint of the client certificate it is bound to (RFC 8705), where it says so. */
  boundTo?: string;
  /** The exchange that brought it. */
  exchangeId?: string;
}

/** How a connection stands with its partner's authorization: the token in hand, or why there is none. The id is the connection's. */
export interface Access {
  id: string;
  token?: TokenState;
  /** The last refusal, until a token is granted. `at` is an ISO instant. */
  refusal?: { at: string; diagnosis: Diagnosis; exchangeId?: string };
}
