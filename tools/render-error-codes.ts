import { ERROR_CATALOGUE, type ErrorCode } from '../domain/errors'

/** The area a code's letter stands for. */
const AREAS: Readonly<Record<string, string>> = {
  C: 'カード',
  R: 'リーダー',
  B: 'パソコンの連携ソフト',
  G: 'サーバー',
  I: 'デジタル認証アプリ',
  D: '端末',
  N: '入力した番号',
  T: '訪問タグ',
  E: '院内ソフトへの送信',
  P: '名簿の読み込み',
}

/** The catalogue as a page, an area a section. */
export function renderErrorCodes(): string {
  const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[]
  const sections = Object.entries(AREAS).flatMap(([letter, area]) => [
    `## ${area} (TZ-${letter})`,
    '',
    ...codes
      .filter((code) => code.startsWith(`TZ-${letter}`))
      .sort()
      .flatMap((code) => {
        const { message, next, cause } = ERROR_CATALOGUE[code]
        return [`### ${code}`, '', `${message} ${next}`, '', `Cause: ${cause}.`, '']
      }),
  ])
  const head = [
    '# エラー番号',
    '',
    '画面の小さな番号の意味と、次にすること。`npm run docs` makes this page; codes are permanent.',
    '',
  ]
  return [...head, ...sections].join('\n')
}

/** domain/errors/code-numbers.ts: which codes there are, an area a line, without their sentences. */
export function renderCodeNumbers(): string {
  const codes = Object.keys(ERROR_CATALOGUE).sort()
  const areas = [...new Set(codes.map((code) => code.slice(3, 4)))]
  const lines = areas.map((area) => {
    const numbers = codes.filter((code) => code.startsWith(`TZ-${area}`)).map((c) => c.slice(4))
    return `  ${area}: '${numbers.join(' ')}',`
  })
  return [
    '/** The numbers of the catalogue by the letter of their area; `npm run docs` makes this file. */',
    'export const CODE_NUMBERS: Readonly<Record<string, string>> = {',
    ...lines,
    '}',
    '',
  ].join('\n')
}
