import { generate } from 'selfsigned';

/** PEM, as Node's TLS takes it. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Makes the certificate of an authority, such as the one by which a company inspects TLS. */
export async function makeAuthority(name: string): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** Makes a server's certificate for one host or several, valid for a year from `since` on, and signed by `authority`. */
export async function makeCertificate(
  authority: Certificate,
  host: string | readonly string[],
  since = new Date(),
): Promise<Certificate> {
  const hosts = [host].flat();
  const made = await generate([{ name: 'commonName', value: hosts[0] ?? '' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notBeforeDate: since,
    extensions: [
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((one) => (/^[\d.]+$/.test(one) ? { type: 7, ip: one } : { type: 2, value: one })),
      },
    ],
    ca: authority,
  });
  return { key: made.private, cert: made.cert };
}
