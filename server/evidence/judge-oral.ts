/** The verdict on 口頭確認 (③): that nothing has changed can only be said of numbers which the facility has (R54). */
import type { CheckStatement, OralEvidence } from '../../domain/check'
import type { InsuredNumbers } from '../../domain/documents/document'
import { isMedicalSetting } from '../../domain/settings'
import { granted, refused, type Verdict } from '../checks/verdict'
import type { CheckFacts } from '../store/store'
import { judgePatientCapture } from './judge-capture'
import type { KnownPatients } from './known-patients'

/**
 * TZ-G25 channel; TZ-G28 nobody's; TZ-G51 no 医療機関・薬局; TZ-G52 not what is on file.
 * @throws Error when the list cannot be had: to be judged again later
 */
export async function judgeOral(
  statement: CheckStatement,
  evidence: OralEvidence,
  receivedAt: number,
  { findVisit, findHistory }: Pick<KnownPatients, 'findVisit' | 'findHistory'>,
): Promise<Verdict<CheckFacts>> {
  const capture = judgePatientCapture(statement, receivedAt)
  if (!capture.ok) return capture
  if (!isMedicalSetting(statement.setting)) return refused('TZ-G51')
  const { patientId, day, facts } = capture.value
  const visit = await findVisit(patientId, day)
  const onFile = (await findHistory(patientId, day, facts.capturedAt))?.onFile
  const isKnown =
    visit?.birthdate === evidence.birthdate && onFile && isSame(onFile, evidence.numbers)
  return isKnown ? granted(facts) : refused('TZ-G52')
}

function isSame(one: InsuredNumbers, other: InsuredNumbers): boolean {
  return (
    one.insurerNumber === other.insurerNumber &&
    one.symbol === other.symbol &&
    one.number === other.number &&
    one.branch === other.branch
  )
}
