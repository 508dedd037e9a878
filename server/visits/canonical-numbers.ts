/** The authority writes a number as the insurer gave it, in full width or padded; a facility keeps it in one form (R70). */
import type { Coverage, PublicExpense } from '../../domain/answer'
import type { InsuredNumbers } from '../../domain/documents/document'
import {
  isLatterStage,
  parseBranch,
  parseInsuredNumber,
  parseInsurerNumber,
  parsePayerNumber,
  parseRecipientNumber,
  parseSymbol,
} from '../../domain/numbers'

/** null where they fit no form that could be typed. */
export function canonicalNumbers(coverage: Coverage): InsuredNumbers | null {
  const insurer = parseInsurerNumber(coverage.insurerNumber)
  if (!insurer.ok) return null
  const number = parseInsuredNumber(coverage.number, insurer.value)
  const symbol = parseSymbol(coverage.symbol ?? '')
  const branch = parseBranch(coverage.branch ?? '')
  if (!number.ok || !symbol.ok || !branch.ok) return null
  const ofLatterStage = isLatterStage(insurer.value)
  return {
    insurerNumber: insurer.value,
    symbol: ofLatterStage ? null : symbol.value,
    number: number.value,
    branch: ofLatterStage ? null : branch.value,
  }
}

/** Of 医療扶助: 公費負担者番号 stands in place of the 保険者番号, and 受給者番号 in place of the 番号. null where one is not right. */
export function welfareNumbers(
  expense: Pick<PublicExpense, 'payerNumber' | 'recipientNumber'>,
): InsuredNumbers | null {
  const payer = parsePayerNumber(expense.payerNumber)
  const recipient = parseRecipientNumber(expense.recipientNumber)
  if (!payer.ok || !recipient.ok) return null
  return { insurerNumber: payer.value, symbol: null, number: recipient.value, branch: null }
}
