/** Sentences that are decided in the domain, in the language of staff. */
import type { Words } from '../../domain/decide/texts/words'
import { staffLanguage } from '../words/staff'

export function decidedWords({ ja, en }: Words): string {
  return staffLanguage.value === 'en' ? en : ja
}
