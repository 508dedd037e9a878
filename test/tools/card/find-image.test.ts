import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findImage } from '../../../tools/card/find-image'
import { issueTestCard } from '../../support/card-fixtures'

const folder = mkdtempSync(join(tmpdir(), 'tazune-card-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the card to be played', () => {
  it('is issued now where no gateway needs to know it', async () => {
    const found = await findImage('pin-last-try', undefined)
    if (!found.ok) throw new Error(found.sentence)
    expect(found.image).toMatchObject({ personaId: 'pin-last-try', triesLeft: 1 })
    const leaf = new X509Certificate(Buffer.from(found.image.certificate, 'base64url'))
    const ca = new X509Certificate(Buffer.from(found.image.caCertificate, 'base64url'))
    expect(leaf.verify(ca.publicKey)).toBe(true)
    expect(Date.parse(leaf.validTo)).toBeGreaterThan(Date.now())
  })

  it("is the gateway's own where its data folder is named", async () => {
    const image = await issueTestCard()
    writeFileSync(join(folder, 'training-cards.json'), JSON.stringify([image]))
    expect(await findImage('valid-30', folder)).toEqual({ ok: true, image })
  })

  it('is told to be missing, with what to do', async () => {
    expect(await findImage('nobody', undefined)).toMatchObject({
      sentence: 'Nobody is called nobody; --people lists everybody.',
    })
    const elsewhere = await findImage('valid-30', join(folder, 'no'))
    expect(elsewhere).toMatchObject({ ok: false })
    expect(!elsewhere.ok && elsewhere.sentence).toContain('has a training gateway run')
    for (const content of ['{', '{}', '[{"personaId":"valid-30"}]']) {
      writeFileSync(join(folder, 'training-cards.json'), content)
      expect(await findImage('valid-30', folder)).toMatchObject({ ok: false })
    }
  })
})
