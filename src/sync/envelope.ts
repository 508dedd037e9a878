/** A check on its way: sealed to the gateway (HPKE) and signed by the device (ES256). */
import { envelopeAad, envelopeSigningInput } from '../../api/envelope'
import { toBase64Url, utf8 } from '../../api/bytes'
import { importSealKey, seal } from '../../api/seal'
import type { Envelope, EnvelopeHeader, GatewayKey } from '../../api/wire'
import type { CheckPayload } from '../../domain/check'
import type { ConsentWithdrawal } from '../../domain/consent-withdrawal'

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const

export interface EnvelopeParties {
  deviceId: string
  /** ES256 private key. */
  signingKey: CryptoKey
  gatewayKey: GatewayKey
}

/** The last gateway key is kept imported: importing costs as much as sealing, and there is one for months. */
let imported: { x: string; y: string; key: Promise<CryptoKey> } | null = null

function sealKeyOf({ publicKey }: GatewayKey): Promise<CryptoKey> {
  const { x, y } = publicKey
  if (imported?.x !== x || imported.y !== y) {
    const key = importSealKey(publicKey)
    const entry = { x, y, key }
    imported = entry
    key.catch(() => {
      if (imported === entry) imported = null
    })
  }
  return imported.key
}

/**
 * Seals and signs one check, or a patient's withdrawal. After this the device cannot read it back (design, decision 2).
 * @param id the check's id, the same that stands in the statement
 */
export async function createEnvelope(
  id: string,
  payload: CheckPayload | ConsentWithdrawal,
  to: EnvelopeParties,
): Promise<Envelope> {
  const kind = 'evidence' in payload ? {} : ({ kind: 'consentWithdrawal' } as const)
  const fields: EnvelopeHeader = {
    v: 1,
    id,
    deviceId: to.deviceId,
    keyId: to.gatewayKey.id,
    ...kind,
  }
  const header = toBase64Url(utf8(JSON.stringify(fields)))
  const sealed = await seal(
    await sealKeyOf(to.gatewayKey),
    utf8(JSON.stringify(payload)),
    envelopeAad(header),
  )
  const unsigned = { header, ...sealed }
  const signature = await crypto.subtle.sign(ES256, to.signingKey, envelopeSigningInput(unsigned))
  return { id, ...unsigned, signature: toBase64Url(new Uint8Array(signature)) }
}
