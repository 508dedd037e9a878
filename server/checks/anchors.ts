/**
 * Trust anchors: production (JPKI 利用者証明用 CA), JPKI-TEST and emulator are three sets that never mix.
 * A gateway is given exactly one of them.
 */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from '../files'
import { StartError } from '../start-error'
import { readCertificateFacts } from './certificate-facts'

export const REAL_ORGANIZATION = 'JPKI'
export const PRACTICE_ORGANIZATIONS: readonly string[] = ['JPKI-EMU', 'JPKI-TEST']

export type TrustAnchors = readonly X509Certificate[]

/** Anchors from DER or PEM certificates. @throws StartError when one is no CA certificate */
export function readAnchors(certificates: readonly (Uint8Array | string)[]): TrustAnchors {
  return certificates.map((encoded) => {
    const anchor = parse(encoded)
    const { isCa, keyUsage } = readCertificateFacts(anchor.raw)
    if (!isCa || keyUsage?.keyCertSign !== true) {
      throw new StartError('A trust anchor is not the certificate of a CA.')
    }
    return anchor
  })
}

/**
 * The production set from a folder of `.cer`, `.crt`, `.der` and `.pem` files.
 * @throws StartError when there is none, or when one belongs to the emulator or to JPKI's test cards
 */
export function loadProductionAnchors(folder: string): TrustAnchors {
  const files = namesIn(folder).filter((name) => /\.(cer|crt|der|pem)$/i.test(name))
  const anchors = readAnchors(files.map((name) => readFileSync(join(folder, name))))
  checkProductionAnchors(anchors)
  return anchors
}

/** @throws StartError unless there is at least one anchor and all are real */
export function checkProductionAnchors(anchors: TrustAnchors): void {
  if (anchors.length === 0) {
    throw new StartError(
      'Production mode needs the CA certificates of 公的個人認証 (JPKI); none were found in the anchors folder.',
    )
  }
  for (const anchor of anchors) {
    const { issuerOrganizations } = readCertificateFacts(anchor.raw)
    if (issuerOrganizations.some((name) => PRACTICE_ORGANIZATIONS.includes(name))) {
      throw new StartError(
        'Production mode was given a CA certificate of the emulator or of test cards.',
      )
    }
  }
}

function parse(encoded: Uint8Array | string): X509Certificate {
  try {
    return new X509Certificate(encoded)
  } catch (cause) {
    throw new StartError('A file in the anchors folder is not a certificate.', { cause })
  }
}
