/** Judging the card's certificate: whose CA, which mode, what it may do, and on which days (R20–R24). */
import { createHash, X509Certificate, type KeyObject } from 'node:crypto'
import type { Mode } from '../../api/wire'
import { certificateNotice } from '../../domain/certificate'
import { dayInJapan, type Day } from '../../domain/days'
import type { GatewayErrorCode } from '../../domain/errors'
import { PRACTICE_ORGANIZATIONS, REAL_ORGANIZATION, type TrustAnchors } from './anchors'
import { isUsableKey, type CardPublicKey } from './card-signature'
import { readCertificateFacts, type CertificateFacts } from './certificate-facts'
import { granted, refused, type Verdict } from './verdict'

export interface TrustedCertificate {
  publicKey: CardPublicKey
  firstDay: Day
  /** The last day in Japan. */
  lastDay: Day
}

export type CertificateJudge = (der: Uint8Array) => Verdict<TrustedCertificate>

const CACHE_SIZE = 1_000

/**
 * A judge of one mode and one set of anchors. Everything that does not depend on the day is worked out once per
 * certificate: the same patients come back week after week.
 */
export function createCertificateJudge(mode: Mode, anchors: TrustAnchors): CertificateJudge {
  const cache = new Map<string, Verdict<TrustedCertificate>>()
  return (der) => {
    const name = createHash('sha256').update(der).digest('base64')
    let verdict = cache.get(name)
    if (!verdict) {
      verdict = judge(der, mode, anchors)
      cache.set(name, verdict)
      if (cache.size > CACHE_SIZE) {
        const [oldest] = cache.keys()
        if (oldest !== undefined) cache.delete(oldest)
      }
    }
    return verdict
  }
}

/** Whether the certificate could be used on the day of capture (R20, R22, R23); null when it could. */
export function judgeDay(certificate: TrustedCertificate, day: Day): GatewayErrorCode | null {
  if (day < certificate.firstDay) return 'TZ-G19'
  return certificateNotice(certificate.lastDay, day).state === 'dead' ? 'TZ-G18' : null
}

function judge(der: Uint8Array, mode: Mode, anchors: TrustAnchors): Verdict<TrustedCertificate> {
  const parsed = parse(der)
  if (!parsed) return refused('TZ-G13')
  const { certificate, facts } = parsed
  // Names first: a practice card in production is told apart from a forged one, whatever the anchors say.
  const organizations = [...facts.issuerOrganizations, ...facts.subjectOrganizations]
  if (
    mode === 'production' &&
    organizations.some((name) => PRACTICE_ORGANIZATIONS.includes(name))
  ) {
    return refused('TZ-G15')
  }
  if (mode === 'training' && organizations.includes(REAL_ORGANIZATION)) return refused('TZ-G16')
  if (!facts.isSignatureKnown || facts.keyKind === null) return refused('TZ-G27')
  const key = publicKeyOf(certificate)
  if (!key) return refused('TZ-G13')
  const publicKey = { kind: facts.keyKind, key }
  const trusted =
    isEndEntity(facts) &&
    isUsableKey(publicKey) &&
    anchors.some((anchor) => hasIssued(anchor, certificate))
  if (!trusted) return refused('TZ-G14')
  return granted({
    publicKey,
    firstDay: dayInJapan(Date.parse(certificate.validFrom)),
    lastDay: dayInJapan(Date.parse(certificate.validTo)),
  })
}

interface ParsedCertificate {
  certificate: X509Certificate
  facts: CertificateFacts
}

function parse(der: Uint8Array): ParsedCertificate | null {
  try {
    return { certificate: new X509Certificate(der), facts: readCertificateFacts(der) }
  } catch {
    // Whatever the bytes were, they were no certificate: the verdict says it all.
    return null
  }
}

/** Node decodes the key only when it is asked for, and throws when it is damaged. */
function publicKeyOf(certificate: X509Certificate): KeyObject | null {
  try {
    return certificate.publicKey
  } catch {
    // Its algorithm is known, so the bytes are no key of it.
    return null
  }
}

function isEndEntity({ keyUsage, isCa }: CertificateFacts): boolean {
  return (
    !isCa &&
    keyUsage !== null &&
    keyUsage.critical &&
    keyUsage.digitalSignature &&
    !keyUsage.keyCertSign
  )
}

/**
 * All generations of the CA bear one name, so the signature decides; the name must fit as well (RFC 5280 §6.1.3).
 * The certificate must have been issued while its CA was valid: it may outlive the CA by its grace (R22).
 */
function hasIssued(anchor: X509Certificate, certificate: X509Certificate): boolean {
  const issuedAt = Date.parse(certificate.validFrom)
  return (
    Date.parse(anchor.validFrom) <= issuedAt &&
    issuedAt <= Date.parse(anchor.validTo) &&
    certificate.checkIssued(anchor) &&
    certificate.verify(anchor.publicKey)
  )
}
