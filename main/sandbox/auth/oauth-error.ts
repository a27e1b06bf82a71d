/** The error codes of RFC 6749 (sections 4.1.2.1 and 5.2) and RFC 7009 that this server uses. */
export type OAuthCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'
  | 'server_error';

/** A refusal of an authorization server, to be thrown: an error code, a sentence, the HTTP status and further headers. */
export class OAuthError extends Error {
  readonly code: OAuthCode;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(code: OAuthCode, description: string, status = 400, headers: Record<string, string> = {}) {
    super(asciiText(description));
    this.name = 'OAuthError';
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** The text as error_description may carry it: printable ASCII without quotation marks and backslashes (RFC 6749, section 5.2). */
export const asciiText = (text: string): string => text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?');

/** The client did not prove who it is (401). */
export const clientRefused = (description: string, headers: Record<string, string> = {}): OAuthError =>
  new OAuthError('invalid_client', description, 401, headers);
