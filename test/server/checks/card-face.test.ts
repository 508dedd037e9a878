/** The gateway's own proof of a card's face: a change of any byte of any part of it is seen. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Mode } from '../../../api/wire'
import { cardSigningInput, type CardFaceEvidence } from '../../../domain/check'
import type { SurfaceAnchor } from '../../../domain/surface/issuer'
import { createFaceJudge, faceDigests } from '../../../server/checks/card-face'
import { readSurfaceAnchor } from '../../../server/checks/surface-anchors'
import { issueFaceCard, surfacePki } from '../../support/card-fixtures'
import { faceEvidence } from '../../support/face-check'
import { forgeCertificate, type FaceImage } from '../../support/face-fixtures'

const STATEMENT = '{"v":1}'
const PASSCODE = { id: 'p', digits: '2580' }
const NOW = '2026-11-21T01:00:00.000Z'

let card: FaceImage
let anchor: SurfaceAnchor
beforeAll(async () => {
  card = await issueFaceCard()
  anchor = readSurfaceAnchor(card.surface.anchor)
})

function evidenceOf(image: FaceImage): CardFaceEvidence {
  return faceEvidence({ card: image, passcode: PASSCODE }, STATEMENT, null, NOW)
}

function verdictOn(
  evidence: CardFaceEvidence,
  { mode = 'training', keys = [anchor] }: { mode?: Mode; keys?: SurfaceAnchor[] } = {},
): string {
  const input = cardSigningInput(
    Buffer.from(evidence.challenge, 'base64url'),
    createHash('sha256').update(STATEMENT).digest(),
  )
  const judged = createFaceJudge(mode, keys)(evidence, input)
  return judged.ok ? judged.value : judged.code
}

/** Every byte of a base64url text with its lowest bit turned, one after the other. */
function* withEachByteChanged(text: string): Generator<string> {
  const bytes = Buffer.from(text, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const other = Buffer.from(bytes)
    other.writeUInt8(other.readUInt8(at) ^ 1, at)
    yield other.toString('base64url')
  }
}

describe('the gateway on a card’s face', () => {
  it('trusts one whose issuer is among its anchors', () => {
    expect(verdictOn(evidenceOf(card))).toBe('trusted')
  })

  it.each([
    ['certificate', ['TZ-G32', 'TZ-G16', 'TZ-G33']],
    ['keyGroup', ['TZ-G32', 'TZ-G34']],
    ['textDigest', ['TZ-G34']],
    ['photoDigest', ['TZ-G34']],
    ['faceSignature', ['TZ-G34']],
    ['signature', ['TZ-G35']],
    ['challenge', ['TZ-G35']],
  ] as const)('refuses it with any byte of its %s changed', (name, codes) => {
    const good = evidenceOf(card)
    const met = new Set<string>()
    for (const changed of withEachByteChanged(good[name])) {
      met.add(verdictOn({ ...good, [name]: changed }))
    }
    expect([...met].sort()).toEqual([...codes].sort())
  })

  it.each([
    'certificate',
    'keyGroup',
    'textDigest',
    'photoDigest',
    'faceSignature',
    'signature',
  ] as const)('refuses it with its %s empty, cut, longer or no base64url', (name) => {
    const good = evidenceOf(card)
    const bytes = Buffer.from(good[name], 'base64url')
    for (const other of [
      '',
      'A',
      bytes.subarray(1).toString('base64url'),
      bytes.subarray(0, -1).toString('base64url'),
      Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64url'),
      Buffer.concat([Buffer.alloc(1), bytes]).toString('base64url'),
      Buffer.concat([bytes, bytes]).toString('base64url'),
    ]) {
      expect(verdictOn({ ...good, [name]: other })).toMatch(/^TZ-G3[245]$/)
    }
  })

  it('refuses one without a photo, whoever signed it: TZ-G39 (R12)', async () => {
    const infant = await issueFaceCard({ hasPhoto: false })
    const empty = Buffer.from('df2700', 'hex')
    expect(Buffer.from(infant.surface.face, 'base64url').includes(empty)).toBe(true)
    for (const photo of ['df2700', 'df278100', 'df27820000']) {
      const photoDigest = createHash('sha256').update(photo, 'hex').digest('base64url')
      expect(verdictOn({ ...evidenceOf(card), photoDigest })).toBe('TZ-G39')
    }
  })

  it('takes no exchange of the issuer’s and the card’s signature', () => {
    const good = evidenceOf(card)
    const { faceSignature, signature } = good
    expect(verdictOn({ ...good, faceSignature: signature })).toBe('TZ-G34')
    expect(verdictOn({ ...good, signature: faceSignature })).toBe('TZ-G35')
  })

  it('does not take another order of the texts and the photo', () => {
    const good = evidenceOf(card)
    const swapped = { textDigest: good.photoDigest, photoDigest: good.textDigest }
    expect(verdictOn({ ...good, ...swapped })).toBe('TZ-G34')
  })
})

describe('the hierarchies of the cards’ issuers', () => {
  const forged = async (issuer: string, subject: string) => {
    const { ca } = await surfacePki()
    return evidenceOf(await forgeCertificate(card, { issuer, subject }, ca))
  }

  it('never mix: production refuses training and test cards, and training all but its own', async () => {
    const production = { mode: 'production', keys: [] } as const
    for (const keys of [[], [anchor]]) {
      expect(verdictOn(evidenceOf(card), { mode: 'production', keys })).toBe('TZ-G15')
    }
    expect(verdictOn(await forged('6', '6'), { ...production, keys: [] })).toBe('TZ-G15')
    expect(verdictOn(await forged('5', '9'), { ...production, keys: [] })).toBe('TZ-G15')
    expect(verdictOn(await forged('9', '5'), { ...production, keys: [] })).toBe('TZ-G15')
    for (const ids of ['5', '6']) {
      for (const keys of [[], [anchor]]) {
        expect(verdictOn(await forged(ids, ids), { keys })).toBe('TZ-G16')
      }
    }
  })

  it('without any anchor nobody vouches: accepted, and called unknown', async () => {
    const real = await forged('5', '5')
    expect(verdictOn(real, { mode: 'production', keys: [] })).toBe('unknown')
    expect(verdictOn(evidenceOf(card), { keys: [] })).toBe('unknown')
  })

  it('with anchors a card is one of theirs or refused', async () => {
    const real = await forged('5', '5')
    const own = { id: Uint8Array.from(anchor.id), key: anchor.key }
    own.id[0] = 0x35
    expect(verdictOn(real, { mode: 'production', keys: [own] })).toBe('trusted')
    const other = { ...own, id: Uint8Array.from(own.id).fill(0x31, 1, 3) }
    expect(verdictOn(real, { mode: 'production', keys: [other] })).toBe('TZ-G33')
    // An anchor of training that came into production's set vouches for nothing.
    expect(verdictOn(real, { mode: 'production', keys: [anchor] })).toBe('TZ-G33')
  })

  it('without any anchor face and card are proven all the same', async () => {
    const real = await forged('5', '5')
    const production = { mode: 'production' as const, keys: [] }
    expect(verdictOn({ ...real, textDigest: real.photoDigest }, production)).toBe('TZ-G34')
    expect(verdictOn({ ...real, signature: real.faceSignature }, production)).toBe('TZ-G35')
  })
})

describe('what the issuer signed', () => {
  it('is three digests, the first of the key group as it stands', () => {
    const evidence = evidenceOf(card)
    const digests = faceDigests(evidence)
    expect(digests?.map((digest) => digest.length)).toEqual([32, 32, 32])
    expect(faceDigests({ ...evidence, keyGroup: '!' })).toBeNull()
    expect(faceDigests({ ...evidence, textDigest: 'AAAA' })).toBeNull()
  })
})
