/** Certificates with anything wrong in them, for trying what the gateway trusts. All keys are made for the test. */
import { webcrypto } from 'node:crypto'
import { loadX509 } from '../../server/authority/sandbox/card-x509'

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
}
const EC = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const P521 = { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' }
/** The curve is in the name; the types want it said. */
const ED25519 = { name: 'Ed25519', namedCurve: 'Ed25519' }

/** What a CA signs with, or a card. */
const ALGORITHMS = { rsa: RSA, p256: P256, p384: EC, p521: P521, ed25519: ED25519 } as const
export type TestAlgorithm = keyof typeof ALGORITHMS

export interface TestCa {
  organization: string
  certificate: Uint8Array<ArrayBuffer>
  keys: webcrypto.CryptoKeyPair
  /** RSA where it is not said. */
  algorithm?: TestAlgorithm
}

export interface LeafOptions {
  organization?: string
  keys?: webcrypto.CryptoKeyPair
  notBefore?: string
  notAfter?: string
  keyUsage?: {
    flags: 'digitalSignature' | 'keyEncipherment' | 'both' | 'certSign'
    critical: boolean
  } | null
  ca?: boolean
}

const pool = new Map<string, Promise<webcrypto.CryptoKeyPair>>()

/** A key pair by name, made once for the process. */
export function keyPair(
  name: string,
  algorithm: (typeof ALGORITHMS)[TestAlgorithm] = RSA,
): Promise<webcrypto.CryptoKeyPair> {
  let pair = pool.get(name)
  if (!pair) {
    pair = webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    pool.set(name, pair)
  }
  return pair
}

export function ecKeyPair(): Promise<webcrypto.CryptoKeyPair> {
  return keyPair('ec', EC)
}

export function keyPairOf(algorithm: TestAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  return keyPair(`leaf ${algorithm}`, ALGORITHMS[algorithm])
}

export function shortKeyPair(): Promise<webcrypto.CryptoKeyPair> {
  return keyPair('short', { ...RSA, modulusLength: 1024 })
}

export interface CaOptions {
  /** Name of its key pair. */
  key?: string
  ca?: boolean
  notBefore?: string
  notAfter?: string
  algorithm?: TestAlgorithm
}

/** A self-signed CA. Two of the same organization bear the same name, as the generations of the real one do. */
export async function createCa(
  organization: string,
  {
    key = organization,
    ca = true,
    notBefore = '2015-01-01',
    notAfter = '2045-01-01',
    algorithm = 'rsa',
  }: CaOptions = {},
): Promise<TestCa> {
  const x509 = await loadX509()
  const keys = await keyPair(
    algorithm === 'rsa' ? key : `${key} ${algorithm}`,
    ALGORITHMS[algorithm],
  )
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `C=JP, O=${organization}, OU=for user authentication`,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    signingAlgorithm: ALGORITHMS[algorithm],
    keys,
    extensions: [
      ca
        ? new x509.KeyUsagesExtension(
            x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
            true,
          )
        : new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.BasicConstraintsExtension(ca, undefined, true),
    ],
  })
  return { organization, keys, algorithm, certificate: new Uint8Array(certificate.rawData) }
}

/** A certificate that the CA issued. */
export async function issueLeaf(
  issuer: TestCa,
  options: LeafOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const x509 = await loadX509()
  const {
    keys = await keyPair('leaf'),
    keyUsage = { flags: 'digitalSignature', critical: true },
    ca = false,
  } = options
  const { KeyUsageFlags: Flags, KeyUsagesExtension: KeyUsages } = x509
  const usageExtension = ({ flags, critical }: NonNullable<typeof keyUsage>) => {
    switch (flags) {
      case 'digitalSignature':
        return new KeyUsages(Flags.digitalSignature, critical)
      case 'keyEncipherment':
        return new KeyUsages(Flags.keyEncipherment, critical)
      case 'both':
        return new KeyUsages(Flags.digitalSignature | Flags.keyCertSign, critical)
      case 'certSign':
        return new KeyUsages(Flags.keyCertSign, critical)
    }
  }
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '0c0ffee1',
    subject: `C=JP${options.organization === undefined ? '' : `, O=${options.organization}`}, CN=13999EMU000000000000001`,
    issuer: new x509.X509Certificate(issuer.certificate).subjectName,
    notBefore: new Date(options.notBefore ?? '2025-10-26T15:00:00Z'),
    notAfter: new Date(options.notAfter ?? '2030-02-17T14:59:59Z'),
    signingAlgorithm: ALGORITHMS[issuer.algorithm ?? 'rsa'],
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions: [
      ...(keyUsage ? [usageExtension(keyUsage)] : []),
      ...(ca ? [new x509.BasicConstraintsExtension(true, undefined, true)] : []),
    ],
  })
  return new Uint8Array(certificate.rawData)
}
