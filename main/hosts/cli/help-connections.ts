const connection = `
How we are let in (--auth):
  none
  bearer         --token-env V
  client-secret  --client-id I --secret-env V [--post] [--scope S] [--token-url U]
  backend        --client-id I --key NAME [--token-url U] [--scope S] [--jku U] [--audience A]
  code           --client-id I [--key NAME | --secret-env V] [--scope S] [--redirect-port N] [--authorize-url U] [--token-url U]
  udap           --cert FILE --key FILE [--organization-id URI] [--organization-name N] [--pou URI...] [--scope S] [--client-id I]
                 [--token-url U] [--registration-url U] [--contact MAIL]
The line:
  --mtls-cert FILE --mtls-key FILE, or --mtls-pfx FILE   our client certificate
  --passphrase-env V    environment variable that holds the passphrase of key or PFX file
  --ca FILE             authorities to trust in place of the system's (PEM)
  --server-name N       the name the partner's certificate must carry
  --proxy URL, --proxy-env V   HTTP(S) proxy; variable that holds its user:password
  --header-env V        variable that holds "Name: value", sent with every request; may be repeated
  --timeout S, --cdex-version V
What was agreed:
  --polling cdex|hrex|debug|manual, --purpose-of-use required|optional, --signatures required|not-required
  --quirk Q...          post-searches, plain-json, no-compression
`;

/** Help of the commands about connections; `partner` is what every command says of naming one. */
export const connectionTexts = (partner: string): Record<string, string> => ({
  'connections list': `switchboard connections list

Lists the stored connections.
`,
  'connections show': `switchboard connections show NAME

Prints one connection, named by name or id.
`,
  'connections add': `switchboard connections add NAME --base URL --role payer|provider [--auth METHOD ...] [options]

Stores a connection. The role is ours: a payer asks for data, a provider has them. Secrets come from environment variables and files, and
go to the vault.
${connection}`,
  'connections update': `switchboard connections update NAME [--name NEW] [--base URL] [--role R] [--auth METHOD ...] [options]

Changes what is named; another method forgets the secrets of the old one.
  --without PART...     takes away mtls, ca, server-name, proxy, proxy-credentials, headers or quirks
${connection}`,
  'connections tls': `switchboard connections tls (NAME | --base URL) [--url URL]

Opens a TLS connection without sending a request, and shows certificates, protocol, and why it is not trusted; exit 3 when it would fail.
  --url URL             another https address of the partner, such as its token URL
${partner}`,
  'connections test': `switchboard connections test NAME [--report]

Goes along the line to a partner: reachability, TLS, discovery, authorization, CapabilityStatement, a harmless search. Changes nothing at
the partner. Exit code: 0 when nothing failed, else that of the first step that did.
  --report              print it as Markdown, to be given to the partner
`,
  'connections discover': `switchboard connections discover NAME [--refresh]

Prints what a partner publishes about how to be let in: SMART, UDAP, CapabilityStatement, Da Vinci configuration.
  --refresh             read it again, instead of telling what was read before
`,
  'connections register': `switchboard connections register NAME [--send-anyway]

Registers our client with a UDAP partner by the certificate of the connection, or changes its registration. The client id is kept.
What the partner publishes is read anew; where its signed metadata are missing or do not hold, nothing is registered.
  --send-anyway         register although nobody vouches for the metadata
`,
  'connections remove': `switchboard connections remove NAME

Removes one connection, named by name or id.
`,
});
