/**
 * The words of the patient's screens. `say` takes the Japanese sentence itself and gives it in the language that the
 * patient chose, for as long as they hold the tablet (docs/adr/0025).
 */
import { computed, shallowRef } from 'vue'
import type { Day, Instant } from '../../domain/days'
import { formatDay, formatInstant, formatShortDay } from './dates'
import type { PATIENT } from './en/patient'
import { translate, type Dictionary, type Value, type ValuesFor, type WithoutSlots } from './fill'
import { tagOf, type PatientLanguage } from './languages'

/** Every sentence that stands in all languages. */
export type PatientText = keyof typeof PATIENT
/** What a table may hold to be said later. */
export type PatientSentence = WithoutSlots<PatientText>

/** Fetched when somebody asks for them; the service worker has them all, so a line is not needed. */
export const DICTIONARIES: Readonly<
  Record<Exclude<PatientLanguage, 'ja'>, () => Promise<{ PATIENT: Dictionary }>>
> = {
  easy: () => import('./easy/patient'),
  en: () => import('./en/patient'),
  zh: () => import('./zh/patient'),
  ko: () => import('./ko/patient'),
  vi: () => import('./vi/patient'),
  pt: () => import('./pt/patient'),
}

const JAPANESE: Dictionary = {}
const UNSPACED: ReadonlySet<PatientLanguage> = new Set(['ja', 'zh'])

const spoken = shallowRef<{ language: PatientLanguage; words: Dictionary }>({
  language: 'ja',
  words: JAPANESE,
})
/** Counts choices: of two made quickly the later one stands, whichever comes first. */
let asked = 0

export const patientLanguage = computed(() => spoken.value.language)
/** BCP 47 of the patient's language. */
export const patientTag = computed(() => tagOf(spoken.value.language))

/** The sentence in the patient's language; its slots are filled. */
export function say<Text extends PatientText>(text: Text, ...values: ValuesFor<Text>): string
export function say(text: string, values?: Readonly<Record<string, Value>>): string {
  return translate(spoken.value.words, patientTag.value, text, values)
}

/** The sentence itself, for a table that is said later: so that the check of words knows it. */
export function patientText<Text extends PatientText>(text: Text): Text {
  return text
}

/** Sentences of one paragraph: Japanese and Chinese set no space between them. */
export function sentences(...said: readonly string[]): string {
  return said.join(UNSPACED.has(spoken.value.language) ? '' : ' ')
}

/** Several sentences, said one after the other. */
export function sayAll(texts: readonly PatientSentence[]): string {
  return sentences(...texts.map((text) => say(text)))
}

/** 2026年5月31日(日) as the patient reads it. */
export function sayDay(day: Day): string {
  return formatDay(day, patientTag.value)
}

/** The day where room is short: without its weekday, but in Japanese. */
export function sayShortDay(day: Day): string {
  return formatShortDay(day, patientTag.value)
}

/** Day and time as the patient reads it. */
export function sayInstant(instant: Instant): string {
  return formatInstant(instant, patientTag.value)
}

/** Shows the patient's screens in that language. False: its words could not be fetched, and the present one stays. */
export async function choosePatientLanguage(
  language: PatientLanguage,
  dictionaries = DICTIONARIES,
): Promise<boolean> {
  const turn = ++asked
  if (language === 'ja') {
    spoken.value = { language, words: JAPANESE }
    return true
  }
  const loaded = await dictionaries[language]().catch(() => null)
  if (loaded === null) return false
  if (turn === asked) spoken.value = { language, words: loaded.PATIENT }
  return true
}

/** The tablet is staff's again: the next patient begins in Japanese. */
export function forgetPatientLanguage(): void {
  asked += 1
  spoken.value = { language: 'ja', words: JAPANESE }
}
