/** What is printed where on the official form (被保険者資格申立書, 別紙様式). The form's own sentences belong to the page. */
import { splitDay } from '../days'
import { ERAS, toWareki } from '../era'
import { formatPhone } from '../phone'
import type { Declaration, DeclaredKind, DeclaredShare } from './declaration'
import { signaturePath } from './signature'

export interface TickBox {
  label: string
  ticked: boolean
}

/** A day as the form has it: year in its era, month, date. */
export interface PrintedDay {
  era: string
  year: string
  month: string
  date: string
}

/** Keys in the order of the form: 1 保険資格等に関する事項, 2 マイナンバーカードの券面事項等, date and signature. */
export interface PrintedDeclaration {
  insured: TickBox
  insuranceKind: TickBox[]
  insurerName: string
  workplace: string
  share: TickBox[]
  nameKana: string
  name: string
  /** 明治 to 令和 */
  birthEra: TickBox[]
  birth: PrintedDay
  sex: TickBox[]
  address: string
  /** 居所, empty where it is the address. */
  residence: string
  signedOn: PrintedDay
  /** Path of an SVG in the box of `signature.ts`. */
  signature: string
  relation: string
  phone: string
}

export const KIND_LABELS: Readonly<Record<DeclaredKind, string>> = {
  employees: '社保',
  national: '国保',
  latterStage: '後期',
  other: 'その他',
  unknown: 'わからない',
}

const SHARE_LABELS: readonly (readonly [DeclaredShare, string])[] = [
  [30, '3割'],
  [20, '2割'],
  [10, '1割'],
  ['unknown', 'わからない'],
]

export function printDeclaration(declaration: Declaration): PrintedDeclaration {
  const birth = printDay(declaration.birthdate)
  const kinds = Object.entries(KIND_LABELS)
  return {
    insured: { label: '有効な保険資格を有している', ticked: true },
    insuranceKind: kinds.map(([kind, label]) => box(label, kind === declaration.insuranceKind)),
    insurerName: declaration.insurerName ?? '',
    workplace: declaration.workplace ?? '',
    share: SHARE_LABELS.map(([share, label]) => box(label, share === declaration.share)),
    nameKana: declaration.nameKana,
    name: declaration.name,
    birthEra: ERAS.toReversed().map(({ name }) => box(name, name === birth.era)),
    birth,
    sex: [box('男', declaration.sex === 'male'), box('女', declaration.sex === 'female')],
    address: declaration.address,
    residence: declaration.residence ?? '',
    signedOn: printDay(declaration.signedOn),
    signature: signaturePath(declaration.signature),
    relation: declaration.relation ?? '',
    phone: formatPhone(declaration.phone),
  }
}

function printDay(day: string): PrintedDay {
  const { year, month, date } = splitDay(day)
  const wareki = toWareki(day)
  const eraYear = wareki?.year === 1 ? '元' : String(wareki?.year ?? year)
  return { era: wareki?.era ?? '', year: eraYear, month: String(month), date: String(date) }
}

function box(label: string, ticked: boolean): TickBox {
  return { label, ticked }
}
