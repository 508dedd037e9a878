/** Values of D-Bus and their bytes, little-endian (D-Bus Specification, "Type System" and "Marshaling"). */

export interface Variant {
  readonly signature: string
  readonly value: DbusValue
}

/** Structs and dictionary entries are arrays of their fields; `ay` is bytes. */
export type DbusValue = number | bigint | boolean | string | Uint8Array | Variant | DbusValues
export type DbusValues = readonly DbusValue[]

const ALIGNMENT: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4, x: 8, t: 8, d: 8 },
  ...{ '(': 8, '{': 8 },
}

export function variant(signature: string, value: DbusValue): Variant {
  return { signature, value }
}

/** The complete types that a signature is a row of. */
export function splitSignature(signature: string): string[] {
  const types: string[] = []
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at)
    types.push(signature.slice(at, end))
    at = end
  }
  return types
}

function endOfType(signature: string, at: number): number {
  const first = signature.charAt(at)
  if (first === 'a') return endOfType(signature, at + 1)
  if (first !== '(' && first !== '{') return at + 1
  let depth = 0
  for (let end = at; end < signature.length; end += 1) {
    if ('({'.includes(signature.charAt(end))) depth += 1
    if (')}'.includes(signature.charAt(end))) depth -= 1
    if (depth === 0) return end + 1
  }
  throw new RangeError(`a signature without its end: ${signature}`)
}

function alignmentOf(type: string): number {
  const alignment = ALIGNMENT[type.charAt(0)]
  if (alignment === undefined) throw new RangeError(`no type: ${type}`)
  return alignment
}

/** @throws TypeError where a value is not of its type */
export function encodeValues(signature: string, values: DbusValues): Uint8Array {
  const out: number[] = []
  writeAll(splitSignature(signature), values, out)
  return Uint8Array.from(out)
}

function writeAll(types: readonly string[], values: DbusValues, out: number[]): void {
  if (types.length !== values.length) throw new TypeError(`${types.join('')}: ${values.length}`)
  types.forEach((type, index) => {
    write(type, values[index] ?? 0, out)
  })
}

function pad(out: number[], alignment: number): void {
  while (out.length % alignment !== 0) out.push(0)
}

function write(type: string, value: DbusValue, out: number[]): void {
  pad(out, alignmentOf(type))
  switch (type.charAt(0)) {
    case 's':
    case 'o':
      writeText(value, 4, out)
      break
    case 'g':
      writeText(value, 1, out)
      break
    case 'v':
      if (!isVariant(value)) throw new TypeError('no variant')
      writeText(value.signature, 1, out)
      write(value.signature, value.value, out)
      break
    case 'a':
      writeArray(type.slice(1), value, out)
      break
    case '(':
    case '{':
      writeAll(splitSignature(type.slice(1, -1)), listOf(value), out)
      break
    default:
      writeNumber(type, value, out)
  }
}

function writeNumber(type: string, value: DbusValue, out: number[]): void {
  const view = new DataView(new ArrayBuffer(8))
  if (type === 'd') view.setFloat64(0, Number(value), true)
  else if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    view.setBigInt64(0, BigInt(value), true)
  } else throw new TypeError(`${type} is no number`)
  for (let at = 0; at < alignmentOf(type); at += 1) out.push(view.getUint8(at))
}

function writeText(value: DbusValue, lengthBytes: 1 | 4, out: number[]): void {
  if (typeof value !== 'string') throw new TypeError('no text')
  const bytes = new TextEncoder().encode(value)
  writeNumber(lengthBytes === 1 ? 'y' : 'u', bytes.length, out)
  out.push(...bytes, 0)
}

function writeArray(element: string, value: DbusValue, out: number[]): void {
  const lengthAt = out.length
  out.push(0, 0, 0, 0)
  // The padding before the first element is not counted.
  pad(out, alignmentOf(element))
  const start = out.length
  if (value instanceof Uint8Array) out.push(...value)
  else for (const item of listOf(value)) write(element, item, out)
  const length: number[] = []
  writeNumber('u', out.length - start, length)
  out.splice(lengthAt, 4, ...length)
}

export function isVariant(value: DbusValue | undefined): value is Variant {
  return typeof value === 'object' && 'signature' in value
}

/** @throws TypeError where it is none */
export function listOf(value: DbusValue | undefined): DbusValues {
  if (!Array.isArray(value)) throw new TypeError('no list')
  return value as DbusValues
}

/** @throws RangeError where the bytes end too early */
export function decodeValues(signature: string, bytes: Uint8Array): DbusValues {
  const source = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at: 0 }
  return splitSignature(signature).map((type) => read(type, source))
}

interface Source {
  view: DataView
  at: number
}

function read(type: string, source: Source): DbusValue {
  const alignment = alignmentOf(type)
  source.at = Math.ceil(source.at / alignment) * alignment
  switch (type.charAt(0)) {
    case 's':
    case 'o':
      return readText(Number(readNumber('u', source)), source)
    case 'g':
      return readText(Number(readNumber('y', source)), source)
    case 'v': {
      const signature = readText(Number(readNumber('y', source)), source)
      return { signature, value: read(signature, source) }
    }
    case 'a':
      return readArray(type.slice(1), source)
    case '(':
    case '{':
      return splitSignature(type.slice(1, -1)).map((field) => read(field, source))
    default:
      return readNumber(type, source)
  }
}

function readNumber(type: string, source: Source): number | bigint | boolean {
  const { view, at } = source
  source.at += alignmentOf(type)
  switch (type) {
    case 'y':
      return view.getUint8(at)
    case 'b':
      return view.getUint32(at, true) !== 0
    case 'n':
      return view.getInt16(at, true)
    case 'q':
      return view.getUint16(at, true)
    case 'i':
      return view.getInt32(at, true)
    case 'u':
      return view.getUint32(at, true)
    case 'x':
      return view.getBigInt64(at, true)
    case 't':
      return view.getBigUint64(at, true)
    default:
      return view.getFloat64(at, true)
  }
}

function readText(length: number, source: Source): string {
  const text = new TextDecoder().decode(readBytes(length, source))
  source.at += 1
  return text
}

function readBytes(length: number, source: Source): Uint8Array {
  const { view, at } = source
  source.at += length
  return new Uint8Array(view.buffer, view.byteOffset + at, length).slice()
}

function readArray(element: string, source: Source): DbusValue {
  const length = Number(readNumber('u', source))
  const alignment = alignmentOf(element)
  source.at = Math.ceil(source.at / alignment) * alignment
  if (element === 'y') return readBytes(length, source)
  const end = source.at + length
  const items: DbusValue[] = []
  while (source.at < end) items.push(read(element, source))
  return items
}
