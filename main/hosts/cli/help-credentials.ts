/** Help of the commands about vault, keys and tokens; `passphrases` tells how the vault is opened. */
export const credentialTexts = (passphrases: string): Record<string, string> => ({
  'vault status': `switchboard vault status

Says where secrets are kept, by what the vault is opened, and what this host can do. Opens nothing.
`,
  'vault create': `switchboard vault create [--backend passphrase]

Makes the vault of the data folder, encrypted under a passphrase (at least 8 characters).
${passphrases}`,
  'vault check': `switchboard vault check

Opens the vault and looks at every secret in it; exit 2 when it cannot be opened or one of them is damaged.
${passphrases}`,
  'vault passphrase': `switchboard vault passphrase

Changes the passphrase, or adds one to a vault that has none. The new one is SWITCHBOARD_NEW_PASSPHRASE, or asked for.
${passphrases}`,
  'vault wrap': `switchboard vault wrap passphrase|safe-storage

Lets the vault be opened another way too. safe-storage, the key store of the operating system, can be added in the desktop window alone.
${passphrases}`,
  'vault unwrap': `switchboard vault unwrap passphrase|safe-storage

Takes a way to open the vault away; the last one stays.
${passphrases}`,
  'vault lock': `switchboard vault lock

Forgets the key in this process, which ends with the command. A console that runs is locked in its Settings.
`,
  'keys generate': `switchboard keys generate --alg RS384|ES384|RS256|ES256 --name NAME

Makes a key to sign with; its private half goes to the vault. Prints name, kid and algorithm.
`,
  'keys import': `switchboard keys import FILE --name NAME [--passphrase-env VARIABLE] [--alg ALG] [--kid KID]

Takes a private key: PEM (PKCS#1, SEC1, PKCS#8, encrypted), a private JWK, or PFX. RSA of 2048 bits and more, EC on P-256 or P-384.
  --passphrase-env V    environment variable with the passphrase of the file; asked for at a terminal otherwise
  --alg ALG             what it signs with (default: RS384 or the algorithm of its curve)
  --kid KID             its name in the JWKS (default: that of the JWK, else its thumbprint)
`,
  'keys list': `switchboard keys list

Lists our keys.
`,
  'keys jwks': `switchboard keys jwks [--name NAME] [--out FILE [--overwrite]]

Prints the public keys as partners register them, of one name or all; with --out as a file. A running receiver serves them too.
`,
  'keys rotate': `switchboard keys rotate NAME

Makes a new key under the name. The old one signs no more and stays in the JWKS until it is removed.
`,
  'keys remove': `switchboard keys remove NAME|KID

Removes all keys of a name, or the one with a kid; refused while a connection signs with it.
`,
  token: `switchboard token --connection NAME [--fresh] [--explain]

Gets a token as the connection says, and prints how long it is good and for which scopes; never the token itself.
  --fresh               ask for a new one, even while the one in hand lives
  --explain             ask for a new one and take the attempt apart: assertion, request, response, every check, and the cause of a
                        refusal; exit 1 when the partner refused, 3 when nothing usable came
Where a person has to sign in: token sign-in.
`,
  'token sign-in': `switchboard token sign-in --connection NAME [--no-open]

Opens the browser at the partner's sign-in, prints its address on stderr too, and waits for the person to come back.
  --no-open             only print the address
`,
  'token sign-out': `switchboard token sign-out --connection NAME

Forgets the tokens of a connection, and revokes them where the partner can. Answers {"forgotten","revoked"}.
`,
});
