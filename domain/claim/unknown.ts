/** 不詳 on a claim: the seven-fill and the eight items of the 摘要欄 (R62). */
import { type Day, formatDayJa } from '../days'
import type { Declaration } from '../declaration/declaration'
import { needsWorkplace } from '../declaration/needed'
import { KIND_LABELS } from '../declaration/print'
import { UNKNOWN_INSURER_NUMBERS } from '../numbers'
import { formatPhone } from '../phone'

/**
 * The fill. That 記号 is left out and 番号 has nine digits is taken from the rule for disasters (事務連絡 2024-01), which
 * has the same shape with 9; for 7 no public document tells it, and the sheet says so.
 */
export const UNKNOWN_FILL = {
  insurerNumber: UNKNOWN_INSURER_NUMBERS[0],
  /** For software that checks the check digit. */
  insurerNumberChecked: UNKNOWN_INSURER_NUMBERS[1],
  symbol: null,
  number: '777777777',
} as const

/** In the order of the ministry's list. */
export const REMARK_LABELS = {
  unknown: '不詳',
  nameKana: 'カナ氏名',
  insuranceKind: '保険種別',
  insurerName: '保険者等名称',
  workplace: '事業所名',
  address: '住所',
  phone: '連絡先',
  contactedOn: '患者への連絡を行った日',
} as const

export type RemarkItem = keyof typeof REMARK_LABELS

export interface Remark {
  item: RemarkItem
  label: string
  /** null: missing, which blocks the claim. */
  value: string | null
}

/**
 * All eight, filled from the 申立書. A kind of insurance without a workplace has なし there, and a patient who does not
 * know the kind has わからない for the insurer's name: an item is carried even where there is nothing to say.
 */
export function unknownRemarks(declaration: Declaration | null, contactedOn: Day | null): Remark[] {
  const values: Record<RemarkItem, string | null> = {
    unknown: '不詳',
    ...declaredValues(declaration),
    contactedOn: contactedOn === null ? null : formatDayJa(contactedOn),
  }
  const items = Object.entries(REMARK_LABELS) as [RemarkItem, string][]
  return items.map(([item, label]) => ({ item, label, value: values[item] }))
}

/** Why the day of contact does not count, or null: it lies between the visit and today. */
export function refuseContactDay(contactedOn: Day, visitOn: Day, today: Day): string | null {
  if (contactedOn < visitOn) return '患者への連絡を行った日が受診日より前です。'
  return contactedOn > today ? '患者への連絡を行った日が今日より後です。' : null
}

function declaredValues(
  declaration: Declaration | null,
): Record<Exclude<RemarkItem, 'unknown' | 'contactedOn'>, string | null> {
  if (declaration === null) {
    return {
      nameKana: null,
      insuranceKind: null,
      insurerName: null,
      workplace: null,
      address: null,
      phone: null,
    }
  }
  const { insuranceKind, nationalUnion, address, residence } = declaration
  const nowhere = needsWorkplace(insuranceKind, nationalUnion) ? null : 'なし'
  return {
    nameKana: declaration.nameKana,
    insuranceKind: KIND_LABELS[insuranceKind],
    insurerName: declaration.insurerName ?? KIND_LABELS.unknown,
    workplace: declaration.workplace ?? nowhere,
    address: residence === null ? address : `${address}(居所 ${residence})`,
    phone: formatPhone(declaration.phone),
  }
}
