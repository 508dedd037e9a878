/** デジタル認証アプリ: where it may be used, and whether the person it names is the patient (docs/adr/0019). */
import type { Setting } from './check'
import { isDay, type Day } from './days'
import { kanaMatches, nameMatches } from './names'
import type { RuleId } from './rules'
import { settingRule } from './settings'
import type { Visit } from './visit'

export interface DigitalIdentitySituation {
  setting: Setting
  /** The day of the visit. */
  day: Day
  /** On the list: there is somebody to compare with. */
  patientKnown: boolean
  /** False: 顔認証マイナンバーカード. */
  cardHasPin: boolean
  /** The gateway can be reached now. */
  online: boolean
}

export type DigitalIdentityPlan =
  { open: true } | { open: false; reason: string; rule: RuleId | null }

/** Whether the patient may prove who they are by the app here and now, and if not why. */
export function planDigitalIdentity(situation: DigitalIdentitySituation): DigitalIdentityPlan {
  const { setting, day, patientKnown, cardHasPin, online } = situation
  if (!settingRule(setting, day).handledHere) {
    return closed('R1', '窓口では、顔認証付きカードリーダーで確認します。')
  }
  if (!cardHasPin) {
    return closed('R11', 'デジタル認証アプリには暗証番号が必要です。')
  }
  if (!patientKnown) {
    return closed('R44', '訪問予定にない患者さんは、ご本人かどうかを照らし合わせられません。')
  }
  if (!online) {
    return closed(null, '回線がないため、いまは使えません。回線が戻ると使えます。')
  }
  return { open: true }
}

function closed(rule: RuleId | null, reason: string): DigitalIdentityPlan {
  return { open: false, reason, rule }
}

/** Claims of the provider about a person (OpenID Connect Core 5.1); `nameKana` only where it gives one. */
export interface ProvenPerson {
  name: string
  nameKana: string | null
  /** `YYYY-MM-DD` */
  birthdate: string
}

/**
 * Whether the proven person is the visit's patient: the same birth date, and the same kana or, where the provider has
 * no kana, the same written name; ● is any one character (R45). An address is never compared (R46).
 */
export function isPatient(
  person: ProvenPerson,
  patient: Pick<Visit, 'name' | 'nameKana' | 'birthdate'>,
): boolean {
  if (!isDay(person.birthdate) || person.birthdate !== patient.birthdate) return false
  return person.nameKana === null
    ? nameMatches(person.name, patient.name)
    : kanaMatches(person.nameKana, patient.nameKana)
}
