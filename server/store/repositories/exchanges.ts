import * as v from 'valibot'
import {
  LIST_PREFIX,
  type Exchange,
  type ExchangeChange,
  type ExchangeJournal,
} from '../../authority/oqs/journal'
import { INTERFACES, type InterfaceKey } from '../../authority/oqs/layout/interfaces'
import type { ColumnSealer } from '../../keys/column-sealer'
import {
  integer,
  integerOrNull,
  text,
  textOrNull,
  type Database,
  type Row,
  type SqlValue,
} from '../sql'

const TABLE = 'oqs_exchanges'
const Kind = v.picklist(Object.keys(INTERFACES) as InterfaceKey[])
const Step = v.picklist(['single', 'upload', 'download'])
const State = v.picklist(['intent', 'submitted', 'processing', 'done'])

/** What may change, and its column. */
const COLUMNS = {
  step: 'step',
  attempt: 'attempt',
  fileName: 'file_name',
  workFile: 'work_file',
  fileIdentifier: 'file_identifier',
  submittedAt: 'submitted_at',
  receptionNumber: 'reception_number',
  state: 'state',
  nextAt: 'next_at',
  result: 'result',
} as const satisfies Record<keyof ExchangeChange, string>

/** A result is about people: it is sealed for its row. */
export function createExchangeJournal(database: Database, columns: ColumnSealer): ExchangeJournal {
  function seal(facilityId: string, requestId: string, result: string | null): string | null {
    return result === null
      ? null
      : columns.seal({ table: TABLE, facilityId, row: requestId }, result)
  }

  function toExchange(row: Row): Exchange {
    const facilityId = text(row.facility_id)
    const requestId = text(row.request_id)
    const sealed = textOrNull(row.result)
    return {
      facilityId,
      requestId,
      kind: v.parse(Kind, row.kind),
      step: v.parse(Step, row.step),
      attempt: integer(row.attempt),
      fileName: text(row.file_name),
      workFile: text(row.work_file),
      institutionCode: text(row.institution_code),
      fileIdentifier: text(row.file_identifier),
      openedAt: integer(row.opened_at),
      submittedAt: integerOrNull(row.submitted_at),
      receptionNumber: textOrNull(row.reception_number),
      state: v.parse(State, row.state),
      nextAt: integerOrNull(row.next_at),
      result:
        sealed === null ? null : columns.open({ table: TABLE, facilityId, row: requestId }, sealed),
    }
  }

  async function find(where: string, values: readonly SqlValue[]): Promise<Exchange | undefined> {
    const row = await database.get(`SELECT * FROM oqs_exchanges WHERE ${where}`, values)
    return row && toExchange(row)
  }

  return {
    async open(exchange) {
      const { facilityId, requestId, result } = exchange
      const changed = await database.run(
        `INSERT INTO oqs_exchanges (facility_id, request_id, kind, step, attempt, file_name,
           work_file, institution_code, file_identifier, opened_at, submitted_at,
           reception_number, state, next_at, result)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (facility_id, request_id) DO NOTHING`,
        [
          facilityId,
          requestId,
          exchange.kind,
          exchange.step,
          exchange.attempt,
          exchange.fileName,
          exchange.workFile,
          exchange.institutionCode,
          exchange.fileIdentifier,
          exchange.openedAt,
          exchange.submittedAt,
          exchange.receptionNumber,
          exchange.state,
          exchange.nextAt,
          seal(facilityId, requestId, result),
        ],
      )
      return changed > 0
    },
    get: (facilityId, requestId) =>
      find('facility_id = ? AND request_id = ?', [facilityId, requestId]),
    byFile: (facilityId, fileName) =>
      find('facility_id = ? AND file_name = ?', [facilityId, fileName]),
    async change(facilityId, requestId, was, change) {
      const sealed = {
        ...change,
        ...(change.result !== undefined && { result: seal(facilityId, requestId, change.result) }),
      }
      const changes = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).flatMap((key) => {
        const value = sealed[key]
        return value === undefined ? [] : [[`${COLUMNS[key]} = ?`, value] as const]
      })
      const changed = await database.run(
        `UPDATE oqs_exchanges SET ${changes.map(([column]) => column).join(', ')}
         WHERE facility_id = ? AND request_id = ? AND state = ? AND file_name = ?`,
        [...changes.map(([, value]) => value), facilityId, requestId, was.state, was.fileName],
      )
      return changed > 0
    },
    async due(facilityId, now, limit) {
      const rows = await database.all(
        `SELECT * FROM oqs_exchanges
         WHERE facility_id = ? AND state <> 'done'
           AND (state = 'intent' OR (state = 'processing' AND next_at <= ?))
         ORDER BY opened_at, request_id LIMIT ?`,
        [facilityId, now, limit],
      )
      return rows.map(toExchange)
    },
    async eraseResults(facilityId, before) {
      const lists = await database.run(
        `DELETE FROM oqs_exchanges
         WHERE facility_id = ? AND opened_at < ? AND request_id LIKE ?`,
        [facilityId, before, `${LIST_PREFIX}%`],
      )
      const others = await database.run(
        `UPDATE oqs_exchanges SET result = NULL
         WHERE facility_id = ? AND opened_at < ? AND result IS NOT NULL`,
        [facilityId, before],
      )
      return lists + others
    },
  }
}
