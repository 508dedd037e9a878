/**
 * What a JP2 file says of itself (ISO/IEC 15444-1 annexes A and I), read before any decoder sees it: a picture of a face
 * has known bounds, and a file that announces more is refused instead of given memory.
 */
import { failed, ok, type Result } from '../../../domain/outcome'

export interface PhotoHeader {
  width: number
  height: number
  /** 1 grey, 3 colour. */
  components: 1 | 3
}

/** A face is about 4 kB; the whole file on the card is less than 64 kB. */
const MAX_FILE_LENGTH = 65_535
const MAX_SIDE = 1024
const MAX_TILES = 64
/** Signature, file type, header, codestream, and some that say nothing of the picture. */
const MAX_BOXES = 16

const SIGNATURE = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a] as const
const CODESTREAM_BOX = 0x6a703263
const START_AND_SIZE = 0xff4fff51
/** Start and size marker, length, capabilities, eight sizes, number of components. */
const SIZE_LENGTH = 42
const UNSIGNED_EIGHT_BITS = 7

/** `TZ-C33` for anything but a JP2 within the bounds; never throws on any bytes. */
export function readPhotoHeader(bytes: Uint8Array): Result<PhotoHeader> {
  if (bytes.length > MAX_FILE_LENGTH) return failed('TZ-C33')
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) return failed('TZ-C33')
  const codestream = findCodestream(bytes)
  const header = codestream && readSize(codestream)
  return header ? ok(header) : failed('TZ-C33')
}

function findCodestream(bytes: Uint8Array): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  for (let box = 0; box < MAX_BOXES && at + 8 <= bytes.length; box += 1) {
    const stated = view.getUint32(at)
    // 0 is "to the end of the file"; 1 announces 64 bits, which no file of this size needs.
    const length = stated === 0 ? bytes.length - at : stated
    if (length < 8 || length > bytes.length - at) return null
    if (view.getUint32(at + 4) === CODESTREAM_BOX) return bytes.subarray(at + 8, at + length)
    at += length
  }
  return null
}

function readSize(codestream: Uint8Array): PhotoHeader | null {
  if (codestream.length < SIZE_LENGTH) return null
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.length)
  if (view.getUint32(0) !== START_AND_SIZE) return null
  const [width = 0, height = 0, left, top, tileWidth = 0, tileHeight = 0, tileLeft, tileTop] =
    Array.from({ length: 8 }, (_, index) => view.getUint32(8 + 4 * index))
  const components = view.getUint16(40)
  const isPlaced = left === 0 && top === 0 && tileLeft === 0 && tileTop === 0
  const isSmall = isSide(width) && isSide(height) && tileWidth > 0 && tileHeight > 0
  if (!isPlaced || !isSmall || (components !== 1 && components !== 3)) return null
  const tiles = Math.ceil(width / tileWidth) * Math.ceil(height / tileHeight)
  if (tiles > MAX_TILES || view.getUint16(4) !== 38 + 3 * components) return null
  if (codestream.length < SIZE_LENGTH + 3 * components) return null
  for (let index = 0; index < components; index += 1) {
    const at = SIZE_LENGTH + 3 * index
    const isPlain = view.getUint8(at + 1) === 1 && view.getUint8(at + 2) === 1
    if (view.getUint8(at) !== UNSIGNED_EIGHT_BITS || !isPlain) return null
  }
  return { width, height, components }
}

function isSide(length: number): boolean {
  return length > 0 && length <= MAX_SIDE
}
