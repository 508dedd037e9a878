/** The languages that Tazune speaks, each by its own name in its own script. */
import type { ConsentLanguage } from '../../domain/consent-wording'

export type StaffLanguage = 'ja' | 'en'

/** `easy` is やさしい日本語: short sentences and common words, the hard ones with their reading. */
export type PatientLanguage = ConsentLanguage

export interface Language<Id extends string> {
  id: Id
  /** As those who read it call it. */
  name: string
  /**
   * BCP 47, for `lang`: it chooses the face (a Han character is drawn differently in Japan and in China), the
   * hyphenation and the voice of a screen reader.
   */
  tag: string
}

export const PATIENT_LANGUAGES: readonly Language<PatientLanguage>[] = [
  { id: 'ja', name: '日本語', tag: 'ja' },
  { id: 'easy', name: 'やさしい日本語', tag: 'ja' },
  { id: 'en', name: 'English', tag: 'en' },
  { id: 'zh', name: '简体中文', tag: 'zh-CN' },
  { id: 'ko', name: '한국어', tag: 'ko' },
  { id: 'vi', name: 'Tiếng Việt', tag: 'vi' },
  { id: 'pt', name: 'Português', tag: 'pt-BR' },
]

export const STAFF_LANGUAGES: readonly Language<StaffLanguage>[] = [
  { id: 'ja', name: '日本語', tag: 'ja' },
  { id: 'en', name: 'English', tag: 'en' },
]

export function tagOf(id: PatientLanguage): string {
  return PATIENT_LANGUAGES.find((language) => language.id === id)?.tag ?? 'ja'
}
