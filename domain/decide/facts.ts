/** What a situation means before any rule of conduct: the day, the place, what was shown, and what has failed. */
import type { CertificateNotice } from '../answer'
import { type CertificateMedium, certificateNotice, endOfCard } from '../certificate'
import { type Day, dayInJapan, toMs } from '../days'
import { noticeAloneEndedOn } from '../eligibility-certificate'
import { type IdentityWay, identityWays } from '../settings'
import { planReinquiry } from '../reinquiry'
import type { IdentityCode, ReinquiryWhy } from './decision'
import { type Place, placeOf } from './services'
import type { Situation } from './situation'

/**
 * Why another way is needed. `answered`: 無効 or なし. `noIdentity`: a locked PIN, or none, where 目視 is not open (R10).
 * `noCard`: no マイナ保険証, and nothing that stands for it.
 */
export type Failure = 'answered' | 'smartphone' | 'unreadable' | 'dead' | 'noIdentity' | 'noCard'

export interface Facts {
  situation: Situation
  /** The day in Japan whose rules hold. */
  day: Day
  nowMs: number
  place: Place
  shown: Shown
  certificate: CertificateNotice | null
  consentWithdrawn: boolean
  identity: IdentityCode[]
  reinquiry: ReinquiryFacts
  failure: Failure | null
}

export interface ReinquiryFacts {
  refusal: ReinquiryWhy | null
  longGap: boolean
}

export interface Shown {
  card: boolean
  smartphone: boolean
  certificate: boolean
  notice: boolean
  /** ① counts with the card, or live on the smartphone that failed (R50, R52). */
  portal: boolean
  /** An お知らせ or an expired 保険証 without anything better, on a day when it was enough (R53). */
  acceptedAlone: boolean
  nothing: boolean
}

type Known = Omit<Facts, 'identity' | 'reinquiry' | 'failure'>

const CODES: Readonly<Record<IdentityWay, IdentityCode>> = { pin: 'pin', faceCheck: 'visual' }

export function factsOf(situation: Situation): Facts {
  const nowMs = toMs(situation.at)
  const day = dayInJapan(nowMs)
  const place = placeOf(situation.facility, situation.setting, day)
  const shown = shownIn(situation, day)
  const medium = shown.smartphone && !shown.card ? 'smartphone' : 'card'
  const certificate = certificateIn(situation, medium, day)
  const { consent } = situation
  const consentWithdrawn = consent?.withdrawnAt !== undefined && toMs(consent.withdrawnAt) <= nowMs
  const known: Known = { situation, day, nowMs, place, shown, certificate, consentWithdrawn }
  const identity = identityIn(known)
  const reinquiry = reinquiryIn(known)
  const failure = failureIn(known, identity, reinquiry)
  // Field by field: a spread here is half of the whole decision's time.
  return {
    situation,
    day,
    nowMs,
    place,
    shown,
    certificate,
    consentWithdrawn,
    identity,
    reinquiry,
    failure,
  }
}

function shownIn({ presented }: Situation, day: Day): Shown {
  const card = presented.includes('card')
  const smartphone = presented.includes('smartphone')
  const live = presented.includes('portalLive')
  const notice = presented.includes('notice')
  const alone = !card && !smartphone && (notice || presented.includes('expiredInsuranceCard'))
  return {
    card,
    smartphone,
    certificate: presented.includes('certificate'),
    notice,
    portal: (card && (live || presented.includes('portalPdf'))) || (smartphone && live),
    acceptedAlone: alone && noticeAloneEndedOn(day) === null,
    nothing: presented.length === 0,
  }
}

/** The card's last day alone tells the certificate's only from above: then `valid` is not known, the rest is. */
function certificateIn(
  { card }: Situation,
  medium: CertificateMedium,
  day: Day,
): CertificateNotice | null {
  if (card?.certificateExpires !== undefined) {
    const { lastDay } = endOfCard(card.certificateExpires, card.expires ?? null)
    return certificateNotice(lastDay, day, medium)
  }
  if (card?.expires === undefined) return null
  const notice = certificateNotice(card.expires, day, medium)
  return notice.state === 'valid' ? null : notice
}

function identityIn({ situation, day, place, shown, certificate }: Known): IdentityCode[] {
  const { card, facility } = situation
  if (place.channel === 'notAllowed' || card?.readable === false) return []
  if (certificate?.state === 'dead') return []
  if (!shown.card && !shown.smartphone && !shown.nothing) return []
  const ways = identityWays(place.setting, day, {
    boundDevice: facility.boundDevice && facility.visualPasscode,
    // A smartphone shows no photo of the card.
    cardHasPhoto: card?.photo !== false && (shown.card || shown.nothing),
  })
  const hasPin = card?.pinless !== true && card?.pinTriesLeft !== 0
  return ways.filter((way) => way !== 'pin' || hasPin).map((way) => CODES[way])
}

function reinquiryIn({ situation, day, nowMs, place, consentWithdrawn }: Known): ReinquiryFacts {
  // ③ has no 再照会, whatever the setting.
  if (place.channel !== 'homeConsent') return { refusal: 'setting', longGap: false }
  const { relation } = situation
  const checkedAt = relation?.lastCardCheckAt
  const checked = checkedAt !== undefined && toMs(checkedAt) <= nowMs
  const plan = planReinquiry({
    setting: place.setting,
    today: day,
    cardCheckedOn: checked ? dayInJapan(checkedAt) : null,
    continuing: relation?.continuing ?? false,
    lastVisitOn: relation?.lastVisitOn ?? null,
    consentWithdrawn,
  })
  if (!plan.allowed) return { refusal: plan.refusal, longGap: false }
  // With the card's own grace the registration ends, and 再照会 rests on it; a smartphone's end says nothing of it (R23).
  if (certificateIn(situation, 'card', day)?.state === 'dead') {
    return { refusal: 'dead', longGap: false }
  }
  return { refusal: null, longGap: plan.warning !== null }
}

function failureIn(
  { situation, place, shown, certificate }: Known,
  identity: readonly IdentityCode[],
  reinquiry: ReinquiryFacts,
): Failure | null {
  const validity = situation.answer?.validity
  const negative = validity === 'invalid' || validity === 'none'
  if (validity !== undefined && !negative) return null
  const dead = certificate?.state === 'dead'
  if (shown.smartphone && !shown.card && !shown.certificate) {
    return negative || dead || situation.card?.readable !== true ? 'smartphone' : null
  }
  if (negative) return 'answered'
  if (shown.certificate) return null
  if (!shown.card) return reinquiry.refusal === null || shown.acceptedAlone ? null : 'noCard'
  if (situation.card?.readable === false) return 'unreadable'
  if (dead) return 'dead'
  return needsIdentity(place) && identity.length === 0 ? 'noIdentity' : null
}

/** At the counter there is 顔認証 too. */
function needsIdentity({ channel }: Place): boolean {
  return channel === 'homeConsent' || channel === 'eligibilityOnly'
}
