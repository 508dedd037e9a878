/** Sentences that are decided in the domain, in the language of staff. */
import type { Words } from '../../domain/decide/texts/words'
import { staffLanguage, tText } from '../words/staff'

/** What a plan of its own told in Japanese alone has its English among the words of staff. */
export function decidedWords({ ja, en }: Words): string {
  return staffLanguage.value === 'ja' || en === ja ? tText(ja) : en
}
