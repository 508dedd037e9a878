/** What the roster asks for many people at once, and what it tells: each under an id of its own, as a check is. */
import type { Day } from '../../../domain/days'
import type { InsuredNumbers } from '../../../domain/documents/document'
import { dayForInterface } from '../../../domain/interface-form'
import { CodecFault } from './codec/fault'
import { numberValues, personValues, writeRequest, type Values } from './codec/write-request'
import type { ExchangeClient } from './folder/exchange-client'
import type { NewExchange } from './folder/send-exchange'
import type { FilledOptions } from './options'
import { actOf, peopleOf, type BulkPerson, type Settled } from './outcome'

export interface BulkEntry {
  /** Comes back as `personIdentifier`: the facility's own number of the patient, or whatever tells them apart. */
  id: string
  numbers: InsuredNumbers
  birthdate: Day
}

export type BulkQuery =
  /** 資格確認一括照会 */
  | { kind: 'eligibility'; asOf: Day; people: readonly BulkEntry[] }
  /** 同意済資格情報一括取得（訪問診療等） */
  | { kind: 'consented'; from: Day; to: Day }
  /** 医療扶助 of a month, `YYYY-MM`. */
  | { kind: 'welfare'; month: string }

export type NeverAsked = { kind: 'neverAsked' }

export interface OqsBulk {
  /** @throws CodecFault `unencodable`; Error of journal or file system. Nothing was asked then, or `find` knows it. */
  ask(requestId: string, query: BulkQuery): Promise<void>
  /** Whether the encoding of requests has every character of it: one that is not would spoil the whole list. */
  isWritable(entry: BulkEntry): boolean
  find(requestId: string): Promise<Settled<{ kind: 'listed'; people: BulkPerson[] }> | NeverAsked>
  /** 照会番号登録: from then on the authority's lists name the patient by the facility's own number. */
  register(requestId: string, patientId: string, numbers: InsuredNumbers): Promise<void>
  findRegistered(requestId: string): Promise<Settled<{ kind: 'told' }> | NeverAsked>
}

export function createBulk({ layout, encoding }: FilledOptions, client: ExchangeClient): OqsBulk {
  function toItem({ id, numbers, birthdate }: BulkEntry): Values {
    const limitFlag = layout.codes.limitFlag.values.yes
    return { ...personValues(numbers, birthdate), limitFlag, personIdentifier: id }
  }

  function toExchange(query: BulkQuery): Omit<NewExchange, 'requestId'> {
    switch (query.kind) {
      case 'eligibility':
        return {
          kind: 'muquc',
          header: { confirmationDate: dayForInterface(query.asOf) },
          items: query.people.map(toItem),
        }
      case 'consented':
        return {
          kind: 'muhvq',
          header: {},
          items: [
            {
              consentFrom: dayForInterface(query.from),
              consentTo: dayForInterface(query.to),
              treatmentFlag: layout.codes.treatment.values.homeVisit,
            },
          ],
        }
      case 'welfare': {
        const item: Values = { treatmentMonth: query.month.replace('-', '') }
        return { kind: 'mutic', header: {}, items: [item] }
      }
    }
  }

  return {
    async ask(requestId, query) {
      await client.start({ requestId, ...toExchange(query) })
    },
    isWritable(entry) {
      try {
        writeRequest(layout, 'muquc', {}, [toItem(entry)], encoding)
        return true
      } catch (fault) {
        if (fault instanceof CodecFault && fault.kind === 'unencodable') return false
        throw fault
      }
    },
    async find(requestId) {
      const looked = await client.look(requestId)
      return looked ? peopleOf(looked, layout) : { kind: 'neverAsked' }
    },
    async register(requestId, patientId, numbers) {
      const item = { ...numberValues(numbers), referenceNumber: patientId }
      await client.start({ requestId, kind: 'siimm01', header: {}, items: [item] })
    },
    async findRegistered(requestId) {
      const looked = await client.look(requestId)
      return looked ? actOf(looked, layout) : { kind: 'neverAsked' }
    },
  }
}
