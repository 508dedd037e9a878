/** 別の方法: which ways are left when the card, the answer or the person's means fail, and in which order (R50–R54). */
import { ruleShare, type Share } from '../burden'
import type { Setting } from '../check'
import { type Day, formatDayJa } from '../days'
import { hasCertificateByAge, noticeAloneEndedOn } from '../eligibility-certificate'
import { identityWays, isTreatmentRoom } from '../settings'
import { LADDER_STEPS, SENTENCES, SMARTPHONE_PORTAL } from './ladder-texts'
import type { FacePlan } from '../face-way'
import type { HandOffPlan } from '../handoff'
import type { Step } from './step'

export type CardFailure =
  | 'unreadable' // カードを読み取れない
  | 'dead' // 猶予期間も過ぎた
  | 'locked' // 暗証番号のロック
  | 'pinUnknown' // 暗証番号が分からない
  | 'faceCard' // 顔認証マイナンバーカード
  | 'otherPerson' // カードの写真とちがう人
  | 'faceUnsure' // 写真では分からない、写真を読めない
  | 'invalid' // 結果が無効
  | 'none' // 結果が情報なし
  | 'smartphoneOnly' // スマートフォンだけ
  | 'noCard' // マイナ保険証なし

export type LadderStepId =
  | 'pin' // 暗証番号
  | 'ownCard' // 本人のカード
  | 'officialWeb' // マイナ在宅受付Web
  | 'faceCheck' // 目視
  | 'reinquiry' // 再照会
  | 'portal' // ① マイナポータル
  | 'notice' // ② 資格情報のお知らせ
  | 'knownData' // ③ 再診の口頭確認
  | 'declaration' // ④ 被保険者資格申立書
  | 'physicalCard'
  | 'eligibilityCertificate' // 資格確認書
  | 'callInsurer'

export type LadderStep = Omit<Step<LadderStepId>, 'en'>

export interface FailureSituation {
  reason: CardFailure
  setting: Setting
  /** The day of the visit. */
  day: Day
  /** Of the patient as the facility knows them; null for a walk-in. */
  birthdate: Day | null
  /** 再診 and the facility holds the numbers. False for 初診; null: not known here, then ③ and ④ both stay open. */
  dataOnFile: boolean | null
  /** This app is bound to the facility's device; 目視 needs it (R2). */
  boundDevice: boolean
  cardHasPhoto: boolean
  /** False: 顔認証マイナンバーカード, whatever went wrong with it. */
  cardHasPin?: boolean
  /** {@link planReinquiry} allows asking without the card. */
  reinquiryAllowed: boolean
  /** By {@link planFaceCheck}; without it only the rule of the setting is asked. */
  face?: FacePlan | null
  /** By {@link planHandOff}; without it the official page is not spoken of. */
  handOff?: HandOffPlan | null
}

export interface CardFailurePlan {
  /** Open, in the order to try. Never empty. */
  steps: LadderStep[]
  /** Not possible here, each with the reason why. */
  closed: LadderStep[]
  /** What to ask the patient to pay meanwhile. */
  share: Share
  /** What to say to the patient. */
  say: string
}

const LADDER = ['portal', 'notice', 'knownData', 'declaration'] as const

/** The candidates of each failure in order; whether each is open is decided one by one. */
const CANDIDATES: Readonly<Record<CardFailure, readonly LadderStepId[]>> = {
  unreadable: ['officialWeb', 'reinquiry', ...LADDER],
  dead: ['officialWeb', ...LADDER],
  locked: ['faceCheck', 'officialWeb', 'reinquiry', ...LADDER],
  pinUnknown: ['faceCheck', 'officialWeb', 'reinquiry', ...LADDER],
  faceCard: ['faceCheck', 'officialWeb', ...LADDER],
  otherPerson: ['ownCard', 'eligibilityCertificate'],
  faceUnsure: ['pin', 'officialWeb', ...LADDER],
  invalid: LADDER,
  none: LADDER,
  smartphoneOnly: ['portal', 'physicalCard', 'notice', 'knownData', 'declaration'],
  noCard: ['eligibilityCertificate', 'reinquiry', ...LADDER],
}

/** The ladder for one failure in one setting on one day. */
export function planCardFailure(situation: FailureSituation): CardFailurePlan {
  const steps: LadderStep[] = []
  const closed: LadderStep[] = []
  for (const id of CANDIDATES[situation.reason]) {
    // Without a continuing relation 再照会 is no way that anybody expects: neither open nor worth a word.
    if (id === 'reinquiry' && !situation.reinquiryAllowed) continue
    if (id === 'officialWeb' && !situation.handOff) continue
    const obstacle = obstacleTo(id, situation)
    const step = stepOf(id, situation)
    if (obstacle === null) steps.push(step)
    else closed.push({ ...step, ...obstacle })
  }
  if (offersInsurer(situation)) steps.push(stepOf('callInsurer', situation))
  const share = ruleShare(situation.birthdate, situation.day)
  return { steps, closed, share, say: SENTENCES[situation.reason] }
}

/** 施術所 have it instead of ③ and ④ (R54); without a card it is the last thing that can still be tried. */
function offersInsurer({ reason, setting }: FailureSituation): boolean {
  return isTreatmentRoom(setting) || reason === 'noCard' || reason === 'otherPerson'
}

function stepOf(id: LadderStepId, situation: FailureSituation): LadderStep {
  const step = { id, ...LADDER_STEPS[id] }
  if (id === 'portal' && situation.reason === 'smartphoneOnly') {
    return { id, ...SMARTPHONE_PORTAL }
  }
  if (id === 'eligibilityCertificate') {
    return { ...step, reason: certificateReason(step, situation) }
  }
  return step
}

function certificateReason(step: { reason: string }, { birthdate, day }: FailureSituation): string {
  const byAge = birthdate === null ? 'notByAge' : hasCertificateByAge(birthdate, day)
  switch (byAge) {
    case 'all':
      return `年齢から、お手元に届いているはずです。${step.reason}`
    case 'some':
      return `お手元に届いていることがあります。${step.reason}`
    case 'notByAge':
      return step.reason
  }
}

type Obstacle = Pick<LadderStep, 'reason' | 'rule'> | null

function obstacleTo(id: LadderStepId, situation: FailureSituation): Obstacle {
  switch (id) {
    case 'officialWeb':
      return officialWebObstacle(situation)
    case 'faceCheck':
      return faceCheckObstacle(situation)
    case 'portal':
      return portalObstacle(situation)
    case 'notice':
      return noticeObstacle(situation)
    case 'knownData':
    case 'declaration':
      return lastStepsObstacle(id, situation)
    case 'pin':
      return situation.cardHasPin === false
        ? { rule: 'R11', reason: '暗証番号のないカードです。' }
        : null
    case 'ownCard':
    case 'reinquiry':
    case 'physicalCard':
    case 'eligibilityCertificate':
    case 'callInsurer':
      return null
  }
}

function faceCheckObstacle(situation: FailureSituation): Obstacle {
  if (situation.face?.open === false) {
    return { rule: situation.face.rule, reason: situation.face.reason }
  }
  if (identityWays(situation.setting, situation.day, situation).includes('faceCheck')) return null
  return situation.cardHasPhoto
    ? { rule: 'R2', reason: '施設に登録した端末でだけできます。' }
    : { rule: 'R12', reason: '写真のないカードでは見比べられません。' }
}

/** The page asks for the PIN and for a certificate that stands; only an unreadable card may do better on a phone. */
function officialWebObstacle({ reason, handOff }: FailureSituation): Obstacle {
  if (reason === 'locked' || reason === 'pinUnknown') {
    return { rule: 'R10', reason: '公式アプリでも、同じ4桁の暗証番号が必要です。' }
  }
  if (reason === 'faceCard') {
    return { rule: 'R11', reason: '暗証番号のないカードでは使えません。' }
  }
  if (reason === 'dead') {
    return { rule: 'R23', reason: '電子証明書の期限が切れたカードでは使えません。' }
  }
  return handOff?.open === false ? { rule: handOff.rule, reason: handOff.reason } : null
}

function portalObstacle({
  reason,
  cardHasPin,
}: Pick<FailureSituation, 'reason' | 'cardHasPin'>): Obstacle {
  if (cardHasPin === false && reason === 'faceUnsure') return portalObstacle({ reason: 'faceCard' })
  switch (reason) {
    case 'invalid':
    case 'none':
      return { rule: 'R51', reason: 'この結果のときは、マイナポータルにも表示されません。' }
    case 'faceCard':
      return { rule: 'R11', reason: '顔認証マイナンバーカードではマイナポータルを使えません。' }
    case 'noCard':
      return { rule: 'R53', reason: 'マイナンバーカードと一緒に見せてもらう方法です。' }
    case 'unreadable':
    case 'dead':
    case 'locked':
    case 'pinUnknown':
    case 'otherPerson':
    case 'faceUnsure':
    case 'smartphoneOnly':
      return null
  }
}

function noticeObstacle({ reason, day }: FailureSituation): Obstacle {
  if (reason === 'smartphoneOnly') {
    return { rule: 'R52', reason: 'カードそのものと一緒のときだけ使えます。' }
  }
  const endedOn = reason === 'noCard' ? noticeAloneEndedOn(day) : null
  if (endedOn === null) return null
  const reasonText = `お知らせだけで確認できたのは${formatDayJa(endedOn)}までです。`
  return { rule: 'R53', reason: reasonText }
}

function lastStepsObstacle(
  id: 'knownData' | 'declaration',
  { reason, setting, dataOnFile }: FailureSituation,
): Obstacle {
  if (isTreatmentRoom(setting)) {
    return { rule: 'R54', reason: '医療機関・薬局だけの方法です。' }
  }
  if (reason === 'smartphoneOnly') {
    return { rule: 'R52', reason: 'カードそのものを見せてもらったときの方法です。' }
  }
  if (reason === 'noCard') {
    return { rule: 'R53', reason: 'マイナンバーカードを見せてもらったときの方法です。' }
  }
  if (id === 'knownData' && dataOnFile === false) {
    return { rule: 'R50', reason: '施設に番号の控えがありません。' }
  }
  if (id === 'declaration' && dataOnFile === true) {
    return { rule: 'R50', reason: '施設に番号の控えがあるので、書いてもらう必要がありません。' }
  }
  return null
}
