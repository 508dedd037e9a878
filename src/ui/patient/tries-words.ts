import { say } from '../../words/patient'

/** Tries that the card still allows (R10), as the patient is told. */
export function triesWords(tries: number): string {
  if (tries <= 0) return say('暗証番号はロックされています')
  return tries === 1
    ? say('入力できるのは、あと1回です')
    : say('あと{n}回まで入力できます', { n: tries })
}
