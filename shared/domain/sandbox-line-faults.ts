/** TLS of both servers, felt by new connections while the sandbox speaks HTTPS. The first one set wins. */
export const tlsFaults = [
  {
    name: 'tls-expired',
    part: 'tls',
    title: 'Certificate expired',
    says: 'The certificate ran out yesterday.',
  },
  {
    name: 'tls-untrusted',
    part: 'tls',
    title: 'Certificate not trusted',
    says: 'The certificate is of another authority than the one you were given.',
  },
  {
    name: 'tls-wrong-host',
    part: 'tls',
    title: 'Another host’s certificate',
    says: 'The certificate is for gateway.clinic.example.',
  },
  {
    name: 'tls-no-intermediate',
    part: 'tls',
    title: 'Chain incomplete',
    says: 'The certificate comes without the intermediate that issued it.',
  },
  { name: 'tls-old-protocol', part: 'tls', title: 'TLS 1.1 at most', says: 'Nothing newer than TLS 1.1 is spoken.' },
  {
    name: 'tls-client-refused',
    part: 'tls',
    title: 'Client certificate refused',
    says: 'A gateway answers 400 with a web page: it does not accept the client certificate.',
  },
] as const;

/** UDAP of both servers. */
export const udapFaults = [
  {
    name: 'udap-untrusted',
    part: 'udap',
    title: 'UDAP certificate not trusted',
    says: 'No software statement comes from a certificate of a trusted community.',
  },
  {
    name: 'udap-no-extension',
    part: 'udap',
    title: 'UDAP extension missing',
    says: 'No token request carries the hl7-b2b extension.',
  },
  {
    name: 'udap-metadata-unsigned',
    part: 'udap',
    title: 'UDAP metadata not signed',
    says: 'The UDAP metadata come without their signed part.',
  },
  {
    name: 'udap-metadata-forged',
    part: 'udap',
    title: 'UDAP metadata forged',
    says: 'The signature of the UDAP metadata is not by the certificate beside it.',
  },
  {
    name: 'udap-metadata-expired',
    part: 'udap',
    title: 'UDAP metadata expired',
    says: 'The signed UDAP metadata ran out yesterday.',
  },
  {
    name: 'udap-metadata-foreign',
    part: 'udap',
    title: 'Another server’s UDAP metadata',
    says: 'The signed UDAP metadata are of https://gateway.clinic.example, which their certificate does not name.',
  },
] as const;
