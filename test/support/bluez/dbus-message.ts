/** Messages of D-Bus (D-Bus Specification, "Message Format"). */
import {
  decodeValues,
  encodeValues,
  isVariant,
  listOf,
  variant,
  type DbusValues,
} from './dbus-values'

export const MESSAGE = { call: 1, reply: 2, error: 3, signal: 4 } as const

export interface DbusMessage {
  readonly type: number
  readonly serial: number
  /** The sender of a call wants no reply. */
  readonly isSilent?: boolean
  readonly path?: string
  readonly interface?: string
  readonly member?: string
  readonly errorName?: string
  readonly replySerial?: number
  readonly destination?: string
  readonly sender?: string
  readonly signature?: string
  readonly body?: DbusValues
}

/** Header fields by their codes. */
const FIELDS = [
  [1, 'path', 'o'],
  [2, 'interface', 's'],
  [3, 'member', 's'],
  [4, 'errorName', 's'],
  [5, 'replySerial', 'u'],
  [6, 'destination', 's'],
  [7, 'sender', 's'],
  [8, 'signature', 'g'],
] as const

const HEADER = 'yyyyuua(yv)'
/** Up to and with the length of the header fields. */
const FIXED_BYTES = 16
const LITTLE_ENDIAN = 'l'.charCodeAt(0)
const NO_REPLY_EXPECTED = 0x01
const VERSION = 1

export function encodeMessage(message: DbusMessage): Uint8Array {
  const { type, serial, signature = '', body = [] } = message
  const content = encodeValues(signature, body)
  const fields = FIELDS.flatMap(([code, name, kind]) => {
    const value = message[name]
    return value === undefined || value === '' ? [] : [[code, variant(kind, value)]]
  })
  const flags = message.isSilent === true ? NO_REPLY_EXPECTED : 0
  const header = encodeValues(HEADER, [
    ...[LITTLE_ENDIAN, type, flags, VERSION, content.length, serial],
    fields,
  ])
  const whole = new Uint8Array(upTo8(header.length) + content.length)
  whole.set(header)
  whole.set(content, upTo8(header.length))
  return whole
}

/**
 * The message at the front of a stream and how many bytes it takes; null while it is not complete.
 * @throws RangeError for bytes that are none, or in the other byte order
 */
export function takeMessage(bytes: Uint8Array): { message: DbusMessage; length: number } | null {
  if (bytes.length < FIXED_BYTES) return null
  if (bytes[0] !== LITTLE_ENDIAN) throw new RangeError('no message of this byte order')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const start = upTo8(FIXED_BYTES + view.getUint32(12, true))
  const end = start + view.getUint32(4, true)
  if (bytes.length < end) return null
  const [, type, flags, , , serial, fields] = decodeValues(HEADER, bytes.subarray(0, start))
  const named = nameFields(listOf(fields))
  const { signature } = named
  const message = {
    ...named,
    type: Number(type),
    serial: Number(serial),
    isSilent: (Number(flags) & NO_REPLY_EXPECTED) !== 0,
    body: signature === undefined ? [] : decodeValues(signature, bytes.subarray(start, end)),
  }
  return { message, length: end }
}

type Named = Omit<DbusMessage, 'type' | 'serial' | 'body'>

/** A field that is not in the table is ignored, as the specification says. */
function nameFields(fields: DbusValues): Named {
  const named: Record<string, unknown> = {}
  for (const field of fields) {
    const [code, value] = listOf(field)
    const known = FIELDS.find(([each]) => each === code)
    if (known && isVariant(value)) named[known[1]] = value.value
  }
  return named
}

function upTo8(length: number): number {
  return Math.ceil(length / 8) * 8
}
