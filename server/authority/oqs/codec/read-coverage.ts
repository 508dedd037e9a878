/** One 資格確認結果 as the domain keeps it. Numbers and names stay as they were written. */
import type {
  Coverage,
  DaySpan,
  LimitCertificate,
  PublicExpense,
  SpecificDisease,
} from '../../../../domain/answer'
import type { NamedPerson } from '../../../../domain/names'
import type { ElementKey } from '../layout/elements'
import { CodecFault } from './fault'
import type { Fields } from './message'

const PERCENTS = new Map<string, 10 | 20 | 30>([
  ['010', 10],
  ['020', 20],
  ['030', 30],
])

/** True for 医療扶助, which is no insurance and stands in the same list. */
export function isWelfare(result: Fields): boolean {
  return (
    result.is('cardClassification', 'cardClassification', 'welfare') ||
    result.child('tickets') !== null
  )
}

/** null where name or birth date are missing: then it tells nobody apart. */
export function readNamed(result: Fields): NamedPerson | null {
  const name = result.text('name')
  const birthdate = result.day('birthdate')
  if (name === null || birthdate === null) return null
  return { name, nameKana: fullWidthKana(result.text('nameKana')), birthdate }
}

/** @throws CodecFault where it is not what the interface says */
export function readCoverage(result: Fields): Coverage {
  return {
    insurerNumber: result.need('insurerNumber'),
    insurerName: result.text('insurerName') ?? '',
    symbol: result.text('symbol'),
    number: result.need('number'),
    branch: result.text('branch'),
    cardClassification: result.need('cardClassification'),
    relation: result.code('relation', 'relation'),
    name: result.need('name'),
    nameKana: fullWidthKana(result.text('nameKana')),
    sex: result.code('sex', 'sex') ?? 'unset',
    birthdate: needDay(result, 'birthdate'),
    address: result.text('address'),
    qualifiedOn: result.day('qualifiedOn'),
    disqualifiedOn: result.day('disqualifiedOn'),
    burdenPercent: percent(result, 'share'),
    elderlyRecipient: elderlyRecipient(result),
    preschool: result.code('preschool', 'preschool') === 'yes',
    limit: limitCertificate(result),
    specificDiseases: specificDiseases(result),
    lossReason: result.code('lossReason', 'lossReason'),
  }
}

/**
 * 医療扶助: each ticket, or the person's standing alone where no ticket is told.
 * @param hasInsurance of an insurance beside it: without a ticket that says so, it is used combined
 */
export function readWelfare(result: Fields, hasInsurance: boolean): PublicExpense[] {
  const about = {
    payerNumber: result.need('insurerNumber'),
    payerName: result.text('insurerName') ?? '',
    recipientNumber: result.need('number'),
  }
  const use = hasInsurance ? 'combined' : 'alone'
  const tickets = result.child('tickets')?.children('ticket') ?? []
  if (tickets.length === 0) {
    const span = spanOf(result, 'validFrom', 'validUntil')
    return [{ ...span, ...about, use, selfPayAmount: null, hasTicket: false }]
  }
  return tickets.map((ticket) => ({
    ...spanOf(ticket, 'ticketFrom', 'ticketUntil'),
    ...about,
    use: ticket.code('ticketUse', 'use') ?? use,
    selfPayAmount: ticket.amount('ticketSelfPay'),
  }))
}

/** 医療費助成 (PMH), where the authority returns it: always beside an insurance. */
export function readSubsidies(parent: Fields): PublicExpense[] {
  const subsidies = parent.child('subsidies')?.children('subsidy') ?? []
  return subsidies.map((subsidy) => ({
    ...spanOf(subsidy, 'subsidyFrom', 'subsidyUntil'),
    payerNumber: subsidy.need('subsidyPayer'),
    payerName: subsidy.text('subsidyName') ?? '',
    recipientNumber: subsidy.need('subsidyRecipient'),
    use: 'combined',
    selfPayAmount: subsidy.amount('subsidySelfPay'),
  }))
}

/** ﾐﾎﾝ ｲﾁﾛｳ → ミホン　イチロウ: as the name beside it is written. */
function fullWidthKana(kana: string | null): string | null {
  return kana === null ? null : kana.normalize('NFKC').replace(/[ \u3000]+/g, '\u3000')
}

function elderlyRecipient(result: Fields): Coverage['elderlyRecipient'] {
  const info = result.child('elderly')
  if (info === null) return null
  const burdenPercent = percent(info, 'elderlyShare')
  if (burdenPercent === null) return null
  return { ...spanOf(info, 'elderlyFrom', 'elderlyUntil'), burdenPercent }
}

function limitCertificate(result: Fields): LimitCertificate | null {
  const info = result.child('limit')
  if (info === null) return null
  const classification = info.code('limitClassification', 'limitClassification')
  const category = info.code('limitCategory', 'limitCategory')
  if (classification === null || category === null) return null
  return { ...spanOf(info, 'limitFrom', 'limitUntil'), classification, category }
}

function specificDiseases(result: Fields): SpecificDisease[] {
  const list = result.child('diseases')?.children('disease') ?? []
  return list.flatMap((info) => {
    const category = info.code('diseaseCategory', 'disease')
    if (category === null) return []
    const selfPayLimit = info.amount('diseaseSelfPay')
    return [{ ...spanOf(info, 'diseaseFrom', 'diseaseUntil'), category, selfPayLimit }]
  })
}

function spanOf(fields: Fields, from: ElementKey, until: ElementKey): DaySpan {
  return { from: fields.day(from), until: fields.day(until) }
}

function needDay(fields: Fields, key: ElementKey): string {
  const day = fields.day(key)
  if (day === null) throw new CodecFault('notAMessage', key)
  return day
}

/** A share that the domain does not have is none told, and the answer says that it could not be known (R47). */
function percent(fields: Fields, key: ElementKey): 10 | 20 | 30 | null {
  const text = fields.text(key)
  if (text === null) return null
  if (!/^\d{3}$/.test(text)) throw new CodecFault('value', key)
  return PERCENTS.get(text) ?? null
}
