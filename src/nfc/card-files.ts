/** Reading elementary files in the fewest short commands (A8: one per 256 bytes). */
import type { ErrorCode } from '../../domain/errors'
import { failed, ok, type Result } from '../../domain/outcome'
import { buildReadBinary, MAX_RESPONSE_DATA, STATUS } from './apdu'
import type { CardChannel } from './card-channel'

/** The most bytes an object may announce, by file; a card that announces more is broken or hostile. */
export const FILE_LIMIT = {
  /** About 1.5 kB today; twice the key and every extension stay far below. */
  certificate: 8_192,
  /** 氏名 and 住所 of a few hundred characters, three bytes each. */
  basicFour: 4_096,
  /** The photo alone is some 4 kB and may be several times that; beyond this READ BINARY has no offset (15 bits). */
  surface: 0x8000,
} as const

export interface FileReading {
  /** Of {@link FILE_LIMIT}. */
  maxLength: number
  /** The length of the object the file begins with, from its first chunk; null if it begins none. */
  totalLength: (firstChunk: Uint8Array) => number | null
  /** What a status other than 9000 means here. */
  codeFor: (status: number) => ErrorCode
  /** The code of content that is not what `totalLength` expects. */
  malformed: ErrorCode
  onRead?: (done: number, total: number) => void
}

/** Reads the object the current file begins with, without the filler behind it. */
export async function readFile(
  channel: CardChannel,
  { maxLength, totalLength, codeFor, malformed, onRead }: FileReading,
): Promise<Result<Uint8Array>> {
  const first = await readChunk(channel, 0, MAX_RESPONSE_DATA, codeFor)
  if (!first.ok) return first
  const total = totalLength(first.value)
  if (total === null || total > maxLength) return failed(malformed)
  const parts = [first.value.subarray(0, total)]
  let done = Math.min(first.value.length, total)
  onRead?.(done, total)
  while (done < total) {
    const chunk = await readChunk(channel, done, Math.min(total - done, MAX_RESPONSE_DATA), codeFor)
    if (!chunk.ok) return chunk
    if (chunk.value.length === 0) return failed(malformed)
    parts.push(chunk.value.subarray(0, total - done))
    done = Math.min(done + chunk.value.length, total)
    onRead?.(done, total)
  }
  return ok(joinParts(parts, total))
}

/** Only now, when all of them have come: an announced length alone is worth no memory. */
function joinParts(parts: readonly Uint8Array[], total: number): Uint8Array {
  const content = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    content.set(part, at)
    at += part.length
  }
  return content
}

async function readChunk(
  channel: CardChannel,
  offset: number,
  length: number,
  codeFor: (status: number) => ErrorCode,
): Promise<Result<Uint8Array>> {
  const sent = await channel.send(buildReadBinary(offset, length))
  if (!sent.ok) return sent
  const { data, status } = sent.value
  return status === STATUS.ok || status === STATUS.endOfFile ? ok(data) : failed(codeFor(status))
}
