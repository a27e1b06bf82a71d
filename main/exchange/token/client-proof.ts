import type { KeyRecord } from '../../../shared/domain/key.ts';
import type { ClientAssertion } from './client-assertion.ts';

/** What shows the authorization server who asks; for one request. */
export interface ClientProof {
  /** Headers, secret. */
  headers: Record<string, string>;
  /** Parameters of the form. */
  form: [name: string, value: string][];
  /** Values in them that are secret. */
  secrets: string[];
  assertion?: ClientAssertion;
  /** The key that signed it. */
  key?: KeyRecord;
}
