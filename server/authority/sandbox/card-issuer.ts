/**
 * The test PKI `O=JPKI-EMU` and the cards it issues to fictitious people. It has the shape of the real one (self-signed
 * RSA-2048 CA, no intermediate, SHA-256) and none of its names, so that neither mode can take one for the other.
 */
import { randomBytes } from 'node:crypto'
import type { CardImage, RsaPrivateJwk } from '../../../domain/card-image'
import type { Day } from '../../../domain/days'
import { firstInstant, lastInstant, type CertificateDays } from './card-dates'
import { CARD_ALGORITHM, createCardKey, importCardKey } from './card-keys'
import { loadX509 } from './card-x509'

export { certificateDays, type CertificateDays } from './card-dates'
export { createCardKey, createCardKeys } from './card-keys'

/** The CA as the sandbox keeps it; plain JSON. */
export interface EmulatorCa {
  /** DER, base64url. */
  certificate: string
  privateKey: RsaPrivateJwk
}

/** All of a card but what the CA adds. */
export type CardHolder = Omit<CardImage, 'certificate' | 'caCertificate' | 'privateKey'>

export interface IssueRequest extends CertificateDays {
  persona: CardHolder
  ca: EmulatorCa
  key: RsaPrivateJwk
}

export interface EmulatorCaOptions extends Partial<CertificateDays> {
  /** Made anew unless given. */
  key?: RsaPrivateJwk
}

const FIRST_CA_DAY: Day = '2010-01-01'
const LAST_CA_DAY: Day = '2049-12-31'

/** Between test signing (`1.0.20`) and real 利用者証明 (`1.3.30`) by pattern only; no official source confirms it. */
const TEST_POLICY = '1.2.392.200149.8.5.1.2.30'

const CA_NAME = [
  { C: ['JP'] },
  { O: ['JPKI-EMU'] },
  { OU: ['JPKI for user authentication'] },
  { OU: ['Tazune software card'] },
]

const ALTERNATIVE_NAME = [{ type: 'dn' as const, value: 'C=JP, O=公的個人認証サービス 訓練用' }]

/** Makes a CA, self-signed, `O=JPKI-EMU`. */
export async function createEmulatorCa(options: EmulatorCaOptions = {}): Promise<EmulatorCa> {
  const x509 = await loadX509()
  const privateKey = options.key ?? (await createCardKey())
  const keys = await importCardKey(privateKey)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: CA_NAME,
    notBefore: firstInstant(options.notBefore ?? FIRST_CA_DAY),
    notAfter: lastInstant(options.notAfter ?? LAST_CA_DAY),
    signingAlgorithm: CARD_ALGORITHM,
    keys,
    extensions: [
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectAlternativeNameExtension(ALTERNATIVE_NAME),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: toBase64Url(certificate.rawData), privateKey }
}

/**
 * Issues a 利用者証明用 certificate from 00:00:00 of `notBefore` to 23:59:59 of `notAfter`, days in Japan, and returns
 * the card that holds it. Like the real one it has no name in it. Reissuing with the same key gives a new serial number.
 */
export async function issueCard(request: IssueRequest): Promise<CardImage> {
  const { persona, ca, key, notBefore, notAfter } = request
  const x509 = await loadX509()
  const issuer = new x509.X509Certificate(Buffer.from(ca.certificate, 'base64url'))
  const [caKeys, keys] = await Promise.all([importCardKey(ca.privateKey), importCardKey(key)])
  const serialNumber = newSerial()
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber,
    subject: [{ C: ['JP'] }, { CN: [commonName(persona.municipality, serialNumber)] }],
    issuer: issuer.subjectName,
    notBefore: firstInstant(notBefore),
    notAfter: lastInstant(notAfter),
    signingAlgorithm: CARD_ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.CertificatePolicyExtension([TEST_POLICY], true),
      new x509.IssuerAlternativeNameExtension(ALTERNATIVE_NAME),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return {
    ...persona,
    certificate: toBase64Url(certificate.rawData),
    caCertificate: ca.certificate,
    privateKey: key,
  }
}

/** Four octets, positive without a leading zero octet, like the real numbers (発行番号). */
function newSerial(): string {
  const octets = randomBytes(4)
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x01
  return octets.toString('hex')
}

/** 23 characters with the municipality code in front, and nothing of the person. */
function commonName(municipality: string, serialNumber: string): string {
  const digits = String(Number.parseInt(serialNumber, 16)).padStart(15, '0')
  return `${municipality}EMU${digits}`
}

function toBase64Url(der: ArrayBuffer): string {
  return Buffer.from(der).toString('base64url')
}
