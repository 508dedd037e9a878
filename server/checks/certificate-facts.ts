/**
 * What Node's X509Certificate does not tell of a certificate: organizations, key usage bits, the algorithms by their
 * identifiers, and the CA flag as it stands (Node's own `ca` weighs the key usage as well). RFC 5280 §4.1, §4.2.1.3, §4.2.1.9.
 */
import { cardKeyKind, type CardKeyKind } from '../../domain/card-key'
import { DerError, hexOf, readNodes, readOnly, type DerNode } from './der'

const SEQUENCE = 0x30
const SET = 0x31
const EXPLICIT_VERSION = 0xa0
const EXPLICIT_EXTENSIONS = 0xa3
const OID = 0x06
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const BOOLEAN = 0x01

/** 2.5.4.10 organizationName */
const ORGANIZATION = '55040a'
/** 2.5.29.15 keyUsage */
const KEY_USAGE = '551d0f'
/** 2.5.29.19 basicConstraints */
const BASIC_CONSTRAINTS = '551d13'

export interface CertificateFacts {
  issuerOrganizations: string[]
  subjectOrganizations: string[]
  /** null when the extension is absent. */
  keyUsage: { critical: boolean; digitalSignature: boolean; keyCertSign: boolean } | null
  isCa: boolean
  /** null when it is none that is verified here. */
  keyKind: CardKeyKind | null
  /** Whether the issuer signed with an algorithm that is verified here. */
  isSignatureKnown: boolean
}

/** Hex of the encoded identifiers (RFC 4055 §5, RFC 5758 §3.2): RSA PKCS#1 v1.5 and ECDSA, each with SHA-256, -384, -512. */
const SIGNATURE_ALGORITHMS: ReadonlySet<string> = new Set([
  ...['2a864886f70d01010b', '2a864886f70d01010c', '2a864886f70d01010d'],
  ...['2a8648ce3d040302', '2a8648ce3d040303', '2a8648ce3d040304'],
])

/** @throws DerError when it is not the DER of an X.509 v3 certificate */
export function readCertificateFacts(der: Uint8Array): CertificateFacts {
  const [tbs, signatureAlgorithm] = readOnly(der, SEQUENCE)
  if (tbs?.tag !== SEQUENCE) throw new DerError('no certificate')
  const fields = readNodes(tbs.value)
  if (fields[0]?.tag !== EXPLICIT_VERSION) throw new DerError('not version 3')
  const [, , , issuer, , subject, publicKey] = fields
  if (issuer?.tag !== SEQUENCE || subject?.tag !== SEQUENCE) throw new DerError('no names')
  if (publicKey?.tag !== SEQUENCE) throw new DerError('no public key')
  const extensions = readExtensions(fields.find((field) => field.tag === EXPLICIT_EXTENSIONS))
  return {
    issuerOrganizations: readOrganizations(issuer),
    subjectOrganizations: readOrganizations(subject),
    keyUsage: readKeyUsage(extensions.get(KEY_USAGE)),
    isCa: readCaFlag(extensions.get(BASIC_CONSTRAINTS)),
    keyKind: readKeyKind(publicKey),
    isSignatureKnown: SIGNATURE_ALGORITHMS.has(readIdentifier(signatureAlgorithm).algorithm),
  }
}

function readKeyKind(publicKey: DerNode): CardKeyKind | null {
  const { algorithm, parameter } = readIdentifier(readNodes(publicKey.value)[0])
  return cardKeyKind(algorithm, parameter)
}

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2); the parameter only where it is an object identifier. */
function readIdentifier(node: DerNode | undefined): {
  algorithm: string
  parameter: string | null
} {
  if (node?.tag !== SEQUENCE) throw new DerError('no algorithm')
  const [identifier, parameter] = readNodes(node.value)
  if (identifier?.tag !== OID) throw new DerError('no algorithm')
  return {
    algorithm: hexOf(identifier.value),
    parameter: parameter?.tag === OID ? hexOf(parameter.value) : null,
  }
}

function readOrganizations(name: DerNode): string[] {
  return readNodes(name.value).flatMap((relative) => {
    if (relative.tag !== SET) throw new DerError('name without sets')
    return readNodes(relative.value).flatMap((attribute) => {
      const [type, value] = readNodes(attribute.value)
      if (type?.tag !== OID || !value) throw new DerError('attribute without type or value')
      return hexOf(type.value) === ORGANIZATION ? [Buffer.from(value.value).toString('utf8')] : []
    })
  })
}

interface Extension {
  critical: boolean
  content: Uint8Array
}

/** Extensions by the hexadecimal text of their identifier. */
function readExtensions(node: DerNode | undefined): Map<string, Extension> {
  const found = new Map<string, Extension>()
  for (const extension of node ? readOnly(node.value, SEQUENCE) : []) {
    const parts = readNodes(extension.value)
    const [type] = parts
    const content = parts.at(-1)
    if (type?.tag !== OID || content?.tag !== OCTET_STRING) throw new DerError('no extension')
    const name = hexOf(type.value)
    // RFC 5280 §4.2: at most one of each; a second could say the opposite.
    if (found.has(name)) throw new DerError('extension twice')
    found.set(name, { critical: parts.some(isTrue), content: content.value })
  }
  return found
}

function readKeyUsage(extension: Extension | undefined): CertificateFacts['keyUsage'] {
  if (!extension) return null
  const [bits] = readNodes(extension.content)
  if (bits?.tag !== BIT_STRING) throw new DerError('key usage is no bit string')
  const first = bits.value[1] ?? 0
  return {
    critical: extension.critical,
    digitalSignature: (first & 0x80) !== 0,
    keyCertSign: (first & 0x04) !== 0,
  }
}

function readCaFlag(extension: Extension | undefined): boolean {
  return extension !== undefined && readOnly(extension.content, SEQUENCE).some(isTrue)
}

function isTrue(node: DerNode): boolean {
  return node.tag === BOOLEAN && node.value[0] !== 0
}
