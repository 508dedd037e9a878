import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EligibilityAnswer } from '../../../domain/answer'
import type { CheckStatement, DocumentEvidence } from '../../../domain/check'
import { addDays, dayInJapan } from '../../../domain/days'
import { DAY_MS } from '../../support/gateway'
import { documentEvidence } from '../../support/cardless'
import { openEvidenceWorld, type EvidenceWorld } from './world'

/** After the day until which an お知らせ alone was enough. */
const AT = '2026-11-21T01:00:00Z'
const now = Date.parse(AT)
const today = dayInJapan(now)
let world: EvidenceWorld
beforeAll(async () => {
  world = await openEvidenceWorld(['valid-30', 'invalid-new'], AT)
})
afterAll(() => world.gateway.end())

const verdictOf = (evidence: unknown, statement?: Partial<CheckStatement>) =>
  world.verdictOf(evidence, statement)

async function answerTo(evidence: DocumentEvidence): Promise<EligibilityAnswer> {
  const check = await world.device.createUnsigned(evidence)
  expect(await world.device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
  const answer = await world.answerOf(check.id)
  if (!answer) throw new Error('no answer')
  return answer
}

describe('a document', () => {
  it('is asked about by its numbers, and the answer says that no card was there', async () => {
    expect(await answerTo(documentEvidence(now))).toMatchObject({
      validity: 'valid',
      coverages: [{ insurerNumber: '01139013', number: '101', name: '見本　一郎' }],
      assurance: 'numbers',
      identity: 'document',
      certificate: null,
      consentedItems: [],
      consentUntil: null,
    })
  })

  it('with numbers that were lost is 無効, and says where a new cover exists', async () => {
    const former = {
      insurerNumber: '06139026',
      symbol: '7890',
      number: '502',
      birthdate: '1993-10-01',
    }
    const answer = await answerTo(documentEvidence(now, former))
    expect(answer.validity).toBe('invalidNewExists')
    expect(answer.coverages).toHaveLength(2)
  })

  it('with numbers that nobody has, or of another birth date, is 該当資格なし', async () => {
    const unknown = await answerTo(documentEvidence(now, { number: '999' }))
    const stranger = await answerTo(documentEvidence(now, { birthdate: '1981-01-01' }))
    expect([unknown.validity, stranger.validity]).toEqual(['none', 'none'])
    expect(stranger.coverages).toEqual([])
  })

  it('needs no patient of the list', async () => {
    const walkIn = { patientId: null, visitId: null }
    expect(await verdictOf(documentEvidence(now), walkIn)).toBe('accepted')
  })
})

describe('what the tablet has read is read again', () => {
  const one = (document: Parameters<typeof documentEvidence>[1], shown = {}) =>
    documentEvidence(now, document, shown)
  const notice = { kind: 'notice', validUntil: null } as const

  it.each([
    ['a 資格確認書 on its last day', one({ validUntil: today }), 'accepted'],
    ['a 資格確認書 one day later', one({ validUntil: addDays(today, -1) }), 'TZ-G47'],
    ['an お知らせ alone', one(notice), 'TZ-G48'],
    ['an お知らせ with the card', one(notice, { shownWith: 'card' }), 'accepted'],
    ['an expired 保険証', one({ kind: 'expiredInsuranceCard' }), 'TZ-G48'],
    ['the portal with neither card nor phone', one({ ...notice, kind: 'portalLive' }), 'TZ-G49'],
    [
      'the portal on the smartphone',
      one({ ...notice, kind: 'portalLive' }, { shownWith: 'smartphone' }),
      'accepted',
    ],
    [
      'a saved PDF with the smartphone',
      one({ ...notice, kind: 'portalPdf' }, { shownWith: 'smartphone' }),
      'TZ-G49',
    ],
    ['a day of birth to come', one({ birthdate: addDays(today, 1) }), 'TZ-G50'],
    ['a document issued tomorrow', one({ issuedOn: addDays(today, 1) }), 'TZ-G50'],
    ['a running clock on paper of another kind', one(notice, { screenClock: 'runs' }), 'TZ-G50'],
    ['a running clock on a screen', one({}, { screenClock: 'runs' }), 'accepted'],
  ])('%s', async (_, evidence, verdict) => {
    expect(await verdictOf(evidence)).toBe(verdict)
  })

  it('by the rules of the day of capture, however late it comes', async () => {
    const evidence = documentEvidence(Date.parse('2026-03-31T00:00:00Z'), notice)
    expect(await verdictOf(evidence, { capturedAt: '2026-03-31T14:59:00Z' })).toBe('accepted')
    const next = { capturedAt: '2026-03-31T15:01:00Z' }
    expect(await verdictOf(evidence, next)).toBe('TZ-G48')
  })

  it('by a device whose clock runs ahead at the time of the gateway', async () => {
    const ahead = new Date(now + 2 * DAY_MS).toISOString()
    const evidence = documentEvidence(now, { validUntil: today })
    expect(await verdictOf(evidence, { capturedAt: ahead })).toBe('accepted')
  })
})

describe('what a document may hold', () => {
  const spoilt = (document: object) => ({
    ...documentEvidence(now),
    document: { ...documentEvidence(now).document, ...document },
  })

  it.each([
    ['an insurer number with a wrong check digit', { insurerNumber: '01139012' }],
    ['the fill for 不詳', { insurerNumber: '77777777' }],
    ['a 記号 as it was typed and not as it is kept', { symbol: '１３９９０００１' }],
    ['a 記号 of 後期', { insurerNumber: '39139100', number: '00990010', branch: null }],
    ['a 枝番 of one digit', { branch: '1' }],
    ['a 個人番号 as the 番号', { number: '123456789018' }],
    ['a 個人番号 in the name', { name: '見本 1234 5678 9018' }],
    ['a name of a thousand letters', { name: '見'.repeat(1_000) }],
    ['a field that no document has', { myNumber: '1' }],
    ['a share of 15 percent', { percent: 15 }],
    ['a day that is none', { birthdate: '1980-02-30' }],
  ])('is refused: %s', async (_, change) => {
    expect(await verdictOf(spoilt(change))).toBe('TZ-G08')
  })

  it('carries no consent', async () => {
    const { consent } = world.device.statementOf()
    expect(await verdictOf(documentEvidence(now), { consent })).toBe('TZ-G08')
  })

  it('comes in a channel of its setting', async () => {
    const evidence = documentEvidence(now)
    expect(await verdictOf(evidence, { channel: 'eligibilityOnly' })).toBe('TZ-G25')
    const third = { setting: 'treatmentRoom', channel: 'eligibilityOnly' } as const
    expect(await verdictOf(evidence, third)).toBe('accepted')
  })
})
