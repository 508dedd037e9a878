/** Where the patient stands in the 申立書, and what comes before and after. */
import {
  type DeclarationEntry,
  type DeclarationQuestion,
  nextQuestion,
} from '../../domain/declaration/questions'
import type { DeclarationContext } from '../../domain/declaration/check-declaration'

/** What the patient sees: a question, or one of the screens around them. */
export type DeclarationPlace =
  | DeclarationQuestion
  | 'welcome'
  | 'review' // before the signature: who signs has read it all
  | 'done'
  | 'stopped'

/**
 * @param question the one that was answered; null: none yet
 * @param open what has no answer yet
 */
export function placeAfter(
  question: DeclarationQuestion | null,
  entry: DeclarationEntry,
  open: readonly DeclarationQuestion[],
  context: DeclarationContext,
): DeclarationPlace {
  if (question === 'signature' && open.length === 0) return 'done'
  const next = nextQuestion(entry, question, context)
  if (next !== null && next !== 'signature') return next
  return open.find((each) => each !== 'signature') ?? 'review'
}

/** null: there is no way back from here. */
export function placeBefore(
  place: DeclarationPlace,
  questions: readonly DeclarationQuestion[],
): DeclarationPlace | null {
  const asked: DeclarationPlace[] = questions.filter((each) => each !== 'signature')
  const order: DeclarationPlace[] = ['welcome', ...asked, 'review', 'signature']
  return order[order.indexOf(place) - 1] ?? null
}
