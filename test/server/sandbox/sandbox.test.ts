import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unseal } from '../../../api/seal'
import { fromUtf8 } from '../../../api/bytes'
import { trainingCardsAad, visitsAad } from '../../../api/envelope'
import { PATHS, TrainingCardsResponse, VisitsResponse } from '../../../api/wire'
import type { EligibilityAnswer } from '../../../domain/answer'
import type { CardImage } from '../../../domain/card-image'
import { certificateNotice } from '../../../domain/certificate'
import { hasCheckDigit } from '../../../domain/check-digit'
import { addDays, ageOn, dayInJapan } from '../../../domain/days'
import type { Visit } from '../../../domain/visit'
import { INSURERS, PAYERS } from '../../../server/authority/sandbox/insurers'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { birthdateOf } from '../../../server/authority/sandbox/person-facts'
import { createSandbox } from '../../../server/authority/sandbox/sandbox'
import { visitsOf } from '../../../server/authority/sandbox/visits'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, DAY_MS, sharedRsaKeys, type TestGateway } from '../../support/gateway'

let gateway: TestGateway
let device: DeviceClient
const answers = new Map<string, EligibilityAnswer>()
beforeAll(async () => {
  gateway = await createTestGateway()
  device = await activateDevice(await gateway.newCode(), gateway)
  const asked = new Map<string, string>()
  const checks = []
  for (const { id } of SANDBOX_PEOPLE) {
    if (id === 'cert-dead') continue
    const check = await device.createCheck({ card: gateway.card(id) })
    asked.set(check.id, id)
    checks.push(check)
  }
  await device.sendChecks(checks)
  await gateway.worker.runDue()
  for (const sealed of (await device.fetchAnswers(0)).answers) {
    answers.set(asked.get(sealed.id) ?? '', await device.openAnswer(sealed))
  }
})
afterAll(() => gateway.end())

function answerOf(id: string): EligibilityAnswer {
  const answer = answers.get(id)
  if (!answer) throw new Error(`no answer for ${id}`)
  return answer
}

describe('the people of the sandbox', () => {
  it('are at least 24, each with a name of its own', () => {
    expect(SANDBOX_PEOPLE.length).toBeGreaterThanOrEqual(24)
    expect(new Set(SANDBOX_PEOPLE.map(({ id }) => id)).size).toBe(SANDBOX_PEOPLE.length)
    for (const { id } of SANDBOX_PEOPLE) expect(id).toMatch(/^[a-z][a-z0-9-]+$/)
  })

  it('are insured by nobody who exists: check-valid numbers with a serial from 900 on', () => {
    for (const { number } of [...Object.values(INSURERS), ...Object.values(PAYERS)]) {
      expect(hasCheckDigit(number), number).toBe(true)
      expect(number.slice(-4, -3), number).toBe('9')
    }
    for (const person of SANDBOX_PEOPLE) {
      for (const { recipientNumber } of person.record.publicExpenses ?? []) {
        expect(hasCheckDigit(recipientNumber)).toBe(true)
      }
    }
  })

  it('each have a card with a certificate of the emulator', async () => {
    const cards = await gateway.sandbox.cards()
    expect(cards.map(({ personaId }) => personaId)).toEqual(SANDBOX_PEOPLE.map(({ id }) => id))
    const ca = new X509Certificate(gateway.sandbox.caCertificate)
    for (const card of cards) {
      const certificate = new X509Certificate(Buffer.from(card.certificate, 'base64url'))
      expect(certificate.verify(ca.publicKey)).toBe(true)
      expect(certificate.issuer).toContain('O=JPKI-EMU')
    }
  })

  it('are as old as they are said to be, on any day', () => {
    for (const day of ['2024-02-29', '2026-01-01', '2026-12-31', '2031-07-15']) {
      for (const person of SANDBOX_PEOPLE) {
        expect(ageOn(birthdateOf(person, day), day), person.id).toBe(person.age)
      }
    }
  })
})

describe('the answers of the sandbox', () => {
  it('have every validity that there is', () => {
    const kinds = new Set([...answers.values()].map(({ validity }) => validity))
    expect([...kinds].sort()).toEqual(
      ['invalid', 'invalidNewExists', 'multiple', 'none', 'valid', 'validUnregistered'].sort(),
    )
  })

  it('have every share: 3割 unsaid below 70, 2割 and 1割 said, 未就学 marked', () => {
    expect(answerOf('valid-30').coverages[0]).toMatchObject({ burdenPercent: null, branch: '00' })
    expect(answerOf('valid-20').coverages[0]?.elderlyRecipient?.burdenPercent).toBe(20)
    expect(answerOf('valid-10').coverages[0]).toMatchObject({
      burdenPercent: 10,
      symbol: null,
      branch: null,
      insurerNumber: INSURERS.lateElderly.number,
    })
    expect(answerOf('valid-preschool').coverages[0]).toMatchObject({
      preschool: true,
      relation: 'family',
    })
  })

  it.each(['a01', 'a02', 'a03', 'a04', 'a05', 'b01', 'b02', 'b03', 'b04', 'b05', 'b06', 'b09'])(
    'have the limit category %s in force today',
    (category) => {
      const limit = answerOf(`limit-${category}`).coverages[0]?.limit
      const today = dayInJapan(Date.now())
      expect(limit?.category).toBe(category.toUpperCase())
      expect((limit?.from ?? '') <= today && today <= (limit?.until ?? '')).toBe(true)
    },
  )

  it('have 特定疾病, 医療扶助 alone and combined', () => {
    expect(answerOf('disease-dialysis').coverages[0]?.specificDiseases).toMatchObject([
      { category: '1', selfPayLimit: 10_000 },
    ])
    expect(answerOf('welfare-alone')).toMatchObject({
      validity: 'validUnregistered',
      coverages: [],
      publicExpenses: [{ use: 'alone', payerNumber: PAYERS.cityWelfare.number }],
    })
    expect(answerOf('welfare-combined')).toMatchObject({
      validity: 'valid',
      publicExpenses: [{ use: 'combined', selfPayAmount: 2_500 }],
    })
  })

  it('tell when and why an insurance was lost, and which one is new', () => {
    const [lost] = answerOf('invalid').coverages
    expect(lost).toMatchObject({ lossReason: '03' })
    expect(lost?.disqualifiedOn).not.toBeNull()
    const [old, current] = answerOf('invalid-new').coverages
    expect(old?.disqualifiedOn).not.toBeNull()
    expect(current).toMatchObject({ disqualifiedOn: null, lossReason: null })
  })

  it('pick nothing where several apply, and say nothing where none does', () => {
    expect(answerOf('multiple').coverages).toHaveLength(2)
    expect(answerOf('several-insurers').coverages).toHaveLength(3)
    expect(answerOf('none').coverages).toEqual([])
  })

  it('spell names as insurers do: ●, 德, 𠮷, small kana large', () => {
    const nameOf = (id: string) => answerOf(id).coverages[0]?.name
    expect(nameOf('name-dot')).toBe('●見本　道子')
    expect(gateway.card('name-dot').basicFour.name).toBe('髙見本　道子')
    expect(nameOf('name-toku')).toContain('德')
    expect(nameOf('name-tsuchiyoshi')).toContain('\u{20BB7}')
    expect(answerOf('kana-large').coverages[0]?.nameKana).toBe('レンシユウ　シヨウコ')
  })

  it('leave the address out where the authority gives none (R46)', () => {
    expect(answerOf('address-empty').coverages[0]?.address).toBeNull()
    expect(gateway.card('address-empty').basicFour.address).not.toBe('')
  })

  it('about a certificate it never issued are: nothing on record', async () => {
    const other = await createSandbox({ path: ':memory:', makeKeys: sharedRsaKeys })
    const outcome = await other.ask('id', {
      facilityId: 'f',
      asOf: '2026-11-21',
      channel: 'eligibilityOnly',
      setting: 'treatmentRoom',
      consent: null,
      subject: {
        kind: 'certificate',
        certificate: Buffer.from(gateway.card('valid-30').certificate, 'base64url'),
      },
    })
    expect(outcome).toMatchObject({ kind: 'answered', reply: { validity: 'none' } })
    await other.close()
  })
})

describe('the cards of the sandbox', () => {
  it('have the troubles that a nurse meets', () => {
    expect(gateway.card('no-pin').pin).toBeNull()
    expect(gateway.card('pin-locked').triesLeft).toBe(0)
    expect(gateway.card('pin-last-try').triesLeft).toBe(1)
    const today = dayInJapan(Date.now())
    const stateOf = (id: string) => {
      const certificate = Buffer.from(gateway.card(id).certificate, 'base64url')
      const lastDay = dayInJapan(Date.parse(new X509Certificate(certificate).validTo))
      return certificateNotice(lastDay, today).state
    }
    expect(['valid-30', 'cert-alert', 'cert-grace', 'cert-dead'].map(stateOf)).toEqual([
      'valid',
      'alert',
      'grace',
      'dead',
    ])
  })

  it('come sealed to the device that asks', async () => {
    const reply = await device.request('GET', PATHS.trainingCards)
    const { sealed } = v.parse(TrainingCardsResponse, await reply.json())
    const opened = await unseal(device.keys.answering, sealed, trainingCardsAad())
    const cards = JSON.parse(fromUtf8(opened)) as CardImage[]
    expect(cards).toEqual(await gateway.sandbox.cards())
  })
})

describe('the sandbox’s file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tazune-sandbox-'))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  const path = join(folder, 'sandbox.sqlite')
  const people = SANDBOX_PEOPLE.slice(0, 3)
  const query = (card: CardImage | undefined) => ({
    facilityId: 'f',
    asOf: dayInJapan(Date.now()),
    channel: 'eligibilityOnly' as const,
    setting: 'treatmentRoom' as const,
    consent: null,
    subject: {
      kind: 'certificate' as const,
      certificate: Buffer.from(card?.certificate ?? '', 'base64url'),
    },
  })

  it('keeps cards of one day, and knows yesterday’s after they were issued anew', async () => {
    const open = (now: number) =>
      createSandbox({ path, people, makeKeys: sharedRsaKeys, now: () => now })
    const today = await open(Date.now())
    const cards = await today.cards()
    await today.close()
    const again = await open(Date.now())
    expect(await again.cards()).toEqual(cards)
    await again.close()

    const tomorrow = await open(Date.now() + DAY_MS)
    const renewed = await tomorrow.cards()
    expect(renewed.map(({ certificate }) => certificate)).not.toEqual(
      cards.map(({ certificate }) => certificate),
    )
    expect(renewed.map(({ privateKey }) => privateKey)).toEqual(
      cards.map(({ privateKey }) => privateKey),
    )
    expect(await tomorrow.ask('old card', query(cards[0]))).toMatchObject({
      reply: { validity: 'valid' },
    })
    await tomorrow.close()
  })

  it('counts every request that reached it, and answers the same each time', async () => {
    const sandbox = await createSandbox({ path, people, makeKeys: sharedRsaKeys })
    const [card] = await sandbox.cards()
    expect(await sandbox.find('a')).toEqual({ kind: 'neverAsked' })
    const first = await sandbox.ask('a', query(card))
    expect(await sandbox.find('a')).toEqual(first)
    expect(await sandbox.ask('a', query(card))).toEqual(first)
    expect((await sandbox.askedCounts()).get('a')).toBe(2)
    await sandbox.close()
    const reopened = await createSandbox({ path, people, makeKeys: sharedRsaKeys })
    expect(await reopened.find('a')).toEqual(first)
    await reopened.close()
  })
})

describe('today’s visits', () => {
  it('come sealed to the device, earliest first, as the gateway’s day', async () => {
    const reply = await device.request('GET', PATHS.visits)
    const { day, sealed } = v.parse(VisitsResponse, await reply.json())
    expect(day).toBe(dayInJapan(Date.now()))
    const opened = await unseal(device.keys.answering, sealed, visitsAad(day))
    const visits = JSON.parse(fromUtf8(opened)) as Visit[]
    expect(visits).toEqual(visitsOf(SANDBOX_PEOPLE, day))
    const times = visits.map(({ scheduledAt }) => scheduledAt)
    expect(times).toEqual([...times].sort())
    for (const time of times) expect(dayInJapan(time)).toBe(day)
  })

  it('have every need, with the day that matters where a certificate ends', () => {
    const visits = visitsOf(SANDBOX_PEOPLE, '2026-11-21')
    expect(new Set(visits.map(({ need }) => need.kind))).toEqual(
      new Set(['card', 'reinquiry', 'previousInvalid', 'certificateEnds', 'document']),
    )
    const needOf = (id: string) => visits.find((visit) => visit.id.endsWith(id))?.need
    expect(needOf('cert-alert')).toEqual({ kind: 'certificateEnds', day: '2026-12-31' })
    expect(needOf('cert-grace')).toEqual({ kind: 'certificateEnds', day: '2027-01-31' })
  })

  it('have the same ids all day and others the next', () => {
    const ids = (day: string) => visitsOf(SANDBOX_PEOPLE, day).map(({ id }) => id)
    expect(ids('2026-11-21')).toEqual(ids('2026-11-21'))
    expect(new Set([...ids('2026-11-21'), ...ids(addDays('2026-11-21', 1))]).size).toBe(
      2 * ids('2026-11-21').length,
    )
  })
})
