const secretParts = ['secrets', 'passphrase', 'source'];

const masked = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]): [string, unknown] =>
    name === 'value' && typeof part === 'string' ? [name, `${part.length} letters`] : [name, masked(part)],
  );
  return Object.fromEntries(entries);
};

/** An input as a test may keep it: of a secret its length alone, so that what a page still holds is the page's own doing. */
export function withoutSecrets(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const entries = Object.entries(input).map(([name, part]): [string, unknown] => {
    if (secretParts.includes(name)) return [name, masked(part)];
    return name === 'patch' ? [name, withoutSecrets(part)] : [name, part];
  });
  return Object.fromEntries(entries);
}
