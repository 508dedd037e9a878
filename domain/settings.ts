/** The settings (場面) of a check and what each allows: R1–R6, R32, R33 as dated data. */
import type { Channel, Setting } from './check'
import type { Day } from './days'
import { type DatedRule, ruleInForce, ruleOn, SOURCES } from './rules'

/** R32: 24 hours from registration, until revoked, each time anew, or no consent at all (③). */
export type ConsentLife = 'hours24' | 'untilRevoked' | 'eachTime' | 'none'

/** Ways to know that the person is the card's (本人確認): the PIN, or 目視 by staff (R12). */
export type IdentityWay = 'pin' | 'faceCheck'

/** 経過措置 of a 保険医療機関 that cannot have the counter's line yet: (2) (3) (4) (6). */
export type TransitionalMeasure = 'network' | 'homeCareOnly' | 'rebuilding' | 'hardship'

export interface SettingRule extends DatedRule {
  /** As staff choose it. */
  label: string
  channel: Channel
  /** False for the counter's reader, which is not this app's work (R1). */
  handledHere: boolean
  medicalInformation: boolean
  /** 目視 only in an app bound to the facility's device, never in an open web page (R2). */
  identity: readonly IdentityWay[]
  consentLife: ConsentLife
  /** 再照会 without the card in a continuing relation (R33). */
  reinquiry: boolean
}

const home = {
  id: 'R2',
  from: null,
  until: null,
  source: SOURCES.insuranceCouncil,
  channel: 'homeConsent',
  handledHere: true,
  medicalInformation: true,
  identity: ['pin', 'faceCheck'],
} as const
const otherRoute = {
  ...home,
  id: 'R3',
  source: SOURCES.transitionSeminar,
  consentLife: 'hours24',
  reinquiry: false,
} as const
const eligibilityOnly = {
  ...home,
  id: 'R4',
  channel: 'eligibilityOnly',
  medicalInformation: false,
  consentLife: 'none',
  reinquiry: false,
} as const
const continuing = { consentLife: 'untilRevoked', reinquiry: true } as const

/** Each setting's rules in order of time. */
export const SETTINGS: Readonly<Record<Setting, readonly SettingRule[]>> = {
  counter: [
    {
      ...home,
      id: 'R1',
      label: '窓口',
      channel: 'counter',
      handledHere: false,
      consentLife: 'hours24',
      reinquiry: false,
    },
  ],
  homeMedicalCare: [{ ...home, ...continuing, label: '訪問診療' }],
  homeNursing: [{ ...home, ...continuing, label: '訪問看護' }],
  homePharmacy: [{ ...home, ...continuing, label: '訪問服薬指導' }],
  houseCall: [{ ...home, label: '往診', consentLife: 'hours24', reinquiry: false }],
  onlineCare: [{ ...home, label: 'オンライン診療', consentLife: 'eachTime', reinquiry: false }],
  fever: [{ ...otherRoute, label: '発熱外来など別の動線' }],
  driveThrough: [{ ...otherRoute, label: 'ドライブスルー' }],
  emergencyAdmission: [{ ...otherRoute, label: '緊急入院' }],
  readerFailure: [{ ...otherRoute, label: '機器の故障・操作が難しい' }],
  treatmentRoom: [{ ...eligibilityOnly, label: '施術所(柔整・あはき)' }],
  healthCheckup: [{ ...eligibilityOnly, label: '健診' }],
  midwifery: [{ ...eligibilityOnly, label: '助産所' }],
  paperClaim: [{ ...eligibilityOnly, label: '紙レセプトの医療機関・薬局' }],
}

export interface MeasureRule extends DatedRule {
  label: string
  /** What the facility may use besides its setting's own channel. */
  also: readonly Channel[]
}

/** 経過措置: optional ③ for (2), (4), (6) (R5); (3) keeps ① or ② (R6). Each facility's own end day is its own data. */
export const MEASURES: Readonly<Record<TransitionalMeasure, readonly MeasureRule[]>> = {
  network: [measure('R5', 'ネットワークの事情', ['eligibilityOnly'])],
  rebuilding: [measure('R5', '改築工事中・臨時施設', ['eligibilityOnly'])],
  hardship: [measure('R5', 'その他の特に困難な事情', ['eligibilityOnly'])],
  homeCareOnly: [measure('R6', '訪問診療のみ', [])],
}

/** What a setting allows on that day. */
export function settingRule(setting: Setting, day: Day): SettingRule {
  return ruleInForce(SETTINGS[setting], day)
}

/** The channel a setting uses on that day (R1–R4). */
export function channelFor(setting: Setting, day: Day): Channel {
  return settingRule(setting, day).channel
}

/** Every channel under which Tazune may capture here, best first; empty at the counter (R1). */
export function channelsFor(
  setting: Setting,
  day: Day,
  facilityMeasure: TransitionalMeasure | null = null,
): Channel[] {
  const rule = settingRule(setting, day)
  const also = facilityMeasure === null ? [] : (ruleOn(MEASURES[facilityMeasure], day)?.also ?? [])
  const own: Channel[] = rule.handledHere ? [rule.channel] : []
  return [...own, ...also.filter((channel) => !own.includes(channel))]
}

/**
 * Whether a check of this setting may be captured in Tazune under that channel, by the rules of its own day.
 * Never for channel ① 通常: that is the counter's reader (R1).
 */
export function isAllowed(
  setting: Setting,
  channel: Channel,
  day: Day,
  facilityMeasure: TransitionalMeasure | null = null,
): boolean {
  return channelsFor(setting, day, facilityMeasure).includes(channel)
}

/** How identity may be shown here; 目視 needs an app bound to the facility's device (R2) and the card's photo (R12). */
export function identityWays(
  setting: Setting,
  day: Day,
  { boundDevice, cardHasPhoto }: { boundDevice: boolean; cardHasPhoto: boolean },
): IdentityWay[] {
  return settingRule(setting, day).identity.filter(
    (way) => way === 'pin' || (boundDevice && cardHasPhoto),
  )
}

/** True in ②, where medical information may be asked for; ③ has no consent screen at all (R4). */
export function asksConsent(channel: Channel): boolean {
  return channel !== 'eligibilityOnly'
}

/** 口頭確認, 申立書 and 不詳 are for 医療機関・薬局 (R54). */
export function isMedicalSetting(setting: Setting): boolean {
  return setting !== 'treatmentRoom' && setting !== 'healthCheckup' && setting !== 'midwifery'
}

/** 施術所 claim 療養費 and have a shorter ladder (R54). */
export function isTreatmentRoom(setting: Setting): boolean {
  return setting === 'treatmentRoom'
}

function measure(id: MeasureRule['id'], label: string, also: readonly Channel[]): MeasureRule {
  return { id, from: null, until: null, source: SOURCES.insuranceCouncil, label, also }
}
