/** Which kind of facility meets patients in which setting, and by which channel it may check there (R1–R6). */
import { type Setting } from '../check'
import type { Day } from '../days'
import { type DatedRule, ruleInForce, ruleOn, SOURCES } from '../rules'
import { MEASURES, settingRule, type TransitionalMeasure } from '../settings'
import type { ChannelCode } from './decision'
import type { CareSetting, Facility, FacilityKind, MeasureNumber } from './situation'

/** The setting of the rules for each of a situation's. */
const SETTING_OF: Readonly<Record<CareSetting, Setting>> = {
  counter: 'counter',
  homeVisit: 'homeMedicalCare',
  houseCall: 'houseCall',
  homeNursing: 'homeNursing',
  homePharmacy: 'homePharmacy',
  online: 'onlineCare',
  feverRoute: 'fever',
  driveThrough: 'driveThrough',
  emergencyAdmission: 'emergencyAdmission',
  readerFailure: 'readerFailure',
  treatment: 'treatmentRoom',
  checkup: 'healthCheckup',
}

export interface ServiceRule extends DatedRule {
  /** What the law lets such a facility offer. */
  settings: readonly CareSetting[]
  /** Wherever it meets the patient it is this (R4); null: the setting decides. */
  always: Setting | null
  /** 医療機関・薬局 and 訪問看護: may have ④ and 不詳 (R54). */
  medical: boolean
  /** 療養費: ① ② and the insurer's telephone (R54). */
  treatmentRoom: boolean
}

const since = { from: null, until: null, source: SOURCES.insuranceCouncil } as const
const medical = { ...since, id: 'R2', always: null, medical: true, treatmentRoom: false } as const
const restricted = { ...since, id: 'R4', medical: false, treatmentRoom: false } as const
const OUTPATIENT = ['counter', 'feverRoute', 'driveThrough', 'readerFailure'] as const
const DOCTOR = [...OUTPATIENT, 'homeVisit', 'houseCall', 'online', 'emergencyAdmission'] as const
const EVERY_DOCTOR = [...DOCTOR, 'homeNursing', 'homePharmacy', 'checkup'] as const
const treatmentRoom = {
  ...restricted,
  treatmentRoom: true,
  always: 'treatmentRoom',
  // 往療 is the same 施術 at the patient's home.
  settings: ['treatment', 'counter', 'homeVisit', 'houseCall', 'readerFailure'],
} as const

export const SERVICES: Readonly<Record<FacilityKind, readonly ServiceRule[]>> = {
  hospital: [{ ...medical, settings: EVERY_DOCTOR }],
  clinic: [{ ...medical, settings: EVERY_DOCTOR }],
  dental: [{ ...medical, settings: [...DOCTOR, 'homePharmacy'] }],
  pharmacy: [{ ...medical, settings: [...OUTPATIENT, 'homePharmacy', 'online'] }],
  homeNursing: [{ ...medical, settings: ['homeNursing'] }],
  judo: [treatmentRoom],
  acupuncture: [treatmentRoom],
  checkup: [
    {
      ...restricted,
      always: 'healthCheckup',
      // 巡回健診 comes to the people.
      settings: ['checkup', 'counter', 'homeVisit', 'readerFailure'],
    },
  ],
  midwife: [
    {
      ...restricted,
      always: 'midwifery',
      settings: ['treatment', 'counter', 'homeVisit', 'checkup', 'readerFailure'],
    },
  ],
  paperClaim: [{ ...restricted, medical: true, always: 'paperClaim', settings: EVERY_DOCTOR }],
}

const MEASURE_OF: Readonly<Record<MeasureNumber, TransitionalMeasure>> = {
  2: 'network',
  3: 'homeCareOnly',
  4: 'rebuilding',
  6: 'hardship',
}

export interface Place {
  service: ServiceRule
  setting: Setting
  channel: ChannelCode
  /** ③ by a 経過措置 (R5), which stays optional. */
  byMeasure: boolean
}

/** Where the patient is met, in the words of the rules, and the channel to use there. */
export function placeOf(facility: Facility, care: CareSetting, day: Day): Place {
  const service = ruleInForce(SERVICES[facility.kind], day)
  const setting = service.always ?? SETTING_OF[care]
  if (!service.settings.includes(care)) {
    return { service, setting, channel: 'notAllowed', byMeasure: false }
  }
  const { channel } = settingRule(setting, day)
  // What keeps a facility from ① keeps it from ② too: both need its own 資格確認端末.
  const byMeasure = channel !== 'eligibilityOnly' && measureAllows(facility.transitional, day)
  return { service, setting, channel: byMeasure ? 'eligibilityOnly' : channel, byMeasure }
}

function measureAllows(measure: MeasureNumber | undefined, day: Day): boolean {
  if (measure === undefined) return false
  return ruleOn(MEASURES[MEASURE_OF[measure]], day)?.also.includes('eligibilityOnly') ?? false
}
