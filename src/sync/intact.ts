/** Whether a stored envelope is still what was saved. Apart from making one, so that the service worker needs no HPKE. */
import * as v from 'valibot'
import { envelopeSigningInput } from '../../api/envelope'
import { fromBase64Url, fromUtf8 } from '../../api/bytes'
import { Envelope, EnvelopeHeader } from '../../api/wire'

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const

/**
 * Whether a stored envelope is still what was saved: shape, id, maker and the device's own signature.
 * A bit lost on the disk is found here, so that it stops one record and not a batch.
 */
export async function isIntact(
  record: { id: string; deviceId: string; envelope: unknown },
  verificationKey: CryptoKey,
): Promise<boolean> {
  const parsed = v.safeParse(Envelope, record.envelope)
  if (!parsed.success || parsed.output.id !== record.id) return false
  const envelope = parsed.output
  const header = readHeader(envelope.header)
  if (header?.id !== record.id || header.deviceId !== record.deviceId) return false
  try {
    return await crypto.subtle.verify(
      ES256,
      verificationKey,
      fromBase64Url(envelope.signature),
      envelopeSigningInput(envelope),
    )
  } catch {
    return false
  }
}

function readHeader(encoded: string): EnvelopeHeader | null {
  try {
    const parsed = v.safeParse(EnvelopeHeader, JSON.parse(fromUtf8(fromBase64Url(encoded))))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
