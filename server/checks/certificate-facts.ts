/** What Node's X509Certificate does not tell of a certificate: organizations and the key usage bits (RFC 5280). */
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

export interface CertificateFacts {
  issuerOrganizations: string[]
  subjectOrganizations: string[]
  /** null when the extension is absent. */
  keyUsage: { critical: boolean; digitalSignature: boolean; keyCertSign: boolean } | null
}

/** @throws DerError when it is not the DER of an X.509 v3 certificate */
export function readCertificateFacts(der: Uint8Array): CertificateFacts {
  const [tbs] = readOnly(der, SEQUENCE)
  if (tbs?.tag !== SEQUENCE) throw new DerError('no certificate')
  const fields = readNodes(tbs.value)
  if (fields[0]?.tag !== EXPLICIT_VERSION) throw new DerError('not version 3')
  const [, , , issuer, , subject] = fields
  if (issuer?.tag !== SEQUENCE || subject?.tag !== SEQUENCE) throw new DerError('no names')
  return {
    issuerOrganizations: readOrganizations(issuer),
    subjectOrganizations: readOrganizations(subject),
    keyUsage: readKeyUsage(fields.find((field) => field.tag === EXPLICIT_EXTENSIONS)),
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

function readKeyUsage(extensions: DerNode | undefined): CertificateFacts['keyUsage'] {
  if (!extensions) return null
  for (const extension of readOnly(extensions.value, SEQUENCE)) {
    const parts = readNodes(extension.value)
    const [type] = parts
    if (type?.tag !== OID || hexOf(type.value) !== KEY_USAGE) continue
    const content = parts.at(-1)
    if (content?.tag !== OCTET_STRING) throw new DerError('extension without value')
    const [bits] = readNodes(content.value)
    if (bits?.tag !== BIT_STRING) throw new DerError('key usage is no bit string')
    const first = bits.value[1] ?? 0
    return {
      critical: parts.some((part) => part.tag === BOOLEAN && part.value[0] === 0xff),
      digitalSignature: (first & 0x80) !== 0,
      keyCertSign: (first & 0x04) !== 0,
    }
  }
  return null
}
