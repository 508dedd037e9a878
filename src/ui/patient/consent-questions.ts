import { CONSENT_ITEMS, type Consent, type ConsentItem } from '../../../domain/check'
import { type ConsentLanguage, wordingRead } from '../../../domain/consent-wording'
import { SHOWN_WORDING } from '../../../domain/texts/consent'

/** A {@link Consent} while it is still being decided. */
export interface ConsentAnswers {
  decidedBy: Consent['decidedBy'] | null
  /** すべて同意 / 選ぶ / 同意しない; null until chosen. */
  way: ConsentWay | null
  items: Partial<Record<ConsentItem, boolean>>
  prescription: 'electronic' | 'paper' | null
}

export type ConsentWay = 'all' | 'choose' | 'none'

/** One question a screen (screens.md): who decides, what may be seen, each item if chosen, the prescription. */
export type ConsentQuestion =
  | { kind: 'who' }
  | { kind: 'way' }
  | { kind: 'item'; item: ConsentItem }
  | { kind: 'prescription' }
  | { kind: 'review' }

export function emptyAnswers(): ConsentAnswers {
  return { decidedBy: null, way: null, items: {}, prescription: null }
}

/** The answers that an earlier decision stands for, so that nothing is asked twice (WCAG 3.3.7). */
export function answersOf(consent: Consent): ConsentAnswers {
  const given = CONSENT_ITEMS.filter((item) => consent.items[item]).length
  const way = given === CONSENT_ITEMS.length ? 'all' : given === 0 ? 'none' : 'choose'
  return {
    decidedBy: consent.decidedBy,
    way,
    items: { ...consent.items },
    prescription: consent.prescription,
  }
}

/** Every question these answers lead through, in order; 選ぶ adds one for each item. */
export function questionsFor(answers: ConsentAnswers): ConsentQuestion[] {
  const items: ConsentQuestion[] =
    answers.way === 'choose' ? CONSENT_ITEMS.map((item) => ({ kind: 'item', item })) : []
  return [{ kind: 'who' }, { kind: 'way' }, ...items, { kind: 'prescription' }, { kind: 'review' }]
}

export function isAnswered(question: ConsentQuestion, answers: ConsentAnswers): boolean {
  switch (question.kind) {
    case 'who':
      return answers.decidedBy !== null
    case 'way':
      return answers.way !== null
    case 'item':
      return answers.items[question.item] !== undefined
    case 'prescription':
      return answers.prescription !== null
    case 'review':
      return false
  }
}

/** What an item comes to under these answers; only 選ぶ looks at the item itself. */
export function isGranted(item: ConsentItem, answers: ConsentAnswers): boolean {
  switch (answers.way) {
    case 'all':
      return true
    case 'choose':
      return answers.items[item] === true
    case 'none':
    case null:
      return false
  }
}

/** The decision, or null while a question is open. `decidedAt` is ISO 8601, UTC; `language`: it was read in. */
export function consentOf(
  answers: ConsentAnswers,
  decidedAt: string,
  language: ConsentLanguage,
): Consent | null {
  const open = questionsFor(answers).some(
    (question) => question.kind !== 'review' && !isAnswered(question, answers),
  )
  if (open || answers.decidedBy === null) return null
  return {
    items: {
      diagnosis: isGranted('diagnosis', answers),
      medication: isGranted('medication', answers),
      checkup: isGranted('checkup', answers),
      surgery: isGranted('surgery', answers),
    },
    prescription: answers.prescription,
    decidedBy: answers.decidedBy,
    decidedAt,
    wording: wordingRead(SHOWN_WORDING.wording, language),
  }
}
