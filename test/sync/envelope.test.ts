import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { envelopeAad } from '../../api/envelope'
import { fromUtf8 } from '../../api/bytes'
import { unseal } from '../../api/seal'
import { createEnvelope } from '../../src/sync/envelope'
import { isIntact } from '../../src/sync/intact'
import {
  DEVICE_ID,
  makeDeviceKeys,
  makeEnvelope,
  nextId,
  PAYLOAD,
  type DeviceKeyring,
} from '../support/sync-device'

describe('the envelope', () => {
  let keys: DeviceKeyring
  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  it('opens at the gateway and nowhere else', async () => {
    const envelope = await makeEnvelope(keys)
    const aad = envelopeAad(envelope.header)
    const opened = await unseal(keys.gateway, envelope, aad)
    expect(JSON.parse(fromUtf8(opened))).toEqual(PAYLOAD)
    await expect(unseal(keys.answer, envelope, aad)).rejects.toThrow()
  })

  it('is sealed anew each time, to whichever gateway key is given', async () => {
    const id = nextId()
    const [first, second] = [await makeEnvelope(keys, id), await makeEnvelope(keys, id)]
    expect(first.ciphertext).not.toBe(second.ciphertext)
    const other = await makeDeviceKeys()
    const to = {
      deviceId: DEVICE_ID,
      signingKey: keys.signing.privateKey,
      gatewayKey: other.gatewayKey,
    }
    const envelope = await createEnvelope(id, PAYLOAD, to)
    const opened = await unseal(other.gateway, envelope, envelopeAad(envelope.header))
    expect(JSON.parse(fromUtf8(opened))).toEqual(PAYLOAD)
    expect(await makeEnvelope(keys, id)).toMatchObject({ header: first.header })
  })

  it('is intact as it was made', async () => {
    const envelope = await makeEnvelope(keys)
    const record = { id: envelope.id, deviceId: DEVICE_ID, envelope }
    expect(await isIntact(record, keys.signing.publicKey)).toBe(true)
  })

  it('is not intact under another device’s key, id or registration', async () => {
    const envelope = await makeEnvelope(keys)
    const record = { id: envelope.id, deviceId: DEVICE_ID, envelope }
    const other = await makeDeviceKeys()
    expect(await isIntact(record, other.signing.publicKey)).toBe(false)
    expect(await isIntact({ ...record, id: nextId() }, keys.signing.publicKey)).toBe(false)
    expect(await isIntact({ ...record, deviceId: 'other' }, keys.signing.publicKey)).toBe(false)
  })

  it('shows any single character that changed on the disk', async () => {
    const envelope = await makeEnvelope(keys)
    const parts = ['header', 'enc', 'ciphertext', 'signature'] as const
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...parts), fc.nat(), fc.nat(62), async (part, at, step) => {
        const text = envelope[part]
        // The last character of base64url carries bits that mean nothing; they may change unseen.
        const place = at % (text.length - 1)
        const damaged =
          text.slice(0, place) + another(text.charAt(place), step) + text.slice(place + 1)
        const record = {
          id: envelope.id,
          deviceId: DEVICE_ID,
          envelope: { ...envelope, [part]: damaged },
        }
        expect(await isIntact(record, keys.signing.publicKey)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('says no, and never throws, of anything that stands in its place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (envelope) => {
        const record = { id: nextId(), deviceId: DEVICE_ID, envelope }
        expect(await isIntact(record, keys.signing.publicKey)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function another(letter: string, step: number): string {
  return ALPHABET.charAt((ALPHABET.indexOf(letter) + 1 + step) % 64)
}
