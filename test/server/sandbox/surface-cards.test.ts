import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { consentToAll } from '../../../domain/consent'
import { dayInJapan } from '../../../domain/days'
import type { EligibilitySubject } from '../../../server/authority/authority'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { createSandbox } from '../../../server/authority/sandbox/sandbox'
import { openSandboxFile } from '../../../server/authority/sandbox/sandbox-file'
import { faceDigestsOf } from '../../../server/authority/sandbox/surface-issuer'
import { parseFace } from '../../../src/nfc/applications/surface-face'
import { verifySurfaceSignature } from '../../../src/nfc/applications/surface-signature'
import { parseSurfaceCertificate } from '../../../src/nfc/applications/surface-trust'
import { readPhotoHeader } from '../../../src/nfc/photo/jp2'
import { sharedRsaKeys } from '../../support/gateway'

const DAY_MS = 86_400_000
/** What a sealed field of the wire carries, in letters of base64url. */
const WIRE_LIMIT = 2_000_000

const folder = mkdtempSync(join(tmpdir(), 'tazune-surface-'))
const path = join(folder, 'sandbox.sqlite')

afterAll(() => rmSync(folder, { recursive: true }))

describe('the faces of the sandbox’s cards', () => {
  it('are on every card, readable, with a photo that can be shown', async () => {
    const sandbox = await createSandbox({ path: ':memory:', makeKeys: sharedRsaKeys })
    const cards = await sandbox.cards()
    expect(cards.length).toBe(SANDBOX_PEOPLE.length)
    for (const { personaId, surface, basicFour, cardExpiry } of cards) {
      if (personaId === 'no-photo') continue
      const parsed = parseFace(Buffer.from(surface?.face ?? '', 'base64url'))
      if (!parsed.ok) throw new Error(parsed.code)
      const { face } = parsed.value
      expect(face.birthdate).toBe(basicFour.birthdate)
      expect(face.unsignedExpiry).toBe(cardExpiry)
      expect(readPhotoHeader(face.photo).ok).toBe(true)
      expect(surface?.code).toMatch(/^\d{14}$/)
      expect(surface?.code.slice(2, 10)).toBe(
        basicFour.birthdate.slice(5).replace('-', '') + cardExpiry.slice(0, 4),
      )
      expect(surface?.codeTriesLeft).toBe(10)
    }
    await sandbox.close()
  })

  it('are missing on an infant’s card (R12), and not what their issuer signed on one that was altered', async () => {
    const sandbox = await createSandbox({ path: ':memory:', makeKeys: sharedRsaKeys })
    const cards = await sandbox.cards()
    const read = (personaId: string) => {
      const { surface } = cards.find((card) => card.personaId === personaId) ?? {}
      const face = Buffer.from(surface?.face ?? '', 'base64url')
      const certificate = parseSurfaceCertificate(
        Buffer.from(surface?.certificate ?? '', 'base64url'),
      )
      return { parsed: parseFace(face), key: certificate.ok ? certificate.value.key : null }
    }
    expect(read('no-photo').parsed).toEqual({ ok: false, code: 'TZ-C27' })
    const holds = (personaId: string): boolean => {
      const { parsed, key } = read(personaId)
      if (!parsed.ok || !key) throw new Error('no face to look at')
      const digests = parsed.value.groups.map((group) =>
        createHash('sha256').update(group).digest(),
      )
      return verifySurfaceSignature(key, digests, parsed.value.signature)
    }
    expect([holds('valid-30'), holds('face-altered')]).toEqual([true, false])
    await sandbox.close()
  })

  it('leave the cards small enough to be sent sealed, with half of the room to spare', async () => {
    const sandbox = await createSandbox({ path: ':memory:', makeKeys: sharedRsaKeys })
    const { length } = Buffer.from(JSON.stringify(await sandbox.cards()))
    expect(Math.ceil((length * 4) / 3) * 2).toBeLessThan(WIRE_LIMIT)
    await sandbox.close()
  })

  it('name the same person to the authority as their certificates do, each another', async () => {
    const sandbox = await createSandbox({ path: ':memory:', makeKeys: sharedRsaKeys })
    const about = {
      facilityId: 'f',
      asOf: dayInJapan(Date.now()),
      channel: 'homeConsent',
      setting: 'homeNursing',
      consent: {
        items: consentToAll(true),
        prescription: 'paper',
        decidedBy: { kind: 'patient' },
        decidedAt: new Date().toISOString(),
      },
    } as const
    const seen = new Set<string>()
    const replyTo = async (id: string, subject: EligibilitySubject) => {
      const outcome = await sandbox.ask(id, { ...about, subject })
      return outcome.kind === 'answered'
        ? { ...outcome.reply, answeredAt: '', consentUntil: '' }
        : null
    }
    for (const { personaId, certificate, surface } of await sandbox.cards()) {
      if (!surface) throw new Error('a card without a face')
      const faceDigests = faceDigestsOf(surface)
      seen.add(faceDigests.toString('hex'))
      const byFace = await replyTo(`face ${personaId}`, { kind: 'cardFace', faceDigests })
      const der = Buffer.from(certificate, 'base64url')
      expect(byFace).toEqual(
        await replyTo(`pin ${personaId}`, { kind: 'certificate', certificate: der }),
      )
    }
    expect(seen.size).toBe(SANDBOX_PEOPLE.length)
    await sandbox.close()
  })

  it('keep their issuer from day to day, so that yesterday’s anchor holds', async () => {
    const people = SANDBOX_PEOPLE.slice(0, 2)
    const anchorsOn = async (now: number) => {
      const sandbox = await createSandbox({ path, people, makeKeys: sharedRsaKeys, now: () => now })
      const anchors = (await sandbox.cards()).map(({ surface }) => surface?.anchor)
      await sandbox.close()
      return anchors
    }
    const today = await anchorsOn(Date.now())
    expect(today[0]).toBeDefined()
    expect(await anchorsOn(Date.now() + DAY_MS)).toEqual(today)
  })

  it('come to cards that an earlier version kept without one', async () => {
    const people = SANDBOX_PEOPLE.slice(0, 2)
    const first = await createSandbox({ path, people, makeKeys: sharedRsaKeys })
    const kept = (await first.cards()).map((card) => {
      const earlier = { ...card }
      delete earlier.surface
      return earlier
    })
    await first.close()
    const file = openSandboxFile(path)
    await file.keep('cards', { day: '2026-01-01', people: 'of an earlier layout', images: kept })
    await file.close()
    const again = await createSandbox({ path, people, makeKeys: sharedRsaKeys })
    expect((await again.cards()).every(({ surface }) => surface !== undefined)).toBe(true)
    await again.close()
  })
})
