/** The ladder of a decision and the one that the screens plan are one ladder (R50–R54). */
import { describe, expect, it } from 'vitest'
import {
  type CardFailure,
  decide,
  type LadderStepId,
  planCardFailure,
} from '../../../domain/decide'
import type { LadderCode } from '../../../domain/decide/decision'
import type { Situation } from '../../../domain/decide/situation'

/** What both speak of; the others are no documents (目視, the official page, 再照会). */
const CODES: Partial<Record<LadderStepId, LadderCode>> = {
  portal: 'portal',
  notice: 'notice',
  knownData: 'oral',
  declaration: 'declaration',
  physicalCard: 'physicalCard',
  eligibilityCertificate: 'certificate',
}

type Seen = Exclude<CardFailure, 'otherPerson' | 'faceUnsure'>
const CARD = { presented: ['card'] } as const
/** What a person saw at 目視 is no part of a situation. */
const SITUATIONS: Readonly<Record<Seen, Partial<Situation>>> = {
  unreadable: { ...CARD, card: { readable: false } },
  dead: { ...CARD, card: { readable: true, certificateExpires: '2026-01-01' } },
  locked: { ...CARD, card: { readable: true, pinTriesLeft: 0, photo: false } },
  pinUnknown: { ...CARD, card: { readable: true, pinTriesLeft: 0, photo: false } },
  faceCard: { ...CARD, card: { readable: true, pinless: true, photo: false } },
  invalid: { ...CARD, answer: { validity: 'invalid' } },
  none: { ...CARD, answer: { validity: 'none' } },
  smartphoneOnly: { presented: ['smartphone'], card: { readable: false } },
  noCard: { presented: [] },
}
const FAILURES = Object.keys(SITUATIONS) as Seen[]

const PLACES = [
  ['a clinic', 'clinic', 'homeVisit', 'homeMedicalCare'],
  ['a 施術所', 'judo', 'treatment', 'treatmentRoom'],
] as const

describe.each(PLACES)('at %s', (_, kind, careSetting, setting) => {
  it.each(FAILURES)('is the same after %s, for 初診, 再診 and neither known', (reason) => {
    for (const dataOnFile of [true, false, null]) {
      const planned = planCardFailure({
        reason,
        setting,
        day: '2026-11-20',
        birthdate: null,
        dataOnFile,
        boundDevice: false,
        cardHasPhoto: false,
        reinquiryAllowed: false,
      })
      const patient =
        dataOnFile === null
          ? {}
          : {
              patient: {
                firstVisit: !dataOnFile,
                numbers: dataOnFile ? 'former' : 'none',
              } as const,
            }
      const { ladder } = decide({
        at: '2026-11-20T10:00:00+09:00',
        facility: { kind, boundDevice: false, visualPasscode: false },
        setting: careSetting,
        ...SITUATIONS[reason],
        presented: SITUATIONS[reason].presented ?? [],
        ...patient,
      })
      const codes = planned.steps.flatMap(({ id }) => CODES[id] ?? [])
      expect(ladder.filter((step) => step !== 'insurerTelephone')).toEqual(codes)
    }
  })
})
