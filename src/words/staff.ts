/**
 * The words of staff. `t` takes the Japanese sentence itself and gives it in the language of this device's staff.
 * English comes only where it was chosen: no first screen in Japanese carries it (docs/adr/0025).
 */
import { readonly, shallowRef } from 'vue'
import { isDay, type Day, type Instant } from '../../domain/days'
import type { ErrorCode, ErrorEntry } from '../../domain/errors'
import type { STAFF } from './en'
import { formatBadgeDay, formatDate, formatDay, formatInstant, formatMonthDay } from './dates'
import { translate, type Dictionary, type Value, type ValuesFor, type WithoutSlots } from './fill'
import type { StaffLanguage } from './languages'

/** Every sentence that has an English text. */
export type StaffText = keyof typeof STAFF
/** What a table may hold to be put into `t` later. */
export type StaffSentence = WithoutSlots<StaffText>

/** Where this device keeps the choice: nothing of a patient, and needed before anything is unlocked. */
const STORED_AS = 'tazune.language'

const language = shallowRef<StaffLanguage>('ja')

type ErrorWords = Pick<ErrorEntry, 'message' | 'next'>
interface English {
  STAFF: Dictionary
  ERRORS: Readonly<Partial<Record<ErrorCode, ErrorWords>>>
}
const english = shallowRef<English>({ STAFF: {}, ERRORS: {} })

export const staffLanguage = readonly(language)

/** The sentence in the language of staff; its slots are filled. */
export function t<Text extends StaffText>(text: Text, ...values: ValuesFor<Text>): string
export function t(text: string, values?: Readonly<Record<string, Value>>): string {
  return translate(language.value === 'en' ? english.value.STAFF : {}, language.value, text, values)
}

/** The sentence itself, for a table that is put into `t` later: so that the check of words knows it. */
export function staffText<Text extends StaffText>(text: Text): Text {
  return text
}

/**
 * A sentence that domain made: in English where the dictionary has it, else as it is.
 * @param values for its slots: a day as `YYYY-MM-DD`, or a text, which is said in the same language
 */
export function tText(text: string, values: Readonly<Record<string, string>> = {}): string {
  const said = Object.entries(values).map(([slot, value]) => [
    slot,
    isDay(value) ? tDay(value) : tText(value),
  ])
  return t(text as StaffText, Object.fromEntries(said))
}

/** A length of time as domain writes it, 3時間12分, as staff read it. */
export function tSpan(japanese: string): string {
  if (language.value === 'ja') return japanese
  if (japanese === '1分未満') return 'under a minute'
  const units = { 日: 'd', 時間: 'h', 分: 'min', 秒: 's' } as const
  return japanese
    .replace(/日|時間|分|秒/g, (unit) => ` ${units[unit as keyof typeof units]} `)
    .trim()
}

/** What an error says to staff. @param japanese its entry of the catalogue */
export function tError(code: ErrorCode, japanese: ErrorWords): ErrorWords {
  return (language.value === 'en' ? english.value.ERRORS[code] : undefined) ?? japanese
}

/** 2026年5月31日(日) as staff read it. */
export function tDay(day: Day): string {
  return formatDay(day, language.value)
}

/** 2026年5月31日 as staff read it, in a table of days. */
export function tDate(day: Day): string {
  return formatDate(day, language.value)
}

/** 5月31日 as staff read it: a day of this year. */
export function tMonthDay(day: Day): string {
  return formatMonthDay(day, language.value)
}

/** 5/31 as staff read it, on a badge. */
export function tBadgeDay(day: Day): string {
  return formatBadgeDay(day, language.value)
}

/** Day and time as staff read it. */
export function tInstant(instant: Instant): string {
  return formatInstant(instant, language.value)
}

export interface StaffLanguagePlatform {
  load: () => Promise<English>
  storage: () => Pick<Storage, 'getItem' | 'setItem'>
  root: () => { lang: string }
  report: (cause: unknown) => void
}

const ownPlatform: StaffLanguagePlatform = {
  load: () => import('./en'),
  storage: () => window.localStorage,
  root: () => document.documentElement,
  report: (cause) => reportError(cause),
}

/** Shows the staff side in that language and keeps the choice on this device. False: its words could not be fetched. */
export async function chooseStaffLanguage(
  chosen: StaffLanguage,
  platform: StaffLanguagePlatform = ownPlatform,
): Promise<boolean> {
  const shown = await show(chosen, platform)
  if (shown) keep(chosen, platform)
  return shown
}

/** At the start: the language that this device was left in. False: its words could not be fetched, Japanese stands. */
export async function startStaffLanguage(
  platform: StaffLanguagePlatform = ownPlatform,
): Promise<boolean> {
  return kept(platform) === 'en' ? show('en', platform) : true
}

async function show(chosen: StaffLanguage, platform: StaffLanguagePlatform): Promise<boolean> {
  if (chosen === 'en') {
    const loaded = await platform.load().catch(() => null)
    if (loaded === null) return false
    english.value = loaded
  }
  language.value = chosen
  platform.root().lang = chosen
  return true
}

/** A browser may forbid the store altogether; the choice then holds until the app is closed. */
function keep(chosen: StaffLanguage, { storage, report }: StaffLanguagePlatform): void {
  try {
    storage().setItem(STORED_AS, chosen)
  } catch (cause) {
    report(cause)
  }
}

function kept({ storage, report }: StaffLanguagePlatform): string | null {
  try {
    return storage().getItem(STORED_AS)
  } catch (cause) {
    report(cause)
    return null
  }
}
