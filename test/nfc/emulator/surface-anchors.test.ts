import { describe, expect, it } from 'vitest'
import { prepareFaceCheck } from '../../../src/nfc/applications/face-check'
import { createTrainingAnchors } from '../../../src/nfc/emulator/surface-anchors'
import { issueFaceCard, issueTestCard, layCard } from '../../support/card-fixtures'
import { FACE_DIGEST, typedCode } from '../../support/face-fixtures'

describe('the anchors of training', () => {
  it('are the issuers of the cards, each once, in the set of the emulator', async () => {
    const cards = [await issueFaceCard(), await issueTestCard(), await issueFaceCard()]
    const anchors = createTrainingAnchors(cards)
    expect(anchors.set).toBe('emulator')
    expect(anchors.keys.length).toBe(1)
    expect(Buffer.from(anchors.keys[0]?.id.subarray(0, 7) ?? []).toString()).toBe('9000023')
  })

  it('trust a card that the sandbox issued', async () => {
    const card = await issueFaceCard()
    const { transport } = await layCard(card)
    const prepared = await prepareFaceCheck(transport, createTrainingAnchors([card]))
    if (!prepared.ok) throw new Error(prepared.code)
    const outcome = await prepared.value.checkFace(typedCode(card.surface.code), FACE_DIGEST)
    expect(outcome).toMatchObject({ kind: 'verified', issuer: 'trusted' })
  })

  it('are none where no card has a face, or the key is none', async () => {
    expect(createTrainingAnchors([await issueTestCard()]).keys).toEqual([])
    const card = await issueFaceCard()
    const anchor = { ...card.surface.anchor, e: 'Aw' }
    const forged = { ...card, surface: { ...card.surface, anchor } }
    expect(createTrainingAnchors([forged]).keys).toEqual([])
  })
})
