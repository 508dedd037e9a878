/**
 * The layout of the CSV, version 1: columns, their order and what stands in them. Software is built on it, so a column is
 * never moved, renamed or given another meaning; a new one goes to the end, with a new version (docs/export.md).
 */
import type { Coverage, EligibilityAnswer, PublicExpense } from '../../../domain/answer'
import { CONSENT_ITEMS } from '../../../domain/check'
import { insurerNumberForInterface } from '../../../domain/interface-form'
import {
  CONSENT_CODES,
  CONSENT_WORDS,
  RELATION_CODES,
  SEGMENT_CODES,
  SEX_CODES,
  USE_CODES,
  VALIDITY_CODES,
} from '../oqs-codes'
import { answerOf, type ExportRecord } from '../record'

export const CSV_LAYOUT_VERSION = '1'

/** One row: a coverage, a public expense, or neither where the answer holds none. */
export interface CsvRow {
  record: ExportRecord
  answer: EligibilityAnswer | null
  coverage: Coverage | null
  publicExpense: PublicExpense | null
  /** From 1, and of how many: of one check. */
  number: number
  count: number
}

export interface CsvColumn {
  name: string
  /** For the documentation: form and source. */
  note: string
  value: (row: CsvRow) => string | number | null | undefined
}

const DISEASES = [1, 2, 3] as const

export const CSV_COLUMNS: readonly CsvColumn[] = [
  column('レイアウト版', '1', () => CSV_LAYOUT_VERSION),
  column('確認ID', 'UUID; the same in every export of this check', (row) => row.record.check.id),
  column('行番号', 'from 1, within the check', (row) => row.number),
  column('行数', 'rows of the check', (row) => row.count),
  column('医療機関コード', '10 digits, or empty', (row) => row.record.facility.institutionCode),
  column('患者番号', 'the facility’s own, or empty', (row) => row.record.patient.number),
  column('確認日時', '`YYYY-MM-DDThh:mm:ss+09:00`', (row) => inJapan(row.record.check.capturedAt)),
  column('資格確認日', '`YYYY-MM-DD`', (row) => row.answer?.asOf),
  column('回答日時', '`YYYY-MM-DDThh:mm:ss+09:00`', (row) => answeredAt(row)),
  column(
    '確認区分',
    '`counter`, `homeConsent`, `eligibilityOnly`',
    (row) => row.record.check.channel,
  ),
  column('場面', '`homeNursing`, `houseCall` …', (row) => row.record.check.setting),
  column('確認方法', '`cardSignature`, `document` …', (row) => row.record.check.evidence),
  column('処理結果区分', 'OQSCD003: 1, 2, 9', (row) => SEGMENT_CODES[row.record.result.kind]),
  column('エラーコード', 'the authority’s own', (row) => failureOf(row)?.code),
  column('エラーメッセージ', 'the authority’s own', (row) => failureOf(row)?.message),
  column('メッセージ', 'the authority’s own', (row) => row.answer?.message),
  column(
    '資格有効性',
    'OQSCD006: 1 to 6',
    ({ answer }) => answer && VALIDITY_CODES[answer.validity],
  ),
  column('行種別', '1 医療保険, 2 医療扶助, 0 neither', (row) => kindOf(row)),
  insurance('保険者番号', '8 digits; 国保 6', (coverage) => coverage.insurerNumber),
  insurance('保険者番号8桁', '国保 with two spaces before', (coverage) =>
    insurerNumberForInterface(coverage.insurerNumber),
  ),
  insurance('保険者名称', '', (coverage) => coverage.insurerName),
  insurance('記号', 'as the authority wrote it', (coverage) => coverage.symbol),
  insurance('番号', 'as the authority wrote it', (coverage) => coverage.number),
  insurance('枝番', '2 digits, or empty', (coverage) => coverage.branch),
  insurance('被保険者証区分', 'OQSCD010', (coverage) => coverage.cardClassification),
  insurance('本人家族', 'OQSCD009: 1, 2', ({ relation }) => relation && RELATION_CODES[relation]),
  insurance('氏名', '● stands for one character', (coverage) => coverage.name),
  insurance('カナ氏名', '', (coverage) => coverage.nameKana),
  insurance('性別', 'OQSCD007: 1 to 3', (coverage) => SEX_CODES[coverage.sex]),
  insurance('生年月日', '`YYYY-MM-DD`', (coverage) => coverage.birthdate),
  insurance('住所', 'may be empty; no reason is given', (coverage) => coverage.address),
  insurance('資格取得日', '`YYYY-MM-DD`', (coverage) => coverage.qualifiedOn),
  insurance(
    '資格喪失日',
    '`YYYY-MM-DD`, the first day without',
    (coverage) => coverage.disqualifiedOn,
  ),
  insurance('資格喪失事由', 'OQSCD008', (coverage) => coverage.lossReason),
  insurance('負担割合', 'percent: 10, 20, 30', (coverage) => coverage.burdenPercent),
  insurance(
    '高齢受給者負担割合',
    'percent',
    (coverage) => coverage.elderlyRecipient?.burdenPercent,
  ),
  insurance('高齢受給者開始日', '`YYYY-MM-DD`', (coverage) => coverage.elderlyRecipient?.from),
  insurance('高齢受給者終了日', '`YYYY-MM-DD`', (coverage) => coverage.elderlyRecipient?.until),
  insurance('未就学', '1, or empty', (coverage) => (coverage.preschool ? '1' : null)),
  insurance('限度額証区分', 'OQSCD011', (coverage) => coverage.limit?.classification),
  insurance('適用区分', 'OQSCD012', (coverage) => coverage.limit?.category),
  insurance('限度額証開始日', '`YYYY-MM-DD`', (coverage) => coverage.limit?.from),
  insurance('限度額証終了日', '`YYYY-MM-DD`', (coverage) => coverage.limit?.until),
  ...DISEASES.flatMap((place) => diseaseColumns(place)),
  expense('公費負担者番号', '8 digits', (each) => each.payerNumber),
  expense('公費負担者名称', '', (each) => each.payerName),
  expense('受給者番号', '7 digits', (each) => each.recipientNumber),
  expense('単独併用', 'OQSCD020: 01, 02', (each) => USE_CODES[each.use]),
  expense('公費本人支払額', 'yen', (each) => each.selfPayAmount),
  expense('公費開始日', '`YYYY-MM-DD`', (each) => each.from),
  expense('公費終了日', '`YYYY-MM-DD`', (each) => each.until),
  ...CONSENT_ITEMS.map((item) =>
    column(
      `閲覧同意 ${CONSENT_WORDS[item]}`,
      `${CONSENT_CODES[item]}: 1 may be looked up, 0 not, empty never asked`,
      ({ record, answer }) => {
        if (answer?.consentedItems.includes(item)) return '1'
        return record.consent === null ? null : '0'
      },
    ),
  ),
  column('閲覧同意期限', '`YYYY-MM-DDThh:mm:ss+09:00`, or empty', ({ answer }) =>
    inJapan(answer?.consentUntil ?? null),
  ),
  column(
    '証明書状態',
    '`valid`, `alert`, `grace`, `dead`, or empty',
    (row) => row.answer?.certificate?.state,
  ),
  column('証明書有効期限', '`YYYY-MM-DD`', (row) => row.answer?.certificate?.lastDay),
  column('保証', '`challenge`, `lower`, `numbers` …', (row) => row.answer?.assurance),
]

function column(name: string, note: string, value: CsvColumn['value']): CsvColumn {
  return { name, note, value }
}

function insurance(
  name: string,
  note: string,
  value: (coverage: Coverage) => string | number | null | undefined,
): CsvColumn {
  return column(name, note, ({ coverage }) => coverage && value(coverage))
}

function expense(
  name: string,
  note: string,
  value: (publicExpense: PublicExpense) => string | number | null,
): CsvColumn {
  return column(name, note, ({ publicExpense }) => publicExpense && value(publicExpense))
}

/** 特定疾病療養受療証: there are three diseases, so three places hold every answer. */
function diseaseColumns(place: (typeof DISEASES)[number]): CsvColumn[] {
  const at = (coverage: Coverage) => coverage.specificDiseases[place - 1]
  return [
    insurance(`特定疾病区分${place}`, 'OQSCD013', (coverage) => at(coverage)?.category),
    insurance(`特定疾病自己負担限度額${place}`, 'yen', (coverage) => at(coverage)?.selfPayLimit),
    insurance(`特定疾病開始日${place}`, '`YYYY-MM-DD`', (coverage) => at(coverage)?.from),
    insurance(`特定疾病終了日${place}`, '`YYYY-MM-DD`', (coverage) => at(coverage)?.until),
  ]
}

function kindOf({ coverage, publicExpense }: CsvRow): string {
  if (coverage) return '1'
  return publicExpense ? '2' : '0'
}

function failureOf({ record }: CsvRow) {
  return record.result.kind === 'failed' ? record.result : null
}

function answeredAt({ record, answer }: CsvRow): string | null {
  return inJapan(answer?.answeredAt ?? (record.result.kind === 'failed' ? record.result.at : null))
}

/** To the second, as a clock on a wall in Japan shows it. */
function inJapan(instant: string | null): string | null {
  if (instant === null) return null
  const nineHours = 9 * 3_600_000
  return `${new Date(Date.parse(instant) + nineHours).toISOString().slice(0, 19)}+09:00`
}

/** The rows of one check: one for each insurance, one for each public expense, one where there is neither. */
export function rowsOf(record: ExportRecord): CsvRow[] {
  const answer = answerOf(record)
  const held = [
    ...(answer?.coverages ?? []).map((coverage) => ({ coverage, publicExpense: null })),
    ...(answer?.publicExpenses ?? []).map((publicExpense) => ({ coverage: null, publicExpense })),
  ]
  const rows = held.length > 0 ? held : [{ coverage: null, publicExpense: null }]
  return rows.map((row, index) => ({
    record,
    answer,
    ...row,
    number: index + 1,
    count: rows.length,
  }))
}
