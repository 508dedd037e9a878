/** The card's key on the device: its certificate says how it signs. */
import { createHash, generateKeyPairSync, KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifyCardSignature } from '../../src/nfc/applications/card-certificate'
import { prepareCard } from '../../src/nfc/applications/jpki'
import { isSignatureShaped, readCardKey, signingInput } from '../../src/nfc/card-key'
import { createScriptedTransport, hex, recordTransport } from '../support/card-transport'
import { createCa, issueLeaf, keyPairOf, type TestAlgorithm, type TestCa } from '../support/pki'
import { typedPin } from '../support/card-fixtures'

const INPUT = Uint8Array.from(Buffer.from('challenge and statement'))
const KEYS = [
  ['rsa', 'SHA-256', 'sha256', 51],
  ['p256', 'SHA-256', 'sha256', 32],
  ['p384', 'SHA-384', 'sha384', 48],
] as const

let ca: TestCa
beforeAll(async () => {
  ca = await createCa('JPKI-EMU')
})

async function leafOf(algorithm: TestAlgorithm): Promise<Uint8Array> {
  return issueLeaf(ca, { keys: await keyPairOf(algorithm) })
}

async function signatureOf(
  algorithm: TestAlgorithm,
  hash: string,
  dsaEncoding: 'der' | 'ieee-p1363',
): Promise<Uint8Array> {
  const key = KeyObject.from((await keyPairOf(algorithm)).privateKey)
  return new Uint8Array(sign(hash, INPUT, { key, dsaEncoding }))
}

/** A card that holds this certificate and answers SIGN with `signature`. */
function cardWith(certificate: Uint8Array, signature: Uint8Array) {
  return recordTransport(
    createScriptedTransport((command) => {
      const [cla = 0, ins = 0, high = 0, low = 0] = command
      if (cla === 0x80) return Uint8Array.of(...signature, 0x90, 0x00)
      if (ins === 0x20)
        return command.length > 4 ? Uint8Array.of(0x90, 0) : Uint8Array.of(0x63, 0xc3)
      if (ins !== 0xb0) return Uint8Array.of(0x90, 0x00)
      const offset = high * 256 + low
      return Uint8Array.of(...certificate.subarray(offset, offset + 256), 0x90, 0x00)
    }),
  )
}

describe.each(KEYS)('a card with a key of %s', (algorithm, hash, nodeHash, sent) => {
  it.each(['der', 'ieee-p1363'] as const)(
    `signs what ${hash} makes of the challenge, and the answer (%s) verifies by the certificate`,
    async (encoding) => {
      const certificate = await leafOf(algorithm)
      const signature = await signatureOf(algorithm, nodeHash, encoding)
      const transport = cardWith(certificate, signature)
      const prepared = await prepareCard(transport)
      if (!prepared.ok) throw new Error(prepared.code)
      expect(prepared.value.hash).toBe(hash)
      const digest = Uint8Array.from(createHash(nodeHash).update(INPUT).digest())
      const outcome = await prepared.value.signWithPin(typedPin(), digest)
      expect(outcome).toMatchObject({ kind: 'signed', signature })
      const command = transport.commands.at(-1)
      expect(command?.header).toBe('802A0080')
      expect(command?.buffer[4]).toBe(sent)
      expect(hex(command?.buffer ?? digest)).toContain(hex(digest))
      expect(await verifyCardSignature(certificate, INPUT, signature)).toBe(true)
    },
  )

  it('takes no digest of another length', async () => {
    const transport = cardWith(await leafOf(algorithm), new Uint8Array())
    const prepared = await prepareCard(transport)
    if (!prepared.ok) throw new Error(prepared.code)
    const pin = typedPin()
    await expect(prepared.value.signWithPin(pin, new Uint8Array(20))).rejects.toThrow(RangeError)
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(transport.headers.filter((header) => header === '00200080')).toHaveLength(1)
  })

  it('refuses an answer that can be no signature of it: TZ-C09', async () => {
    const transport = cardWith(await leafOf(algorithm), new Uint8Array(20).fill(1))
    const prepared = await prepareCard(transport)
    if (!prepared.ok) throw new Error(prepared.code)
    const digest = Uint8Array.from(createHash(nodeHash).update(INPUT).digest())
    expect(await prepared.value.signWithPin(typedPin(), digest)).toEqual({
      kind: 'refused',
      code: 'TZ-C09',
    })
  })

  it('verifies nothing of another key, another input or changed bytes', async () => {
    const certificate = await leafOf(algorithm)
    const signature = await signatureOf(algorithm, nodeHash, 'der')
    expect(await verifyCardSignature(certificate, Uint8Array.of(1), signature)).toBe(false)
    for (const at of [0, 3, 20, signature.length - 1]) {
      const changed = signature.map((byte, index) => (index === at ? byte ^ 1 : byte))
      expect(await verifyCardSignature(certificate, INPUT, changed)).toBe(false)
    }
    for (const [other] of KEYS) {
      if (other === algorithm) continue
      expect(await verifyCardSignature(await leafOf(other), INPUT, signature)).toBe(false)
    }
  })
})

describe('a card with a key that is not known', () => {
  it.each(['p521', 'ed25519'] as const)(
    'is refused before the PIN is asked for, with a code of its own: %s',
    async (algorithm) => {
      const transport = cardWith(await leafOf(algorithm), new Uint8Array())
      expect(await prepareCard(transport)).toEqual({ ok: false, code: 'TZ-C18' })
      expect(transport.headers).not.toContain('00200080')
      expect(await verifyCardSignature(await leafOf(algorithm), INPUT, new Uint8Array(64))).toBe(
        false,
      )
    },
  )
})

describe('a public key', () => {
  it('of any bytes is read without a throw', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
    expect(readCardKey(spki)?.kind).toBe('p384')
    fc.assert(
      fc.property(fc.nat(spki.length - 1), fc.nat(255), (at, byte) => {
        readCardKey(spki.map((old, index) => (index === at ? byte : old)))
        return true
      }),
    )
    expect(readCardKey(new Uint8Array())).toBeNull()
  })

  it('of RSA wants the DigestInfo with its NULL, one of a curve the digest alone', () => {
    const digest = new Uint8Array(32).fill(5)
    const rsa = { kind: 'rsa', hash: 'SHA-256', digestLength: 32 } as const
    expect(hex(signingInput(rsa, digest).subarray(0, 19))).toBe(
      '3031300D060960864801650304020105000420',
    )
    expect(signingInput({ ...rsa, kind: 'p256' }, digest)).toBe(digest)
  })

  it('of a curve has signatures of two numbers of that curve, and of no other form', () => {
    const p256 = { kind: 'p256', hash: 'SHA-256', digestLength: 32 } as const
    const shaped = (text: string): boolean =>
      isSignatureShaped(p256, Uint8Array.from(Buffer.from(text, 'hex')))
    expect(shaped('3006020101020102')).toBe(true)
    expect(shaped('30060201010201')).toBe(false)
    expect(shaped('300602010102010200')).toBe(false)
    expect(shaped('3009020101020102020103')).toBe(false)
    expect(shaped(`30260221${'7f'.repeat(33)}020101`)).toBe(false)
    expect(shaped('00'.repeat(64))).toBe(true)
    expect(shaped('00'.repeat(96))).toBe(false)
  })
})
