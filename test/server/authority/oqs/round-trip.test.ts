/** Whatever the authority may say, written by the simulator in any order and either encoding, comes out as it was said. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Coverage, DaySpan, PublicExpense } from '../../../../domain/answer'
import { CONSENT_ITEMS } from '../../../../domain/check'
import { CodecFault } from '../../../../server/authority/oqs/codec/fault'
import { readAnswer } from '../../../../server/authority/oqs/codec/read-eligibility'
import { readMessage, readText } from '../../../../server/authority/oqs/codec/read-result'
import { BUILT_IN_LAYOUT } from '../../../../server/authority/oqs/layout/layout'
import type { AuthorityReply } from '../../../../server/authority/authority'
import { chanceOf } from '../../../../tools/oqs-sim/chance'
import { replyElements, type Registered } from '../../../../tools/oqs-sim/results'
import { writeXml } from '../../../../tools/oqs-sim/xml'

const ANSWERED_AT = '2026-11-22T01:02:03.000Z'

const NAMED = { name: '見本　一郎', nameKana: 'ミホン　イチロウ', birthdate: '1950-04-01' }

const letter = fc.constantFrom(...'あア漢髙﨑德●ｱ09az<>&"\'　－～'.split(''))
const words = fc
  .string({ unit: letter, minLength: 1, maxLength: 30 })
  .filter((text) => text === text.trim())
const kana = fc
  .array(fc.string({ unit: fc.constantFrom(...'アイガパヴッャヲンー'.split('')), minLength: 1 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('　'))
const digits = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...'0123456789'.split('')),
    minLength: length,
    maxLength: length,
  })
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const span: fc.Arbitrary<DaySpan> = fc.record({ from: maybe(day), until: maybe(day) })
const percent = fc.constantFrom(10, 20, 30)

function maybe<T>(each: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(each, { nil: null })
}

const coverage: fc.Arbitrary<Coverage> = fc.record({
  insurerNumber: fc.oneof(digits(8), digits(6)),
  insurerName: words,
  symbol: maybe(words),
  number: words,
  branch: maybe(digits(2)),
  cardClassification: fc.constantFrom('01', '02', '03', '07'),
  relation: fc.constantFrom('self', 'family', null),
  name: words,
  nameKana: maybe(kana),
  sex: fc.constantFrom('male', 'female', 'unset'),
  birthdate: day,
  address: maybe(words),
  qualifiedOn: maybe(day),
  disqualifiedOn: maybe(day),
  burdenPercent: maybe(percent),
  elderlyRecipient: maybe(
    fc.tuple(span, percent).map(([days, burdenPercent]) => ({ ...days, burdenPercent })),
  ),
  preschool: fc.boolean(),
  limit: maybe(
    fc
      .tuple(
        span,
        fc.constantFrom('01', '02', '03'),
        fc.constantFrom('A01', 'A06', 'B01', 'B05', 'B09', 'B10'),
      )
      .map(([days, classification, category]) => ({ ...days, classification, category })),
  ),
  specificDiseases: fc.array(
    fc
      .tuple(span, fc.constantFrom('1', '2', '3'), maybe(fc.integer({ min: 0, max: 100_000 })))
      .map(([days, category, selfPayLimit]) => ({ ...days, category, selfPayLimit })),
    { maxLength: 2 },
  ),
  lossReason: fc.constantFrom('01', '02', '03', '99', null),
})

const expense: fc.Arbitrary<PublicExpense> = fc
  .tuple(
    span,
    fc.record({
      payerNumber: digits(8),
      payerName: words,
      recipientNumber: digits(7),
      use: fc.constantFrom('alone', 'combined'),
      selfPayAmount: maybe(fc.integer({ min: 0, max: 100_000 })),
    }),
  )
  .map(([days, rest]) => ({ ...days, ...rest }))

const registered: fc.Arbitrary<Registered> = fc.record({
  items: fc.subarray([...CONSENT_ITEMS]),
  at: fc.constant(new Date('2026-11-20T01:00:00Z')),
  until: maybe(fc.constant(new Date('2026-11-21T01:00:00Z'))),
  prescription: fc.constantFrom('electronic', 'paper', null),
  referenceNumber: fc.constant('patient-1'),
})

interface Case {
  reply: AuthorityReply
  consents: Registered | null
}

const said: fc.Arbitrary<Case> = fc
  .record({
    coverages: fc.array(coverage, { maxLength: 3 }),
    publicExpenses: fc.array(expense, { maxLength: 2 }),
    told: fc.constantFrom('valid', 'invalid', 'invalidNewExists', 'multiple', 'validUnregistered'),
    message: maybe(words),
    consents: maybe(registered),
  })
  .map(({ coverages, publicExpenses, told, message, consents }) => {
    const isEmpty = coverages.length + publicExpenses.length === 0
    // Somebody whom nobody knows has registered nothing.
    const given = isEmpty || consents === null ? null : consents
    return {
      consents: given,
      reply: {
        answeredAt: ANSWERED_AT,
        validity: isEmpty ? 'none' : told,
        coverages,
        publicExpenses,
        consentedItems: CONSENT_ITEMS.filter((item) => given?.items.includes(item)),
        consentUntil:
          given && given.items.length > 0 && given.until ? given.until.toISOString() : null,
        message,
      },
    }
  })

function write({ reply, consents }: Case, seed: number, encoding: 'utf-8' | 'cp932'): Buffer {
  const of = { registered: consents, named: NAMED }
  return writeXml(
    [
      'XmlMsg',
      [
        [
          'MessageHeader',
          [
            ['ProcessExecutionTime', '20261122100203'],
            ['MedicalInstitutionCode', '1319999999'],
            ['SegmentOfResult', 1],
          ],
        ],
        ['MessageBody', replyElements(reply, of, 'ResultList')],
      ],
    ],
    chanceOf(seed, 0),
    encoding,
  )
}

/** Lists come in any order. */
function inOrder({ coverages, publicExpenses, ...rest }: AuthorityReply) {
  const sorted = (list: readonly object[]): string[] =>
    list.map((each) => JSON.stringify(Object.entries(each).sort())).sort()
  return { ...rest, coverages: sorted(coverages), publicExpenses: sorted(publicExpenses) }
}

/** What is the same in every list has no order to lose: 特定疾病 are compared as they come. */
function withSortedDiseases(reply: AuthorityReply): AuthorityReply {
  const order = (one: object, other: object) =>
    JSON.stringify(Object.entries(one).sort()) < JSON.stringify(Object.entries(other).sort())
      ? -1
      : 1
  return {
    ...reply,
    coverages: reply.coverages.map((each) => ({
      ...each,
      specificDiseases: [...each.specificDiseases].sort(order),
    })),
  }
}

describe('what the authority says', () => {
  it('comes out of any order of elements and either encoding as it was said', async () => {
    await fc.assert(
      fc.asyncProperty(
        said,
        fc.nat(),
        fc.constantFrom('utf-8', 'cp932'),
        async (each, seed, encoding) => {
          const text = await readText(write(each, seed, encoding), null, BUILT_IN_LAYOUT)
          const answer = readAnswer(readMessage(text, BUILT_IN_LAYOUT), 0)
          if (answer.kind !== 'answered') throw new Error('no answer')
          expect(inOrder(withSortedDiseases(answer.person.reply))).toEqual(
            inOrder(withSortedDiseases(each.reply)),
          )
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is refused whole once any byte of it is gone', async () => {
    await fc.assert(
      fc.asyncProperty(
        said,
        fc.nat(),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (each, seed, share) => {
          const whole = write(each, seed, 'cp932')
          // All but the line's end.
          const cut = whole.subarray(0, Math.floor((whole.length - 2) * share))
          await expect(
            readText(cut, null, BUILT_IN_LAYOUT).then((text) => readMessage(text, BUILT_IN_LAYOUT)),
          ).rejects.toBeInstanceOf(CodecFault)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never makes anything but a fault of its own out of other bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const outcome = await readText(bytes, null, BUILT_IN_LAYOUT)
          .then((text) => readAnswer(readMessage(text, BUILT_IN_LAYOUT), 0).kind)
          .catch((cause: unknown) => cause)
        expect(outcome).toBeInstanceOf(CodecFault)
      }),
      { numRuns: 1_000 },
    )
  })
})
