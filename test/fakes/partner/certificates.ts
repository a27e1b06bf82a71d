import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A certificate with its key, PEM. */
export interface Identity {
  cert: string;
  key: string;
}

/** Certificates for TLS tests, all for 127.0.0.1 unless said otherwise. */
export interface Certificates {
  /** The authority that issued the others. */
  ca: string;
  good: Identity;
  expired: Identity;
  /** For another host name. */
  elsewhere: Identity;
  client: Identity;
  selfSigned: Identity;
}

/** Whether the openssl program is at hand. */
export const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
})();

const configuration = (folder: string) => `
[ca]
default_ca = own
[own]
dir = ${folder}
database = ${folder}/index
new_certs_dir = ${folder}
serial = ${folder}/serial
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
`;

/** Makes an authority and its certificates in `folder` with the openssl program. */
export function makeCertificates(folder: string): Certificates {
  const file = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (name: string): Identity => ({
    cert: readFileSync(file(`${name}.crt`), 'utf8'),
    key: readFileSync(file(`${name}.key`), 'utf8'),
  });
  writeFileSync(file('config'), configuration(folder));
  writeFileSync(file('index'), '');
  writeFileSync(file('serial'), '1000');

  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-config', 'config'];
  const selfSign = (name: string, subject: string, ...extensions: string[]) => {
    const added = extensions.flatMap((one) => ['-addext', one]);
    openssl(
      'req',
      '-x509',
      ...curve,
      '-days',
      '2',
      '-subj',
      subject,
      ...added,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    );
    return read(name);
  };
  const issue = (name: string, extension: string, ends: string) => {
    openssl(
      'req',
      ...curve,
      '-subj',
      `/CN=${name}`,
      '-addext',
      extension,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    );
    const dates = ['-startdate', '20200101000000Z', '-enddate', ends];
    openssl(
      'ca',
      '-batch',
      '-notext',
      '-config',
      'config',
      '-cert',
      'ca.crt',
      '-keyfile',
      'ca.key',
      ...dates,
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.crt`,
    );
    return read(name);
  };

  const here = 'subjectAltName=IP:127.0.0.1';
  const ca = selfSign('ca', '/CN=Test authority', 'basicConstraints=critical,CA:TRUE');
  const far = '20991231000000Z';
  return {
    ca: ca.cert,
    good: issue('good', here, far),
    expired: issue('expired', here, '20210101000000Z'),
    elsewhere: issue('elsewhere', 'subjectAltName=DNS:elsewhere.example', far),
    client: issue('client', 'extendedKeyUsage=clientAuth', far),
    selfSigned: selfSign('self', '/CN=self', here),
  };
}
