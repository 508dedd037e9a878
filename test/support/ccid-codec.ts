/** CCID messages as the reader makes and reads them; written apart from the driver's. */
import type { CommandBlock } from './reader-codec'
import type { TakeFrame } from './reader-wire'

export interface CcidCommand extends CommandBlock {
  sequence: number
}

export function ccidMessage(
  type: number,
  sequence: number,
  status: number,
  error: number,
  data: Uint8Array = Uint8Array.of(),
): Uint8Array {
  const { length } = data
  return Uint8Array.of(
    type,
    length % 256,
    length >> 8,
    0,
    0,
    0,
    sequence,
    status,
    error,
    0,
    ...data,
  )
}

/** Ten bytes and what they announce; a command this reader does not know is damaged. */
export const takeCcidMessage: TakeFrame = (bytes) => {
  const [type, low = 0, high = 0, third, fourth] = bytes
  if (type === undefined || fourth === undefined) return undefined
  const isKnown = [0x62, 0x63, 0x65, 0x6f].includes(type) && third === 0 && fourth === 0
  if (!isKnown) return { body: null, rest: Uint8Array.of() }
  const end = 10 + high * 256 + low
  if (bytes.length < end) return undefined
  return { body: bytes.slice(0, end), rest: bytes.slice(end) }
}

export function readCcidCommand(message: Uint8Array): CcidCommand {
  const [type = 0, , , , , , sequence = 0] = message
  return { type, sequence, data: message.slice(10) }
}
