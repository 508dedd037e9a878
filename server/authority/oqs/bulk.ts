/** What the roster asks for many people at once, and what it tells: each under an id of its own, as a check is. */
import type { Day } from '../../../domain/days'
import type { InsuredNumbers } from '../../../domain/documents/document'
import { dayForInterface } from '../../../domain/interface-form'
import { isUnencodable } from './codec/fault'
import { numberValues, personValues, writeRequest, type Values } from './codec/write-request'
import type { ExchangeClient, Looked } from './folder/exchange-client'
import type { NewExchange } from './folder/send-exchange'
import type { Layout } from './layout/layout'
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
  /** Whether the facility wants the list of 医療扶助. */
  readonly listsWelfare: boolean
  /** 照会番号登録: from then on the authority's lists name the patient by the facility's own number. null: not to be used. */
  readonly references: {
    /** False where the encoding of requests lacks a character of it: nothing was asked. @throws Error of journal or file system */
    register(requestId: string, patientId: string, numbers: InsuredNumbers): Promise<boolean>
    find(requestId: string): Promise<Settled<{ kind: 'told' }> | NeverAsked>
  } | null
}

export function createBulk(options: FilledOptions, client: ExchangeClient): OqsBulk {
  const { layout, encoding } = options

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

  async function look<T>(
    requestId: string,
    read: (looked: Looked, of: Layout) => T,
  ): Promise<T | NeverAsked> {
    const looked = await client.look(requestId)
    return looked ? read(looked, layout) : { kind: 'neverAsked' }
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
        if (isUnencodable(fault)) return false
        throw fault
      }
    },
    find: (requestId) => look(requestId, peopleOf),
    listsWelfare: options.welfareList,
    references: options.registerNumbers
      ? {
          async register(requestId, patientId, numbers) {
            const item = { ...numberValues(numbers), referenceNumber: patientId }
            try {
              await client.start({ requestId, kind: 'siimm01', header: {}, items: [item] })
              return true
            } catch (fault) {
              if (isUnencodable(fault)) return false
              throw fault
            }
          },
          find: (requestId) => look(requestId, actOf),
        }
      : null,
  }
}
