/** A card of the coming generation through the bridge: its key is on a curve and signs a bare digest. */
import { createECDH, KeyObject, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyCardSignature } from '../../src/nfc/applications/card-certificate'
import { prepareCard, type PreparedCard } from '../../src/nfc/applications/jpki'
import { createSoftwareCard } from '../../src/nfc/emulator/software-card'
import { issueTestCard, typedPin } from '../support/card-fixtures'
import { createCa, issueLeaf, keyPairOf } from '../support/pki'
import type { FakePcscCard } from './fake-pcsc'
import { startRig, type BridgeRig } from './bridge-rig'

const INPUT = Uint8Array.from(Buffer.from('challenge and statement'))
const CURVES = {
  p256: {
    ...{ name: 'prime256v1', hash: 'SHA-256', bytes: 32 },
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  p384: {
    ...{ name: 'secp384r1', hash: 'SHA-384', bytes: 48 },
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
} as const
type Curve = keyof typeof CURVES

const toNumber = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

function invert(value: bigint, order: bigint): bigint {
  let result = 1n
  let base = value
  for (let left = order - 2n; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * base) % order
    base = (base * base) % order
  }
  return result
}

/** ECDSA over a digest as it stands (FIPS 186-5 §6.4.1), which no library here offers. @returns r ‖ s */
function signDigest(curve: Curve, secret: bigint, digest: Uint8Array): Uint8Array {
  const { name, order, bytes } = CURVES[curve]
  const ephemeral = randomBytes(bytes)
  ephemeral[0] = 1
  const point = createECDH(name)
  point.setPrivateKey(ephemeral)
  const r = toNumber(point.getPublicKey().subarray(1, 1 + bytes)) % order
  const s = (invert(toNumber(ephemeral), order) * (toNumber(digest) + r * secret)) % order
  const text = [r, s].map((number) => number.toString(16).padStart(2 * bytes, '0')).join('')
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

/** The software card with another key: it signs where the card would have, after its PIN and with its key selected. */
async function createCurveCard(curve: Curve): Promise<FakePcscCard & { certificate: Uint8Array }> {
  const keys = await keyPairOf(curve)
  const certificate = await issueLeaf(await createCa('JPKI-EMU'), { keys })
  const text = Buffer.from(certificate).toString('base64url')
  const card = createSoftwareCard({ ...(await issueTestCard()), certificate: text })
  const { d = '' } = KeyObject.from(keys.privateKey).export({ format: 'jwk' })
  const secret = toNumber(Buffer.from(d, 'base64url'))
  return {
    certificate,
    atr: card.atr,
    reset: () => card.reset(),
    async respond(command) {
      const answer = await card.respond(command)
      if (command[0] !== 0x80 || answer.at(-2) !== 0x90) return answer
      const digest = command.subarray(5, 5 + (command[4] ?? 0))
      return Uint8Array.of(...signDigest(curve, secret, digest), 0x90, 0x00)
    },
  }
}

let rig: BridgeRig

beforeEach(async () => {
  rig = await startRig()
})

afterEach(() => rig.end())

async function prepareThroughBridge(card: FakePcscCard): Promise<PreparedCard> {
  rig.pcsc.readers.set('Reader 0', card)
  const { page } = await rig.pairedPage()
  await page.connect()
  const prepared = await prepareCard(page)
  if (!prepared.ok) throw new Error(prepared.code)
  return prepared.value
}

describe.each(['p256', 'p384'] as const)('a card with a key of %s', (curve) => {
  it('signs through the bridge after its PIN, and the signature verifies by its certificate', async () => {
    const card = await createCurveCard(curve)
    const prepared = await prepareThroughBridge(card)
    expect(prepared.hash).toBe(CURVES[curve].hash)
    const digest = new Uint8Array(await crypto.subtle.digest(prepared.hash, INPUT))
    const outcome = await prepared.signWithPin(typedPin(), digest)
    if (outcome.kind !== 'signed') throw new Error(outcome.kind)
    expect(outcome.signature).toHaveLength(2 * CURVES[curve].bytes)
    expect(await verifyCardSignature(card.certificate, INPUT, outcome.signature)).toBe(true)
    expect(rig.notes).not.toContain('forbidden')
  })

  it('signs nothing for a wrong PIN', async () => {
    const prepared = await prepareThroughBridge(await createCurveCard(curve))
    const digest = new Uint8Array(await crypto.subtle.digest(prepared.hash, INPUT))
    expect(await prepared.signWithPin(typedPin('9999'), digest)).toMatchObject({
      kind: 'wrongPin',
      triesLeft: 2,
    })
  })
})
