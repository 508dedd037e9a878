/** The verdict on a 申立書 (④): complete, and from a facility that may have one (R54, R55). Nobody is asked with it. */
import type { CheckStatement, DeclarationEvidence } from '../../domain/check'
import { dayInJapan, splitDay, type Day } from '../../domain/days'
import { completeDeclaration } from '../../domain/declaration/check-declaration'
import type { Declaration, DeclarationDraft } from '../../domain/declaration/declaration'
import { toWareki } from '../../domain/era'
import { isMedicalSetting } from '../../domain/settings'
import { granted, refused, type Verdict } from '../checks/verdict'
import type { CheckFacts } from '../store/store'
import { judgeCapture } from './judge-capture'

/** TZ-G25 channel; TZ-G51 no 医療機関・薬局; TZ-G57 not complete. */
export function judgeDeclaration(
  statement: CheckStatement,
  { declaration }: DeclarationEvidence,
  receivedAt: number,
): Verdict<CheckFacts> {
  const capture = judgeCapture(statement, receivedAt)
  if (!capture.ok) return capture
  if (!isMedicalSetting(statement.setting)) return refused('TZ-G51')
  const { day, facts } = capture.value
  // The day of signing stands on the form by the device's own clock, which may run ahead of ours.
  const ownDay = dayInJapan(statement.capturedAt)
  return isComplete(declaration, ownDay > day ? ownDay : day) ? granted(facts) : refused('TZ-G57')
}

/** Filled in once more from what it says: what comes out must be the same. */
function isComplete(declaration: Declaration, day: Day): boolean {
  // Brought along afterwards it is signed later than the visit, of which the gateway knows no day.
  const context = { visitOn: declaration.signedOn, today: day }
  const again = completeDeclaration(toDraft(declaration), context)
  return again !== null && asText(again) === asText(declaration)
}

function toDraft(declaration: Declaration): DeclarationDraft {
  const { birthdate, relation } = declaration
  const era = toWareki(birthdate)
  const { month, date } = splitDay(birthdate)
  return {
    ...declaration,
    insured: true,
    insurerName: declaration.insurerName ?? '',
    workplace: declaration.workplace ?? '',
    residence: declaration.residence ?? '',
    birth: {
      era: era?.letter ?? '',
      year: era ? String(era.year) : '',
      month: String(month),
      date: String(date),
    },
    signedByOther: relation !== null,
    relation: relation ?? '',
  }
}

/** Field by field in one order, whatever order they came in. */
function asText(declaration: Declaration): string {
  return JSON.stringify(Object.entries(declaration).sort(([a], [b]) => (a < b ? -1 : 1)))
}
