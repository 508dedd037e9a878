/** A filled 申立書 → the declaration, or what is missing and what is wrong, field by field (R13, R55). */
import { isLivingBirthdate } from '../birthdate'
import type { Day } from '../days'
import type { ErrorCode } from '../errors'
import { parseFreeText } from '../free-text'
import { parseKanaName } from '../kana'
import { failed, ok, type Result } from '../outcome'
import { parsePhone } from '../phone'
import {
  type Declaration,
  DECLARATION_STEPS,
  type DeclarationDraft,
  type DeclarationField,
  type DeclarationStep,
} from './declaration'
import { birthdateOf, countedFields, neededFields, needsWorkplace } from './needed'
import { isSigned } from './signature'

export interface DeclarationContext {
  visitOn: Day
  /** The day on which it is filled in; later than the visit where it is brought along afterwards. */
  today: Day
}

export interface DeclarationFinding {
  field: DeclarationField
  code: ErrorCode
}

export interface DeclarationProgress {
  /** How many of the fields that this person must fill are filled and right. */
  filled: number
  needed: number
  missing: readonly DeclarationField[]
  faults: readonly DeclarationFinding[]
  /** The first step with something to do; null when the form is complete. */
  next: DeclarationStep | null
}

/** What is still to be done; a field that may stay empty and does is not counted. */
export function declarationProgress(
  draft: DeclarationDraft,
  context: DeclarationContext,
): DeclarationProgress {
  const needed = neededFields(draft, context.visitOn)
  const missing = needed.filter((field) => isEmpty(field, draft))
  const filled = countedFields(draft, context.visitOn).filter((field) => !isEmpty(field, draft))
  const faults = filled.flatMap((field) => {
    const result = checkField(field, draft, context)
    return result.ok ? [] : [{ field, code: result.code }]
  })
  const open = new Set<DeclarationField>([...missing, ...faults.map(({ field }) => field)])
  return {
    filled: needed.filter((field) => !open.has(field)).length,
    needed: needed.length,
    missing,
    faults,
    next:
      DECLARATION_STEPS.find(({ fields }) => fields.some((field) => open.has(field)))?.step ?? null,
  }
}

/** The declaration in canonical form, or null while something is missing or wrong. */
export function completeDeclaration(
  draft: DeclarationDraft,
  context: DeclarationContext,
): Declaration | null {
  if (declarationProgress(draft, context).next !== null) return null
  const { insuranceKind, insuredAs, share, sex, signedOn, signature } = draft
  const nationalUnion = insuranceKind === 'national' && draft.nationalUnion === true
  const birthdate = birthdateOf(draft)
  const name = textOf(draft.name)
  const address = textOf(draft.address)
  const nameKana = valueOf(parseKanaName(draft.nameKana))
  const phone = valueOf(parsePhone(draft.phone))
  if (insuranceKind === null || insuredAs === null || sex === null || signedOn === null) return null
  if (birthdate === null || nameKana === null || phone === null) return null
  if (name === null || address === null) return null
  return {
    ...{ insuranceKind, nationalUnion, insuredAs, share, sex, signedOn, signature },
    ...{ birthdate, name, nameKana, address, phone },
    residence: textOf(draft.residence),
    relation: draft.signedByOther ? textOf(draft.relation) : null,
    insurerName: textOf(draft.insurerName),
    workplace: needsWorkplace(insuranceKind, nationalUnion) ? textOf(draft.workplace) : null,
  }
}

function isEmpty(field: DeclarationField, draft: DeclarationDraft): boolean {
  switch (field) {
    case 'birthdate':
      return Object.values(draft.birth).some((part) => part.trim() === '')
    case 'signature':
      return !isSigned(draft.signature)
    case 'insurerName':
    case 'workplace':
    case 'name':
    case 'nameKana':
    case 'address':
    case 'residence':
    case 'relation':
    case 'phone':
      return draft[field].trim() === ''
    case 'insured':
    case 'insuranceKind':
    case 'nationalUnion':
    case 'insuredAs':
    case 'share':
    case 'sex':
    case 'signedOn':
      return draft[field] === null
  }
}

function checkField(
  field: DeclarationField,
  draft: DeclarationDraft,
  { visitOn, today }: DeclarationContext,
): Result<unknown> {
  switch (field) {
    case 'insured':
      return draft.insured === true ? ok(null) : failed('TZ-N41')
    case 'birthdate': {
      const birthdate = birthdateOf(draft)
      if (birthdate === null) return failed('TZ-N11')
      return isLivingBirthdate(birthdate, visitOn) ? ok(null) : failed('TZ-N27')
    }
    case 'signedOn': {
      const day = draft.signedOn ?? today
      return visitOn <= day && day <= today ? ok(null) : failed('TZ-N42')
    }
    case 'nameKana':
      return parseKanaName(draft.nameKana)
    case 'phone':
      return parsePhone(draft.phone)
    case 'insurerName':
    case 'workplace':
    case 'name':
    case 'address':
    case 'residence':
    case 'relation':
      return parseFreeText(draft[field])
    case 'insuranceKind':
    case 'nationalUnion':
    case 'insuredAs':
    case 'share':
    case 'sex':
    case 'signature':
      return ok(null)
  }
}

function textOf(text: string): string | null {
  return valueOf(parseFreeText(text))
}

function valueOf<T>(result: Result<T>): T | null {
  return result.ok ? result.value : null
}
