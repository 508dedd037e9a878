/** 公式アプリへの引き継ぎ: where the facility's マイナ在宅受付Web may be used, and how long its answer has been waited for. */
import type { Setting } from './check'
import type { Day } from './days'
import type { RuleId } from './rules'
import { settingRule } from './settings'

/** A QR code of so many characters still has modules that a phone reads at 30 cm. */
export const OFFICIAL_ADDRESS_LENGTH = 300

/** Host of letters, digits, hyphens and dots; then an optional port, path and query of URL characters (RFC 3986). */
const ADDRESS =
  /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:[/?][A-Za-z0-9\-._~:/?@!$&'()*+,;=%]*)?$/

/**
 * Whether a text may be a facility's マイナ在宅受付Web address: `https:` with a lower-case host, no user or password, no
 * fragment, nothing but ASCII, at most {@link OFFICIAL_ADDRESS_LENGTH} characters.
 */
export function isOfficialAddress(text: string): boolean {
  return text.length <= OFFICIAL_ADDRESS_LENGTH && ADDRESS.test(text)
}

export interface HandOffSituation {
  setting: Setting
  /** The day of the visit. */
  day: Day
  /** On the list with the facility's own number; an acceptance of anybody else cannot be told apart. */
  patientKnown: boolean
  /** False: 顔認証マイナンバーカード. */
  cardHasPin: boolean
  /** The facility's address; null when none was set. */
  address: string | null
}

export type HandOffPlan =
  { open: true; address: string } | { open: false; reason: string; rule: RuleId }

/** Whether the patient may be handed over to the official page here, and if not why. */
export function planHandOff(situation: HandOffSituation): HandOffPlan {
  const { setting, day, patientKnown, cardHasPin, address } = situation
  const rule = settingRule(setting, day)
  if (!rule.handledHere) {
    return closed('R1', '窓口では、顔認証付きカードリーダーで確認します。')
  }
  if (rule.channel !== 'homeConsent') {
    return closed('R4', '同意を伺わない場面では、マイナ在宅受付Webを使えません。')
  }
  if (address === null) {
    return closed(
      'R2',
      '施設のマイナ在宅受付Webのアドレスが設定されていません。管理者に設定を頼んでください。',
    )
  }
  if (!cardHasPin) {
    return closed('R11', '公式アプリには暗証番号が必要です。暗証番号のないカードでは使えません。')
  }
  if (!patientKnown) {
    return closed(
      'R44',
      '訪問予定にない患者さんは、公式アプリの受付がどなたのものか決められません。',
    )
  }
  return { open: true, address }
}

function closed(rule: RuleId, reason: string): HandOffPlan {
  return { open: false, reason, rule }
}

export interface HandOffWait {
  /** Since the check was captured, in words: `3時間`. */
  age: string
  /** Longer than a patient who means to do it takes; staff should decide. */
  overdue: boolean
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** @param savedAt ms, as `now` */
export function handOffWait(savedAt: number, now: number): HandOffWait {
  const ms = Math.max(0, now - savedAt)
  return { age: ageInWords(ms), overdue: ms >= DAY_MS }
}

function ageInWords(ms: number): string {
  if (ms < MINUTE_MS) return '1分未満'
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}分`
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)}時間`
  const days = Math.floor(ms / DAY_MS)
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS)
  return hours === 0 ? `${days}日` : `${days}日${hours}時間`
}
