/** Help of the commands about the receiver, by the words that call them; `passphrases` tells how the vault is opened. */
export const receivingTexts = (passphrases: string): Record<string, string> => ({
  'receiver setup': `switchboard receiver setup

Says how the push receiver listens, who is let in, and what it takes. Secrets are named, never shown.
`,
  'receiver set': `switchboard receiver set [--host IP] [--public-url URL | --no-public-url] [--tls off|made|given|sandbox] [--proof HOW] [options]

Changes how the push receiver listens. What is left out stays; a running receiver goes on as it was until it is started again.
  --host IP             an address of this machine, 0.0.0.0 or :: for all (default: 127.0.0.1)
  --wider               the warning was read: listen wider than this machine, also without TLS or proof
  --public-url URL      the origin partners are told: of a tunnel, a proxy, a router
  --max-bytes N         limit of one decoded body; larger ones are refused with 413
  --tls off             plain HTTP
  --tls made            a certificate made here; partners must be given it to trust. --new-certificate makes another one
  --tls given           --cert FILE --key FILE: PEM, the receiver's own certificate first
  --tls sandbox         a certificate of the sandbox's authority, issued whenever the receiver starts
  --proof none          whoever reaches it is let in
  --proof path          by a secret first part of the path
  --proof header        by a secret header, --header NAME
  --proof bearer        by a token of the sandbox's payer that allows to create
  --proof certificate   by a client certificate of the authorities in --client-ca FILE, else of the sandbox's
  --secret-env V, --secret-file FILE   the secret of path or header; one is made where none is given yet
  --new-secret          make another one
  --matching strict|value              match tracking ids by system and value, or by value alone
  --signatures required|not-required   refuse what is not signed
${passphrases}`,
  'receiver reach': `switchboard receiver reach

Says on which addresses partners could reach the receiver, tries each from here, and says what stands between and what to do about it.
Exit code 2 when the receiver does not run, or something on our side keeps everybody out.
`,
  'receiver tell': `switchboard receiver tell --out FILE

Writes what a partner must be told into a new file (0600): addresses, the secret, the certificate to trust. Answers {"file","bytes"}.
${passphrases}`,
});
