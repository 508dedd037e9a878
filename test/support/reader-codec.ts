/** Frames and blocks as the reader makes and reads them; written apart from the driver's. */

export interface CommandBlock {
  type: number
  data: Uint8Array
}

export function xorAll(bytes: Iterable<number>): number {
  let sum = 0
  for (const byte of bytes) sum ^= byte
  return sum
}

export function answerBlock(type: number, param: number, data: Uint8Array = Uint8Array.of()) {
  const head = [type, Math.floor(data.length / 256), data.length % 256, 0, 0, param]
  return Uint8Array.of(...head, xorAll([...head, ...data]), ...data)
}

export function frameOf(body: Uint8Array): Uint8Array {
  const sized = [Math.floor(body.length / 256), body.length % 256, ...body]
  return Uint8Array.of(0x05, ...sized, xorAll(sized), 0x0a)
}

export function padWithFf(block: Uint8Array): Uint8Array<ArrayBuffer> {
  const padding = new Array<number>((16 - (block.length % 16)) % 16).fill(0xff)
  return Uint8Array.of(...block, ...padding)
}

export function cutIntoChunks(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / 20)
  return Array.from({ length: count }, (_, index) => bytes.slice(index * 20, index * 20 + 20))
}

/** Takes one frame off the front; `body` is null when the frame is damaged. */
export function takeFrame(
  bytes: Uint8Array,
): { body: Uint8Array | null; rest: Uint8Array } | undefined {
  const [start, high = 0, low = 0] = bytes
  if (start === undefined) return undefined
  if (start !== 0x05) return { body: null, rest: Uint8Array.of() }
  const length = high * 256 + low
  if (bytes.length < length + 5) return undefined
  const frame = bytes.slice(0, length + 5)
  const isSound = frame.at(-1) === 0x0a && xorAll(frame.slice(1, -2)) === frame.at(-2)
  return { body: isSound ? frame.slice(3, -2) : null, rest: bytes.slice(length + 5) }
}

/** @returns undefined when the block is not a sound command: a wrong session key looks like that too */
export function readCommand(block: Uint8Array): CommandBlock | undefined {
  const [type = 0, high = 0, low = 0] = block
  const end = 7 + high * 256 + low
  const isKnown = [0x62, 0x63, 0x65, 0x6b, 0x6f].includes(type)
  if (!isKnown || end > block.length || xorAll(block.slice(0, end)) !== 0) return undefined
  return { type, data: block.slice(7, end) }
}
