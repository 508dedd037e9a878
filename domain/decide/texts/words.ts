/** A sentence in the languages of staff. */
export interface Words {
  ja: string
  en: string
}
