/** Which fields of the 申立書 are needed, by what is already in it (R55 and the form's own notes ※1, ※2, ※5). */
import { ruleShare } from '../burden'
import type { Day } from '../days'
import { dayInEra } from '../era'
import { readTypedDigits } from '../typed'
import {
  DECLARATION_FIELDS,
  type DeclarationDraft,
  type DeclarationField,
  type DeclaredKind,
} from './declaration'

/** Fields that may be filled where they are not needed. */
const WELCOME: readonly DeclarationField[] = ['insurerName', 'share', 'residence']

export function neededFields(draft: DeclarationDraft, visitOn: Day): DeclarationField[] {
  return DECLARATION_FIELDS.filter((field) => CONDITIONS[field]?.(draft, visitOn) ?? true)
}

/** The fields that count: what was typed into another, before the kind of insurance was changed, does not. */
export function countedFields(draft: DeclarationDraft, visitOn: Day): DeclarationField[] {
  const needed = neededFields(draft, visitOn)
  return DECLARATION_FIELDS.filter((field) => needed.includes(field) || WELCOME.includes(field))
}

/** ※1: 社保, a 国保組合, その他 and わからない have a 事業所名. */
export function needsWorkplace(kind: DeclaredKind, nationalUnion: boolean): boolean {
  switch (kind) {
    case 'employees':
    case 'other':
    case 'unknown':
      return true
    case 'national':
      return nationalUnion
    case 'latterStage':
      return false
  }
}

/** The birthdate as far as it is a day of its era, else null. */
export function birthdateOf({ birth }: DeclarationDraft): Day | null {
  const [year, month, date] = [birth.year, birth.month, birth.date].map(numberOf)
  if (year === undefined || month === undefined || date === undefined) return null
  return dayInEra(birth.era, year, month, date)
}

/** A field that is not here is always needed. */
const CONDITIONS: Partial<
  Record<DeclarationField, (draft: DeclarationDraft, visitOn: Day) => boolean>
> = {
  residence: () => false,
  nationalUnion: ({ insuranceKind }) => insuranceKind === 'national',
  insurerName: ({ insuranceKind }) => insuranceKind !== 'unknown',
  workplace: ({ insuranceKind, nationalUnion }) =>
    insuranceKind !== null && needsWorkplace(insuranceKind, nationalUnion === true),
  share: (draft, visitOn) => draft.insuranceKind === 'latterStage' || isShareOpen(draft, visitOn),
  relation: ({ signedByOther }) => signedByOther,
}

/** ※2: from 70 on the age alone does not tell the share. */
function isShareOpen(draft: DeclarationDraft, visitOn: Day): boolean {
  const birthdate = birthdateOf(draft)
  return birthdate !== null && ruleShare(birthdate, visitOn).percent === null
}

/** 元 is the first year. */
function numberOf(text: string): number | undefined {
  if (text.trim() === '元') return 1
  const digits = readTypedDigits(text)
  return digits === null || digits === '' ? undefined : Number(digits)
}
