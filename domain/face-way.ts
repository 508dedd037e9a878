/** 目視: whether the card's photo may stand for its PIN here, and whether it is the way to begin with (R2–R5, R10–R12). */
import type { Setting } from './check'
import type { Day } from './days'
import type { RuleId } from './rules'
import { identityWays, settingRule } from './settings'

export interface FaceSituation {
  setting: Setting
  /** The day of the visit. */
  day: Day
  /** `none`: 顔認証マイナンバーカード (R11). `locked`: as the card said (R10). `dead`: its certificate is past its grace (R23). */
  card: 'usable' | 'none' | 'locked' | 'dead'
  /** The facility has issued its 目視パスコード (R12). */
  passcodeIssued: boolean
  /** A reader is connected, or a training card lies in its place. */
  readerReady: boolean
}

export type FacePlan =
  /** `first`: the PIN cannot be used, so this comes before everything else. */
  { open: true; first: boolean } | { open: false; reason: string; rule: RuleId }

/** Whether 目視 may begin, and if not why. What the rules forbid comes before what can be mended here. */
export function planFaceCheck(situation: FaceSituation): FacePlan {
  const { setting, day, card, passcodeIssued, readerReady } = situation
  if (!settingRule(setting, day).handledHere) {
    return closed('R1', '窓口では、顔認証付きカードリーダーで確認します。')
  }
  // Registered for the facility, or no screen would be here (R2).
  const ways = identityWays(setting, day, { boundDevice: true, cardHasPhoto: true })
  if (!ways.includes('faceCheck')) {
    return closed('R2', 'この場面では、目視で確認できません。')
  }
  if (card === 'dead') {
    return closed('R23', '電子証明書の期限と猶予が過ぎたカードでは、目視でも確認できません。')
  }
  if (!passcodeIssued) {
    return closed('R12', '施設の目視パスコードがまだありません。管理者に発行を頼んでください。')
  }
  if (!readerReady) {
    return closed('R12', '写真をカードから読みます。先にカードリーダーをつないでください。')
  }
  return { open: true, first: card !== 'usable' }
}

function closed(rule: RuleId, reason: string): FacePlan {
  return { open: false, reason, rule }
}
