/** Tries that the card still allows (R10), as the patient is told. */
export function triesWords(tries: number): string {
  if (tries <= 0) return '暗証番号はロックされています'
  return tries === 1 ? '入力できるのは、あと1回です' : `あと${tries}回まで入力できます`
}
