/** 法別番号: what kind of insurance an insurer number belongs to. */

/** 社保 / 国保 / 後期 / 自衛官など (the choices of the 申立書, R55). */
export type InsuranceKind = 'employees' | 'national' | 'latterStage' | 'other'

/** By the first two of eight digits; a six-digit number is 国保. 保険者番号等設定要領. */
const SCHEMES: Readonly<Record<string, readonly [InsuranceKind, string]>> = {
  '01': ['employees', '協会けんぽ'],
  '02': ['employees', '船員保険'],
  '03': ['employees', '日雇特例(一般)'],
  '04': ['employees', '日雇特例(特別)'],
  '06': ['employees', '健康保険組合'],
  '07': ['other', '自衛官等'],
  '31': ['employees', '国家公務員共済'],
  '32': ['employees', '地方公務員共済'],
  '33': ['employees', '警察共済'],
  '34': ['employees', '公立学校・私学共済'],
  '39': ['latterStage', '後期高齢者医療'],
  '63': ['employees', '特定健康保険組合(特例退職)'],
  '67': ['national', '国民健康保険(退職者)'],
  '72': ['employees', '国家公務員特定共済'],
  '73': ['employees', '地方公務員等特定共済'],
  '74': ['employees', '警察特定共済'],
  '75': ['employees', '公立学校・私学特定共済'],
}

/** Kind and Japanese name of the scheme of a canonical insurer number; null for a scheme not listed. */
export function insurerScheme(
  insurerNumber: string,
): { kind: InsuranceKind; label: string } | null {
  if (/^\d{6}$/.test(insurerNumber)) return { kind: 'national', label: '国民健康保険' }
  const scheme = /^\d{8}$/.test(insurerNumber) ? SCHEMES[insurerNumber.slice(0, 2)] : undefined
  return scheme === undefined ? null : { kind: scheme[0], label: scheme[1] }
}
