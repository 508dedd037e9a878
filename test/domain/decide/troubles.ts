/** What a tablet knows in the tests of 別の方法: a woman of 46, seen at home by the visiting nurses, nobody knows since when. */
import {
  type OtherWayId,
  type OtherWaysInput,
  planOtherWays,
  situationOf,
  type TabletKnows,
  type Trouble,
} from '../../../domain/decide'
import type { KnownBefore } from '../../../domain/decide/situation-of'

export const NEW_HERE: KnownBefore = {
  lastCardCheckAt: null,
  lastVisitOn: null,
  continuing: false,
  cardLastDay: null,
  certificateLastDay: null,
  consentWithdrawn: false,
  hasNumbersOnFile: false,
}
/** 再診, with numbers on file. */
export const ON_FILE: KnownBefore = {
  ...NEW_HERE,
  lastVisitOn: '2026-11-06',
  hasNumbersOnFile: true,
}
/** 再照会 is allowed. */
export const CONTINUING: KnownBefore = {
  ...ON_FILE,
  continuing: true,
  lastCardCheckAt: '2026-10-09T01:00:00Z',
}

export function knows(trouble: Trouble, changes: Partial<TabletKnows> = {}): TabletKnows {
  return {
    at: '2026-11-20T01:00:00Z',
    setting: 'homeNursing',
    trouble,
    visualPasscode: true,
    birthdate: '1980-04-01',
    cardHasPin: true,
    card: null,
    before: null,
    consent: null,
    answer: null,
    said: {},
    ...changes,
  }
}

type Known = Partial<TabletKnows> & Partial<Omit<OtherWaysInput, 'situation' | 'trouble'>>

export function plan(trouble: Trouble, { declined, face, handOff, ...known }: Known = {}) {
  return planOtherWays({
    situation: situationOf(knows(trouble, known)),
    trouble,
    declined: declined ?? [],
    face: face ?? null,
    handOff: handOff ?? null,
  })
}

export const open = (...given: Parameters<typeof plan>): OtherWayId[] =>
  plan(...given).open.map(({ id }) => id)
export const closed = (...given: Parameters<typeof plan>): OtherWayId[] =>
  plan(...given).closed.map(({ id }) => id)
export const why = (id: OtherWayId, ...given: Parameters<typeof plan>) =>
  plan(...given).closed.find((way) => way.id === id)?.why
