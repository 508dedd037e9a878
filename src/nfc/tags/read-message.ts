/** What a tapped tag holds is outside data: one short URL record of ours is taken, everything else refused in words. */
import { failed, ok, type Result } from '../../../domain/outcome'
import { MAX_TAG_ADDRESS_LENGTH, readTagAddress, type VisitTag } from '../../../domain/tags'

/** The part of NDEFRecord that is looked at. */
export interface TagRecord {
  readonly recordType: string
  readonly data?: DataView
}

/**
 * Reads a tag's NDEF message (Web NFC §5).
 * @param origin of the app, without a slash at its end
 * @returns `TZ-T08` blank, `TZ-T09` not one of ours, `TZ-T10` more or longer than any of ours
 */
export function readTagMessage(
  message: { readonly records: readonly TagRecord[] },
  origin: string,
): Result<VisitTag> {
  const { records } = message
  if (records.length > 1) return failed('TZ-T10')
  const [record] = records
  if (record === undefined || record.recordType === 'empty') return failed('TZ-T08')
  if (record.recordType !== 'url' || record.data === undefined) return failed('TZ-T09')
  if (record.data.byteLength > MAX_TAG_ADDRESS_LENGTH) return failed('TZ-T10')
  const address = decode(record.data)
  return address.ok ? readTagAddress(address.value, origin) : address
}

function decode(data: DataView): Result<string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data))
  } catch (cause) {
    // The decoder's own word for bytes that are no UTF-8.
    if (cause instanceof TypeError) return failed('TZ-T09')
    throw cause
  }
}
