/** A JWT taken apart without its signature; nothing of it is verified. */
export interface OpenJwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** Larger ones are not taken apart. */
const longest = 32_768;

/** Takes a token apart where it is a JWT (RFC 7519); undefined where it is opaque. */
export function openJwt(token: string): OpenJwt | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 || token.length > longest) return undefined;
  const [header, claims] = parts.map(readPart);
  return header && claims && typeof header.alg === 'string' ? { header, claims } : undefined;
}

function readPart(part: string): Record<string, unknown> | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The thumbprint of the client certificate a token is bound to, where it says so (RFC 8705, section 3.1). */
export function boundTo(token: string): string | undefined {
  const cnf = openJwt(token)?.claims.cnf;
  const thumbprint = typeof cnf === 'object' && cnf !== null ? (cnf as Record<string, unknown>)['x5t#S256'] : undefined;
  return typeof thumbprint === 'string' ? thumbprint : undefined;
}
