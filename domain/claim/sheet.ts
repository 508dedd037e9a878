/** 請求メモ: what to write on the claim of one visit (R60–R62), for copying by hand, by clipboard or by CSV. */
import { refuseUnknownClaim, type UnknownClaimSituation } from '../claim'
import type { Day } from '../days'
import type { Declaration, InsuredAs } from '../declaration/declaration'
import type { InsuredNumbers } from '../documents/document'
import { isLatterStage } from '../numbers'
import { type Repertoire, unclaimable } from '../repertoire'
import { type ClaimGap, contactDayGap, forbiddenGap, missingRemark, RELATION_GAP } from './gap'
import { refuseContactDay, type Remark, UNKNOWN_FILL, unknownRemarks } from './unknown'

export interface ClaimPerson {
  /** As shown, ● included (R45). */
  name: string
  nameKana: string | null
  /** null: not known to this device. */
  birthdate: Day | null
  sex: 'male' | 'female' | 'unset'
}

/** 公費負担者番号 and 受給者番号. */
export interface ExpenseNumbers {
  payerNumber: string
  recipientNumber: string
}

/** By what the claim goes; R60 gives the order. */
export type ClaimBasis =
  | {
      kind: 'current' | 'former'
      numbers: InsuredNumbers
      insuredAs: InsuredAs | null
      /** 併用 */
      expenses?: readonly ExpenseNumbers[]
    }
  | { kind: 'publicExpense'; expenses: readonly ExpenseNumbers[] }
  | {
      kind: 'unknown'
      situation: UnknownClaimSituation
      declaration: Declaration | null
      contactedOn: Day | null
      /** The facility's claim software checks the check digit. */
      checksDigit: boolean
    }

export interface ClaimVisit {
  visitOn: Day
  today: Day
  person: ClaimPerson
  basis: ClaimBasis
}

export interface ClaimRow {
  label: string
  /** Empty where nothing is written. */
  value: string
}

export interface ClaimSheet {
  kind: ClaimBasis['kind']
  visitOn: Day
  rows: readonly ClaimRow[]
  /** 摘要欄 */
  remarks: readonly Remark[]
  /** What is missing or forbids this claim; while there is one, nothing is exported. */
  gaps: readonly ClaimGap[]
  /** What to mind, without holding anything up. */
  notes: readonly string[]
}

const FORMER_NOTE =
  '以前の資格で請求します。新しい資格が登録されると、審査支払機関で振り替えられます。'
const UNCONFIRMED_NOTE =
  '番号の7の桁数と記号を書かないことは、公表された資料では確かめられていません。お使いのソフトか審査支払機関に確かめてください。'
const ABSENT = ''

export function claimSheet(visit: ClaimVisit, repertoire: Repertoire): ClaimSheet {
  const { basis, person, visitOn } = visit
  const rows = [...numberRows(basis), ...personRows(person)]
  const remarks =
    basis.kind === 'unknown' ? unknownRemarks(basis.declaration, basis.contactedOn) : []
  const values = [...rows, ...remarks.map(({ label, value }) => ({ label, value: value ?? '' }))]
  return {
    kind: basis.kind,
    visitOn,
    rows,
    remarks,
    gaps: gapsOf(basis, remarks, visit),
    notes: [...notesOf(basis), ...characterNotes(values, repertoire)],
  }
}

/** 記号 and 番号 as a claim holds them: one width for the whole field, half where it can be. */
export function oneWidth(text: string): string {
  const half = text.normalize('NFKC')
  if (/^[\u0020-\u007e]*$/.test(half)) return half
  return half.replace(/[\u0021-\u007e]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
  )
}

function numberRows(basis: ClaimBasis): ClaimRow[] {
  switch (basis.kind) {
    case 'current':
    case 'former': {
      const { insurerNumber, symbol, number, branch } = basis.numbers
      return [
        ...insuranceRows(insurerNumber, symbol, number, branch, basis.insuredAs),
        ...expenseRows(basis.expenses ?? []),
      ]
    }
    case 'publicExpense':
      return expenseRows(basis.expenses)
    case 'unknown': {
      const { insurerNumber, insurerNumberChecked, symbol, number } = UNKNOWN_FILL
      const insurer = basis.checksDigit ? insurerNumberChecked : insurerNumber
      return insuranceRows(insurer, symbol, number, null, basis.declaration?.insuredAs ?? null)
    }
  }
}

function insuranceRows(
  insurerNumber: string,
  symbol: string | null,
  number: string,
  branch: string | null,
  insuredAs: InsuredAs | null,
): ClaimRow[] {
  const relation = { self: '本人', family: '家族' } as const
  return [
    { label: '保険者番号', value: insurerNumber },
    { label: '記号', value: oneWidth(symbol ?? ABSENT) },
    { label: '番号', value: oneWidth(number) },
    { label: '枝番', value: branch ?? ABSENT },
    { label: '本人・家族', value: insuredAs === null ? ABSENT : relation[insuredAs] },
  ]
}

/** The first without a number, as the claim's first line of 公費 has none. */
function expenseRows(expenses: readonly ExpenseNumbers[]): ClaimRow[] {
  return expenses.flatMap(({ payerNumber, recipientNumber }, at) => {
    const place = at === 0 ? '' : String(at + 1)
    return [
      { label: `公費負担者番号${place}`, value: payerNumber },
      { label: `受給者番号${place}`, value: recipientNumber },
    ]
  })
}

function personRows({ name, nameKana, birthdate, sex }: ClaimPerson): ClaimRow[] {
  const sexes = { male: '男', female: '女', unset: ABSENT } as const
  return [
    { label: '氏名', value: name },
    // The authority sends it in half width.
    { label: 'カナ氏名', value: (nameKana ?? ABSENT).normalize('NFKC') },
    { label: '生年月日', value: birthdate ?? ABSENT },
    { label: '性別', value: sexes[sex] },
  ]
}

function gapsOf(basis: ClaimBasis, remarks: readonly Remark[], visit: ClaimVisit): ClaimGap[] {
  switch (basis.kind) {
    case 'current':
    case 'former': {
      // 後期 insures each person for themselves.
      const known = basis.insuredAs !== null || isLatterStage(basis.numbers.insurerNumber)
      return known ? [] : [RELATION_GAP]
    }
    case 'publicExpense':
      return []
    case 'unknown':
      return unknownGaps(basis, remarks, visit)
  }
}

function unknownGaps(
  basis: Extract<ClaimBasis, { kind: 'unknown' }>,
  remarks: readonly Remark[],
  { visitOn, today }: ClaimVisit,
): ClaimGap[] {
  const forbidden = refuseUnknownClaim(basis.situation).map(({ reason }) => forbiddenGap(reason))
  const missing = remarks.flatMap(({ item, value }) =>
    value === null && item !== 'unknown' ? [missingRemark(item)] : [],
  )
  const contact =
    basis.contactedOn === null ? null : refuseContactDay(basis.contactedOn, visitOn, today)
  return [
    ...forbidden,
    ...missing,
    ...(contact === null ? [] : [contactDayGap(contact)]),
    ...(basis.declaration === null ? [RELATION_GAP] : []),
  ]
}

function notesOf(basis: ClaimBasis): string[] {
  switch (basis.kind) {
    case 'former':
      return [FORMER_NOTE]
    case 'unknown':
      return [UNCONFIRMED_NOTE]
    case 'current':
    case 'publicExpense':
      return []
  }
}

/** A claim that holds 髙 comes back, though the authority itself has sent it; ● does not (R45). */
function characterNotes(rows: readonly ClaimRow[], repertoire: Repertoire): string[] {
  return rows.flatMap(({ label, value }) => {
    const odd = unclaimable(value, repertoire)
    return odd.length === 0
      ? []
      : [`${label}の「${odd.join('')}」は請求に使えない字です。似た字かカナに置き換えてください。`]
  })
}
