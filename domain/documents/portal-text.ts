/**
 * The text of a saved マイナポータル PDF (医療保険の資格情報) → what may go into the fields (R50). It proves nothing and is
 * never queued as it is: a person compares each field with the page, then it is read as if it had been typed.
 *
 * Known from a public sample of the page: its title, 保険者名, 保険者番号, 記号, 番号, 枝番, 氏名, the day it was saved, and for
 * people from 70 on 一部負担金割合 and 有効期限. Not known: in which order a PDF's text layer gives them, or whether it has one
 * at all. So labels are looked for wherever they stand, and what is not clear is left empty and named.
 */
import { refusesMyNumber } from '../my-number'
import { failed, ok, type Result } from '../outcome'
import type { DocumentField, TypedDocument } from './document'

export interface PortalProposal {
  /** For the fields of `portalPdf`; only what was found once, or always alike. */
  typed: TypedDocument
  insurerName: string | null
  /** Fields whose label stands in the text, but whose value is missing or not the same everywhere. */
  unclear: readonly DocumentField[]
}

type Label = DocumentField | 'insurerName' | 'symbolAndNumber' | 'other'

/** Longer labels first: 保険者番号 ends with 番号. */
const LABELS: readonly (readonly [label: Label, text: string])[] = [
  ['insurerNumber', '保険者番号'],
  ['insurerName', '保険者名称?'],
  ['symbolAndNumber', '記号[・/]?番号'],
  ['symbol', '記号'],
  ['branch', '枝番号?'],
  ['number', '被保険者番号|番号'],
  ['nameKana', '氏名\\(?(?:カナ|フリガナ|ふりがな)\\)?|フリガナ|カナ氏名'],
  ['name', '氏名'],
  ['birthdate', '生年月日'],
  ['share', '一部負担金の?割合|負担割合'],
  ['validUntil', '有効期限'],
  ['issuedOn', '保存日時'],
  [
    'other',
    '交付年月日|資格取得(?:年月)?日|資格確認日|適用開始年月日|発効期日|性別|区分|住所|本人・?家族(?:の別)?',
  ],
]

/** A label, with the spaces that spread it over its cell, and its brackets and colon; in a sentence it goes on in kana. */
const LABEL = new RegExp(
  `(?<!\\p{Script=Han})[(\\[【]?(?:${LABELS.map(([, text]) => `(${spread(text)})`).join('|')})(?![ぁ-ん])[)\\]】]? ?:?`,
  'gu',
)
const TITLE = /資格情報/u
const DATE =
  /(?:令和|平成|\d{4}) ?(?:\d{1,2}|元)? ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}/u
const NOTHING = /^(?:[-ー―—*]+|なし|登録なし|記載なし)?$/u
const DATES: readonly Label[] = ['birthdate', 'validUntil', 'issuedOn']

/**
 * Reads the lines of the text layer in their order.
 * Errors: TZ-N38 it is no such page, TZ-N10 there is a 個人番号 in it.
 */
export function proposeFromPortalText(lines: readonly string[]): Result<PortalProposal> {
  const clean = lines.map((line) => line.normalize('NFKC').replace(/\s+/gu, ' ').trim())
  if (refusesMyNumber(clean.join('\n'))) return failed('TZ-N10')
  const found = collect(clean)
  if (!clean.some((line) => TITLE.test(line.replaceAll(' ', ''))) || !found.has('insurerNumber')) {
    return failed('TZ-N38')
  }
  const typed: Partial<Record<DocumentField, string>> = {}
  const unclear: DocumentField[] = []
  let insurerName: string | null = null
  for (const [label, values] of found) {
    if (label === 'other' || label === 'symbolAndNumber') continue
    const [value, ...others] = new Set(values.map((text) => valueOf(label, text)))
    const single = others.length === 0 ? (value ?? null) : null
    if (label === 'insurerName') insurerName = single === '' ? null : single
    else if (single !== null && single !== '') typed[label] = single
    else if (single === null || !mayBeEmpty(label)) unclear.push(label)
  }
  if (found.has('symbolAndNumber')) {
    unclear.push(...(['symbol', 'number'] as const).filter((field) => !found.has(field)))
  }
  return ok({ typed, insurerName, unclear })
}

/** Every label with the texts beside or below it. */
function collect(lines: readonly string[]): Map<Label, string[]> {
  const found = new Map<Label, string[]>()
  for (const [index, line] of lines.entries()) {
    const labels = [...line.matchAll(LABEL)]
    for (const [place, match] of labels.entries()) {
      const label =
        LABELS[match.slice(1).findIndex((group: string | undefined) => group !== undefined)]
      if (label === undefined) continue
      const beside = line.slice(match.index + match[0].length, labels[place + 1]?.index).trim()
      const alone = beside === '' && labels.length === 1
      const value = alone ? valueBelow(lines[index + 1]) : beside
      found.set(label[0], [...(found.get(label[0]) ?? []), value])
    }
  }
  return found
}

/** The next line, unless it is a label of its own. */
function valueBelow(line: string | undefined): string {
  return line === undefined || line.search(LABEL) >= 0 ? '' : line
}

function valueOf(label: Label, text: string): string {
  if (NOTHING.test(text)) return ''
  return DATES.includes(label) ? (DATE.exec(text)?.[0] ?? '') : text
}

/** 後期 has no 記号 and no 枝番; under 70 there is no share and no end. */
function mayBeEmpty(label: DocumentField): boolean {
  return ['symbol', 'branch', 'share', 'validUntil', 'nameKana', 'issuedOn'].includes(label)
}

function spread(pattern: string): string {
  return pattern.replace(
    /(?<=[\p{Script=Han}\p{Script=Katakana}])(?=[\p{Script=Han}\p{Script=Katakana}])/gu,
    ' ?',
  )
}
