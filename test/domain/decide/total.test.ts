/** A million situations, possible or not: each is answered, and some things never happen. */
import { describe, expect, it } from 'vitest'
import { decide } from '../../../domain/decide'
import type { Decision } from '../../../domain/decide/decision'
import type { Situation } from '../../../domain/decide/situation'
import { generateSituation } from '../../../tools/decide/generate-situation'
import { parseSituation } from '../../../tools/decide/parse-situation'

const SEED = 20_261_122
/** A million in parts, so that each part has time enough on a busy machine. */
const PARTS = 8
const PART = 125_000

/** Each says what must not be, in its own words and arithmetic. */
const NEVER: Readonly<Record<string, (situation: Situation, decision: Decision) => boolean>> = {
  'medical information in channel ③ (R4)': (_, { channel, medicalInformation }) =>
    (channel === 'eligibilityOnly' || channel === 'notAllowed') && medicalInformation.allowed,
  'medical information at a facility of ③ (R4)': ({ facility }, { medicalInformation }) =>
    ['judo', 'acupuncture', 'checkup', 'midwife', 'paperClaim'].includes(facility.kind) &&
    medicalInformation.allowed,
  'medical information after the last day of card or certificate (R22)': (s, d) =>
    d.medicalInformation.allowed &&
    [s.card?.expires, s.card?.certificateExpires].some(
      (last) => last !== undefined && last < dayInTokyo(s.at),
    ),
  'medical information after withdrawal (R34)': ({ at, consent }, { medicalInformation }) =>
    medicalInformation.allowed &&
    consent?.withdrawnAt !== undefined &&
    Date.parse(consent.withdrawnAt) <= Date.parse(at),
  'medical information without a consent (R30, R31)': ({ consent }, { medicalInformation }) =>
    medicalInformation.allowed &&
    (consent === undefined || Object.values(consent.items).every((agreed) => !agreed)),
  '不詳 after 無効 (R60)': ({ answer }, { claim }) =>
    answer?.validity === 'invalid' && claim.basis === 'unknown',
  '不詳 without the physical card (R61)': ({ presented }, { claim }) =>
    !presented.includes('card') && claim.basis === 'unknown',
  '不詳 where a condition fails or is not known (R61)': ({ patient }, { claim }) =>
    claim.basis === 'unknown' &&
    !(
      patient?.saysInsured === true &&
      patient.firstVisit === true &&
      patient.careDaysThisMonth === 1 &&
      patient.numbers === 'none' &&
      (patient.newborn !== true || patient.newbornRegistered === true)
    ),
  '不詳 at a 施術所 (R54)': ({ facility }, { claim }) =>
    ['judo', 'acupuncture'].includes(facility.kind) && claim.basis === 'unknown',
  '10割 (R47)': (_, { share }) => ![10, 20, 30, null].includes(share.percent),
  '再照会 for drive-through, 往診, online or another route (R33)': ({ setting }, { reinquiry }) =>
    !['homeVisit', 'homeNursing', 'homePharmacy'].includes(setting) && reinquiry.allowed,
  '再照会 without an earlier check by card (R33)': ({ at, relation }, { reinquiry }) =>
    reinquiry.allowed && !(Date.parse(relation?.lastCardCheckAt ?? '') <= Date.parse(at)),
  '① after 無効 or なし (R51)': ({ answer }, { ladder }) =>
    (answer?.validity === 'invalid' || answer?.validity === 'none') && ladder.includes('portal'),
  '① for a card without a PIN (R11)': ({ card }, { ladder }) =>
    card?.pinless === true && ladder.includes('portal'),
  'anything but ① and the card for a smartphone alone (R52)': ({ presented }, { ladder }) =>
    presented.join() === 'smartphone' &&
    ladder.some((step) => step !== 'portal' && step !== 'physicalCard'),
  'the PIN of a locked or PIN-less card (R10, R11)': ({ card }, { identity }) =>
    (card?.pinTriesLeft === 0 || card?.pinless === true) && identity.includes('pin'),
  '目視 without device, passcode or photo (R2, R12)': ({ facility, card }, { identity }) =>
    identity.includes('visual') &&
    !(facility.boundDevice && facility.visualPasscode && card?.photo !== false),
  'any way by card when the card is dead (R23)': (_, { certificate, identity }) =>
    certificate?.state === 'dead' && identity.length > 0,
  'a consent asked for in channel ③ (R4)': (_, { channel, next }) =>
    channel !== 'homeConsent' && next.some(({ code }) => code === 'askConsent'),
  'nothing to do': (_, { next }) => next.length === 0,
  'a refusal without its reason': (_, { reinquiry, medicalInformation, claim }) =>
    (!reinquiry.allowed && reinquiry.why === undefined) ||
    (!medicalInformation.allowed && medicalInformation.why === undefined) ||
    (claim.basis === 'undecided') !== claim.blockedBy.length > 0,
}

function dayInTokyo(at: string): string {
  return new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 10)
}

describe('a decision', () => {
  it.each(Array.from({ length: PARTS }, (_, part) => part))(
    'is there for a million situations, and none has what must never be: part %i',
    (part) => {
      const rules = Object.entries(NEVER)
      const broken: string[] = []
      for (let index = part * PART; index < (part + 1) * PART; index += 1) {
        const situation = generateSituation(SEED, index)
        const decision = decide(situation)
        for (const [name, happened] of rules) {
          if (happened(situation, decision)) broken.push(`${name}: number ${index}`)
        }
      }
      expect(broken).toEqual([])
    },
  )

  it('is met in all its kinds by those situations, so that the test above means something', () => {
    const seen = new Set<string>()
    for (let index = 0; index < 20_000; index += 1) {
      const { channel, claim, share, ladder, certificate, medicalInformation, reinquiry } = decide(
        generateSituation(SEED, index),
      )
      seen.add(channel).add(claim.basis).add(share.source).add(ladder.join())
      seen.add(certificate?.state ?? 'unknown').add(`medical ${medicalInformation.allowed}`)
      seen.add(`reinquiry ${reinquiry.allowed}`)
    }
    for (const kind of [
      ...['homeConsent', 'eligibilityOnly', 'counter', 'notAllowed'],
      ...['current', 'former', 'unknown', 'undecided', 'answer', 'age', 'ask'],
      ...['valid', 'alert', 'grace', 'dead', 'medical true', 'reinquiry true'],
      ...['portal,notice,oral,declaration', 'portal,physicalCard', 'notice,insurerTelephone'],
    ]) {
      expect(seen).toContain(kind)
    }
  })

  it.each(['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00'])(
    'is there at the ends of the calendar: %s',
    (at) => {
      const day = at.slice(0, 10)
      for (let index = 0; index < 2_000; index += 1) {
        const { card, relation, consent, patient, ...rest } = generateSituation(SEED, index)
        const situation: Situation = {
          ...rest,
          at,
          ...(card && { card: { ...card, expires: day, certificateExpires: day } }),
          ...(relation && { relation: { ...relation, lastCardCheckAt: at, lastVisitOn: day } }),
          ...(consent && { consent: { ...consent, at } }),
          ...(patient && { patient: { ...patient, birthDate: day } }),
        }
        expect(decide(situation).next).not.toEqual([])
      }
    },
  )

  it('follows from the situation alone, which it leaves as it is', () => {
    for (let index = 0; index < 1_000; index += 1) {
      const situation = generateSituation(SEED, index)
      const before = structuredClone(situation)
      expect(decide(situation)).toEqual(decide(before))
      expect(situation).toEqual(before)
    }
  })
})

describe('a generated situation', () => {
  it('is one that the parser takes as it is', () => {
    for (let index = 0; index < 2_000; index += 1) {
      const situation = generateSituation(SEED, index)
      expect(parseSituation(JSON.stringify(situation))).toEqual({ ok: true, situation })
    }
  })
})
