/** Fictitious answers for the tests of the decision engine. */
import fc from 'fast-check'
import type { Coverage, EligibilityAnswer, PublicExpense, Validity } from '../../domain/answer'

export const TODAY = '2026-05-20'

export function coverage(changes: Partial<Coverage> = {}): Coverage {
  return {
    insurerNumber: '06139018',
    insurerName: '訓練健康保険組合',
    symbol: '１２３',
    number: '４５６',
    branch: '01',
    cardClassification: '01',
    relation: 'self',
    name: '訓練 花子',
    nameKana: 'クンレン ハナコ',
    sex: 'female',
    birthdate: '1980-04-01',
    address: '訓練県訓練市1-1',
    qualifiedOn: '2020-04-01',
    disqualifiedOn: null,
    burdenPercent: 30,
    elderlyRecipient: null,
    preschool: false,
    limit: null,
    specificDiseases: [],
    lossReason: null,
    ...changes,
  }
}

export function ticket(changes: Partial<PublicExpense> = {}): PublicExpense {
  return {
    payerNumber: '12139010',
    payerName: '訓練福祉事務所',
    recipientNumber: '1234566',
    use: 'alone',
    selfPayAmount: null,
    from: '2026-05-01',
    until: '2026-05-31',
    ...changes,
  }
}

export function answer(changes: Partial<EligibilityAnswer> = {}): EligibilityAnswer {
  return {
    v: 1,
    checkId: '01970000-0000-7000-8000-000000000000',
    answeredAt: '2026-05-20T02:00:00.000Z',
    asOf: TODAY,
    channel: 'homeConsent',
    validity: 'valid',
    coverages: [coverage()],
    publicExpenses: [],
    certificate: { state: 'valid', lastDay: '2028-04-01', usableUntil: '2028-07-31' },
    assurance: 'challenge',
    revocationChecked: false,
    consentedItems: [],
    consentUntil: null,
    message: null,
    ...changes,
  }
}

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
/** Mostly days, and now and then what a confused system might send. */
const oddDay = fc.oneof(
  { weight: 8, arbitrary: day },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '2026-02-30', '令和8年', '9999-12-31', '0001-01-01'),
  },
)
const percent = fc.constantFrom<10 | 20 | 30>(10, 20, 30)
const span = { from: fc.option(oddDay), until: fc.option(oddDay) }
const oddName = fc.constantFrom('訓練 花子', '●田 太郎', '𠮷野 德子', '')

export const anyCoverage: fc.Arbitrary<Coverage> = fc.record({
  insurerNumber: fc.constantFrom('06139018', '138057', '39139019', ''),
  insurerName: fc.constant('訓練'),
  symbol: fc.option(fc.string()),
  number: fc.string(),
  branch: fc.option(fc.constantFrom('00', '01')),
  cardClassification: fc.constantFrom('01', '05', 'A1', 'XX'),
  relation: fc.option(fc.constantFrom('self' as const, 'family' as const)),
  name: oddName,
  nameKana: fc.option(oddName),
  sex: fc.constantFrom('male' as const, 'female' as const, 'unset' as const),
  birthdate: oddDay,
  address: fc.option(oddName),
  qualifiedOn: fc.option(oddDay),
  disqualifiedOn: fc.option(oddDay),
  burdenPercent: fc.option(percent),
  elderlyRecipient: fc.option(fc.record({ ...span, burdenPercent: percent })),
  preschool: fc.boolean(),
  limit: fc.constant(null),
  specificDiseases: fc.constant([]),
  lossReason: fc.option(fc.constantFrom('01' as const, '99' as const)),
})

const anyTicket: fc.Arbitrary<PublicExpense> = fc.record({
  payerNumber: fc.constant('12139010'),
  payerName: fc.constant('訓練'),
  recipientNumber: fc.constant('1234566'),
  use: fc.constantFrom('alone' as const, 'combined' as const),
  selfPayAmount: fc.option(fc.nat(10_000)),
  ...span,
})

export const VALIDITIES = [
  'valid',
  'invalid',
  'invalidNewExists',
  'none',
  'multiple',
  'validUnregistered',
] as const satisfies readonly Validity[]

export const anyDay = day

export const anyAnswer: fc.Arbitrary<EligibilityAnswer> = fc
  .record({
    asOf: oddDay,
    channel: fc.constantFrom(
      'counter' as const,
      'homeConsent' as const,
      'eligibilityOnly' as const,
    ),
    validity: fc.constantFrom(...VALIDITIES),
    coverages: fc.array(anyCoverage, { maxLength: 3 }),
    publicExpenses: fc.array(anyTicket, { maxLength: 2 }),
    certificate: fc.record({
      state: fc.constantFrom('valid' as const, 'alert' as const, 'grace' as const, 'dead' as const),
      lastDay: oddDay,
      usableUntil: oddDay,
    }),
    assurance: fc.constantFrom('challenge' as const, 'lower' as const),
    consentUntil: fc.constant(null),
  })
  .map((changes) => answer(changes))
