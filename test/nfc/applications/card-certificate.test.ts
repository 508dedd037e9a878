import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { verifyCardSignature } from '../../../src/nfc/applications/card-certificate'
import { prepareCard } from '../../../src/nfc/applications/jpki'
import { certificateBytes, issueTestCard, layCard, typedPin } from '../../support/card-fixtures'
import { bytesOf } from '../../support/card-transport'

const INPUT = Uint8Array.from(Buffer.from('what the card signs'))

let image: CardImage
let signature: Uint8Array

beforeAll(async () => {
  image = await issueTestCard()
  const { transport } = await layCard(image)
  const prepared = await prepareCard(transport)
  if (!prepared.ok) throw new Error(prepared.code)
  const digest = Uint8Array.from(createHash('sha256').update(INPUT).digest())
  const outcome = await prepared.value.signWithPin(typedPin(), digest)
  if (outcome.kind !== 'signed') throw new Error(outcome.kind)
  ;({ signature } = outcome)
})

describe('verifyCardSignature', () => {
  it('accepts the signature of the card whose certificate it is', async () => {
    expect(await verifyCardSignature(certificateBytes(image), INPUT, signature)).toBe(true)
  })

  it('refuses another input, any flipped signature byte, another length', async () => {
    const certificate = certificateBytes(image)
    expect(await verifyCardSignature(certificate, Uint8Array.of(1), signature)).toBe(false)
    for (let index = 0; index < signature.length; index += 15) {
      const flipped = signature.slice()
      flipped[index] = (flipped[index] ?? 0) ^ 1
      expect(await verifyCardSignature(certificate, INPUT, flipped)).toBe(false)
    }
    expect(await verifyCardSignature(certificate, INPUT, signature.slice(1))).toBe(false)
    expect(await verifyCardSignature(certificate, INPUT, new Uint8Array())).toBe(false)
  })

  it('refuses the certificate of another card', async () => {
    const other = await issueTestCard({ key: 1 })
    expect(await verifyCardSignature(certificateBytes(other), INPUT, signature)).toBe(false)
  })

  it('refuses what is no certificate, or none with an RSA key', async () => {
    expect(await verifyCardSignature(new Uint8Array(), INPUT, signature)).toBe(false)
    expect(await verifyCardSignature(withEcKey(), INPUT, signature)).toBe(false)
  })

  it('lets a fault of the platform through', async () => {
    const fault = new Error('no crypto today')
    const broken = { importKey: () => Promise.reject(fault) } as unknown as SubtleCrypto
    await expect(
      verifyCardSignature(certificateBytes(image), INPUT, signature, broken),
    ).rejects.toBe(fault)
  })

  it('accepts what OpenSSL signs with the same key', async () => {
    const { createPrivateKey } = await import('node:crypto')
    const key = createPrivateKey({ key: { ...image.privateKey }, format: 'jwk' })
    const made = Uint8Array.from(sign('sha256', INPUT, key))
    expect(made).toEqual(signature)
    expect(await verifyCardSignature(certificateBytes(image), INPUT, made)).toBe(true)
  })
})

/** The frame of a certificate around a P-256 key; its own signature is nothing. */
function withEcKey(): Uint8Array {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('hex')
  const time = `170D${Buffer.from('300217145959Z').toString('hex')}`
  const body = `020101 3000 3000 301E${time}${time} 3000 ${spki}`.replaceAll(' ', '')
  const bodyBytes = bytesOf(body)
  const inner = Uint8Array.of(0x30, 0x81, bodyBytes.length, ...bodyBytes, 0x30, 0, 0x03, 1, 0)
  return Uint8Array.of(0x30, 0x81, inner.length, ...inner)
}
