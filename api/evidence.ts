/** What is shown for a check without the card, under the seal: bounded, in canonical form, never with a 個人番号 (R13). */
import * as v from 'valibot'
import { isDay } from '../domain/days'
import { parseFreeText } from '../domain/free-text'
import { parseKanaName } from '../domain/kana'
import {
  isLatterStage,
  parseBranch,
  parseInsuredNumber,
  parseInsurerNumber,
  parseSymbol,
} from '../domain/numbers'
import type { InsuredNumbers as Numbers } from '../domain/documents/document'
import type { Result } from '../domain/outcome'
import { parsePhone } from '../domain/phone'

/** Longer than any canonical text, so that no parser is given a novel. */
const MAX_TEXT = 200
const MAX_STROKES = 200
/** Of one stroke, and of all: a signature of a minute, sixty points a second. */
const MAX_POINTS = 4_000

/** A text that the reader of typed texts leaves as it is; that also refuses a 個人番号. */
function canonical(parse: (text: string) => Result<string | null>) {
  return v.pipe(
    v.string(),
    v.maxLength(MAX_TEXT),
    v.check((text) => {
      const read = parse(text)
      return read.ok && read.value === text
    }),
  )
}

const line = canonical(parseFreeText)
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/), v.check(isDay))

const numbersEntries = {
  insurerNumber: canonical(parseInsurerNumber),
  symbol: v.nullable(canonical(parseSymbol)),
  number: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  branch: v.nullable(canonical(parseBranch)),
}

/** 番号 is read with its insurer; 後期 has neither 記号 nor 枝番. */
function agree({ insurerNumber, symbol, number, branch }: Numbers): boolean {
  const read = parseInsuredNumber(number, insurerNumber)
  const extras = symbol !== null || branch !== null
  return read.ok && read.value === number && !(extras && isLatterStage(insurerNumber))
}

const InsuredNumbers = v.pipe(v.strictObject(numbersEntries), v.check(agree))

const InsuranceDocument = v.pipe(
  v.strictObject({
    ...numbersEntries,
    kind: v.picklist(['certificate', 'notice', 'portalLive', 'portalPdf', 'expiredInsuranceCard']),
    name: v.nullable(line),
    nameKana: v.nullable(line),
    birthdate: day,
    percent: v.nullable(v.picklist([10, 20, 30])),
    validUntil: v.nullable(day),
    issuedOn: v.nullable(day),
  }),
  v.check((document) => agree(document)),
)

const Point = v.tuple([
  v.pipe(v.number(), v.minValue(0), v.maxValue(1_000)),
  v.pipe(v.number(), v.minValue(0), v.maxValue(300)),
])
const Signature = v.pipe(
  v.array(v.pipe(v.array(Point), v.minLength(1), v.maxLength(MAX_POINTS))),
  v.minLength(1),
  v.maxLength(MAX_STROKES),
  v.check((strokes) => strokes.reduce((sum, { length }) => sum + length, 0) <= MAX_POINTS),
)

const Declaration = v.strictObject({
  insuranceKind: v.picklist(['employees', 'national', 'latterStage', 'other', 'unknown']),
  nationalUnion: v.boolean(),
  insurerName: v.nullable(line),
  workplace: v.nullable(line),
  insuredAs: v.picklist(['self', 'family']),
  share: v.nullable(v.picklist([10, 20, 30, 'unknown'])),
  name: line,
  nameKana: canonical(parseKanaName),
  birthdate: day,
  sex: v.picklist(['male', 'female']),
  address: line,
  residence: v.nullable(line),
  signedOn: day,
  signature: Signature,
  relation: v.nullable(line),
  phone: canonical(parsePhone),
})

/** See `CardlessEvidence` in domain/check. */
export const CARDLESS_EVIDENCE = [
  v.strictObject({
    kind: v.literal('document'),
    document: InsuranceDocument,
    shownWith: v.picklist(['card', 'smartphone', 'nothing']),
    screenClock: v.nullable(v.literal('runs')),
  }),
  v.strictObject({ kind: v.literal('oral'), numbers: InsuredNumbers, birthdate: day }),
  v.strictObject({ kind: v.literal('declaration'), declaration: Declaration }),
  v.strictObject({ kind: v.literal('reinquiry') }),
] as const
