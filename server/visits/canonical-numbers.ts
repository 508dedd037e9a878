/** The authority writes a number as the insurer gave it, in full width or padded; a facility keeps it in one form (R70). */
import type { Coverage } from '../../domain/answer'
import type { InsuredNumbers } from '../../domain/documents/document'
import {
  isLatterStage,
  parseBranch,
  parseInsuredNumber,
  parseInsurerNumber,
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
