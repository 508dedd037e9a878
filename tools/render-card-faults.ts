import { ERROR_CATALOGUE, type ErrorCode } from '../domain/errors'
import { CARD_FAULTS, type CardFault, type GoingOn } from '../test/nfc/fault-table'

const GOES_ON: Readonly<Record<GoingOn, string>> = {
  itself: 'そのまま続く(カードが離れたときは、置き直すだけ)',
  layAgain: '置き直して「カードを置きました」',
  reconnect: '「リーダーにつなぎ直す」',
  retype: '暗証番号を入力し直す',
  otherCard: '別のカードを置くか、「カードが使えない」',
}

const WHEN: Readonly<Record<CardFault['when'], string>> = {
  beforePin: '暗証番号の前',
  afterPin: '暗証番号の後',
}

/** The fault table as a page, a code a section. */
export function renderCardFaults(): string {
  const codes = [...new Set(CARD_FAULTS.map(({ code }) => code))].sort((left, right) =>
    (left ?? '').localeCompare(right ?? ''),
  )
  const sections = codes.flatMap((code) => [
    ...headOf(code),
    ...CARD_FAULTS.filter((fault) => fault.code === code).map(
      ({ what, when, goesOn }) => `- ${what}(${WHEN[when]}) → ${GOES_ON[goesOn]}`,
    ),
    '',
  ])
  return [
    '# カードの読み取りで起きること',
    '',
    'どの場合も、暗証番号は1回の入力につき1回だけ照合し、それまでの入力と保存した確認は残る。',
    '`npm run docs` makes this page from `test/nfc/fault-table.ts`; each line is a test.',
    '',
    ...sections,
  ].join('\n')
}

function headOf(code: ErrorCode | null): string[] {
  if (code === null) return ['## 何も出さずに続ける', '']
  const { message, next } = ERROR_CATALOGUE[code]
  return [`## ${code}`, '', `${message} ${next}`, '']
}
