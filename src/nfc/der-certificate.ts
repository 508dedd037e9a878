/** What the device must know of an X.509 certificate (RFC 5280 §4.1) without a library. It proves nothing by itself. */
import { failed, ok, type Result } from '../../domain/outcome'
import { DER_TAG, DerError, DerReader, type DerElement } from './der'

export interface CertificateFacts {
  /** 発行番号: the serial number, lower-case hex without leading zero octets. */
  serial: string
  /** O of the issuer (`JPKI`, `JPKI-TEST`, `JPKI-EMU`); null if it has none. */
  issuerOrganization: string | null
  subjectOrganization: string | null
  /** Both ends included, milliseconds since the epoch, UTC. */
  notBefore: number
  notAfter: number
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Uint8Array
}

/** id-at-organizationName 2.5.4.10 */
const ORGANIZATION = Uint8Array.of(0x55, 0x04, 0x0a)

/** Reads a DER certificate that fills `der` exactly. `TZ-C11` for anything else; never throws on any bytes. */
export function parseCertificate(der: Uint8Array): Result<CertificateFacts> {
  try {
    return ok(readCertificate(der))
  } catch (error) {
    if (error instanceof DerError) return failed('TZ-C11')
    throw error
  }
}

function readCertificate(der: Uint8Array): CertificateFacts {
  const file = new DerReader(der)
  const certificate = file.enter(DER_TAG.sequence)
  if (!file.atEnd) throw new DerError('bytes after the certificate')
  const body = certificate.enter(DER_TAG.sequence)
  certificate.next(DER_TAG.sequence)
  certificate.next(DER_TAG.bitString)
  if (!certificate.atEnd) throw new DerError('more than three parts')
  if (body.peek() === DER_TAG.version) body.next()
  const serial = readSerial(body.next(DER_TAG.integer).content)
  body.next(DER_TAG.sequence)
  const issuerOrganization = readOrganization(body.enter(DER_TAG.sequence))
  const validity = body.enter(DER_TAG.sequence)
  const notBefore = readTime(validity.next())
  const notAfter = readTime(validity.next())
  const subjectOrganization = readOrganization(body.enter(DER_TAG.sequence))
  const publicKey = body.next(DER_TAG.sequence).whole.slice()
  return { serial, issuerOrganization, subjectOrganization, notBefore, notAfter, publicKey }
}

function readSerial(content: Uint8Array): string {
  if (content.length === 0 || content.length > 21) throw new DerError('serial number')
  const hex = Array.from(content, (octet) => octet.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(00)+(?=..)/, '')
}

function readOrganization(name: DerReader): string | null {
  let organization: string | null = null
  while (!name.atEnd) {
    const set = name.enter(DER_TAG.set)
    while (!set.atEnd) {
      const attribute = set.enter(DER_TAG.sequence)
      const type = attribute.next(DER_TAG.objectIdentifier).content
      const value = attribute.next()
      if (!sameBytes(type, ORGANIZATION)) continue
      // Two of them would let each reader pick another one.
      if (organization !== null) throw new DerError('several organizations')
      organization = readText(value)
    }
  }
  return organization
}

function readText({ tag, content }: DerElement): string {
  switch (tag) {
    case DER_TAG.utf8String:
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
      } catch (cause) {
        throw new DerError('not UTF-8', { cause })
      }
    case DER_TAG.printableString:
    case DER_TAG.ia5String:
      return readAscii(content)
    default:
      throw new DerError('string type')
  }
}

function readAscii(content: Uint8Array): string {
  if (content.some((octet) => octet > 0x7f)) throw new DerError('not ASCII')
  return Array.from(content, (octet) => String.fromCharCode(octet)).join('')
}

/** RFC 5280 §4.1.2.5: UTCTime to 2049, GeneralizedTime from 2050, both with seconds and Z. */
function readTime({ tag, content }: DerElement): number {
  if (content.length > 15) throw new DerError('time')
  const text = readAscii(content)
  const match = timePattern(tag).exec(text)
  if (!match) throw new DerError('time')
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(Number)
  const fullYear = tag === DER_TAG.utcTime ? year + (year < 50 ? 2000 : 1900) : year
  // 9999 is RFC 5280's "no end", which no card's certificate has and Japan's calendar would overflow.
  if (fullYear < 1950 || fullYear > 9998) throw new DerError('year')
  const instant = new Date(Date.UTC(fullYear, month - 1, day, hour, minute, second))
  const exact =
    instant.getUTCMonth() + 1 === month &&
    instant.getUTCDate() === day &&
    instant.getUTCHours() === hour &&
    instant.getUTCMinutes() === minute &&
    instant.getUTCSeconds() === second
  if (!exact) throw new DerError('no such time')
  return instant.getTime()
}

function timePattern(tag: number): RegExp {
  if (tag === DER_TAG.utcTime) return /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
  if (tag === DER_TAG.generalizedTime) return /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
  throw new DerError('time type')
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, index) => octet === right[index])
}
