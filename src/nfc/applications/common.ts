/** 共通カード application: what anyone who taps the card can read. Two APDUs, 20 bytes to the card, 34 back (A8). */
import { isDay } from '../../../domain/days'
import { failed, ok, type Result } from '../../../domain/outcome'
import { buildReadRecord, buildSelectApplication } from '../apdu'
import { expectOk, type CardChannel } from '../card-channel'
import { findTlv, readTlvs } from '../tlv'
import { COMMON_APPLICATION, COMMON_RECORD } from './identifiers'

export interface CommonRecord {
  /** The card's last day, `YYYY-MM-DD` in Japan. */
  cardExpiry: string
  /** Municipality code, 5 digits. */
  municipality: string
}

const RECORD_TAG = 0x01

/** 製造番号 (15 digits, of no use here and not kept) ‖ municipality (5) ‖ expiry YYYYMMDD. */
const RECORD = /^\d{15}(\d{5})(\d{4})(\d{2})(\d{2})$/

/** Fails with `TZ-C06` where the application is missing and `TZ-C09` where the record is not the known one. */
export async function readCommonRecord(channel: CardChannel): Promise<Result<CommonRecord>> {
  const selected = expectOk(
    await channel.send(buildSelectApplication(COMMON_APPLICATION)),
    () => 'TZ-C06',
  )
  if (!selected.ok) return selected
  const record = expectOk(
    await channel.send(buildReadRecord(COMMON_RECORD.record, COMMON_RECORD.shortFileId)),
  )
  return record.ok ? parseCommonRecord(record.value) : record
}

/** `01 1C` and 28 digits. `TZ-C09` for anything else; never throws on any bytes. */
export function parseCommonRecord(bytes: Uint8Array): Result<CommonRecord> {
  const value = findTlv(readTlvs(bytes) ?? [], RECORD_TAG)
  if (!value) return failed('TZ-C09')
  const match = RECORD.exec(Array.from(value, (byte) => String.fromCharCode(byte)).join(''))
  if (!match) return failed('TZ-C09')
  const [, municipality = '', year = '', month = '', day = ''] = match
  const cardExpiry = `${year}-${month}-${day}`
  return isDay(cardExpiry) ? ok({ cardExpiry, municipality }) : failed('TZ-C09')
}
