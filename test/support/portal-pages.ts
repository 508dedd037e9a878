/** The rows of マイナポータル's page as a PDF has them, of a fictitious person. */
export type PortalRow = readonly [label: string, value: string]

export const PORTAL_ROWS: readonly PortalRow[] = [
  ['医療保険の資格情報', ''],
  ['保存日時', '2026年5月1日 時点'],
  ['保険者名', '訓練健康保険組合'],
  ['保険者番号', '06139018'],
  ['記号', '123'],
  ['番号', '4567'],
  ['枝番', '01'],
  ['氏名', '訓練 花子'],
]

/** The same page with other values; a row that is not there yet is added. */
export function portalRows(change: Readonly<Record<string, string>> = {}): PortalRow[] {
  const rows = PORTAL_ROWS.map(([label, value]): PortalRow => [label, change[label] ?? value])
  const added = Object.entries(change).filter(
    ([label]) => !PORTAL_ROWS.some(([known]) => known === label),
  )
  return [...rows, ...added]
}
