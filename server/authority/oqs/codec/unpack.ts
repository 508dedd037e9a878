/** Results that come as a zip, encrypted or not, and requests that go as one. No path of an archive is ever used. */
import {
  configure,
  ERR_ENCRYPTED,
  ERR_INVALID_PASSWORD,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
  type FileEntry,
} from '@zip.js/zip.js'
import { CodecFault } from './fault'

export interface ReadLimits {
  /** Bytes of a file as it lies in the folder. */
  packed: number
  /** Bytes of the XML. */
  unpacked: number
}

export const DEFAULT_LIMITS: ReadLimits = { packed: 32 * 2 ** 20, unpacked: 64 * 2 ** 20 }

/** Beside the one XML file there may be a folder or two. */
const MAX_ENTRIES = 8
/** XML of this kind shrinks to a twentieth; a thousandth is made to harm. */
const MAX_RATIO = 250
const AES_256 = 3
const ZIP_MAGIC = [0x50, 0x4b] as const

// Small files, in a process that has its own threads to look after.
configure({ useWebWorkers: false })

export function isZip(bytes: Uint8Array): boolean {
  return ZIP_MAGIC.every((byte, index) => bytes[index] === byte)
}

/**
 * The XML of a file: the file itself, or the one XML entry of an archive.
 * @throws CodecFault `zip`, `password` or `tooLarge`
 */
export async function unpack(
  bytes: Uint8Array,
  password: string | null,
  limits: ReadLimits = DEFAULT_LIMITS,
): Promise<Uint8Array> {
  if (bytes.length > limits.packed) throw new CodecFault('tooLarge', 'file')
  if (!isZip(bytes)) {
    if (bytes.length > limits.unpacked) throw new CodecFault('tooLarge', 'file')
    return bytes
  }
  const reader = new ZipReader(new Uint8ArrayReader(bytes))
  try {
    const entry = await findXml(reader)
    if (entry.encrypted && password === null) throw new CodecFault('password', 'zip')
    const most = Math.min(limits.unpacked, Math.max(2 ** 16, entry.compressedSize * MAX_RATIO))
    return await inflate(entry, password, most)
  } catch (cause) {
    throw toFault(cause)
  } finally {
    await reader.close()
  }
}

/** The request in an archive of its own, AES-256 where there is a password. */
export async function pack(
  name: string,
  bytes: Uint8Array,
  password: string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter())
  await writer.add(name, new Uint8ArrayReader(bytes), {
    ...(password !== null && { password, encryptionStrength: AES_256 }),
  })
  return writer.close()
}

async function findXml(reader: ZipReader<unknown>): Promise<FileEntry> {
  const found: FileEntry[] = []
  let seen = 0
  for await (const entry of reader.getEntriesGenerator()) {
    seen += 1
    if (seen > MAX_ENTRIES) throw new CodecFault('tooLarge', 'zip')
    if (!entry.directory && /\.xml$/i.test(entry.filename)) found.push(entry)
  }
  const [entry, ...others] = found
  // Of several nobody knows which is the answer.
  if (entry === undefined || others.length > 0) throw new CodecFault('zip', 'entries')
  return entry
}

/** Counts what really comes out: the sizes that an archive claims bind nobody. */
async function inflate(
  entry: FileEntry,
  password: string | null,
  most: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  const sink = new WritableStream<Uint8Array>({
    write(part) {
      length += part.length
      if (length > most) throw new CodecFault('tooLarge', 'zip')
      parts.push(part)
    },
  })
  await entry.getData(sink, { checkSignature: true, ...(password !== null && { password }) })
  return Buffer.concat(parts, length)
}

function toFault(cause: unknown): CodecFault {
  if (cause instanceof CodecFault) return cause
  const isPassword =
    cause instanceof Error &&
    (cause.message === ERR_INVALID_PASSWORD || cause.message === ERR_ENCRYPTED)
  return new CodecFault(isPassword ? 'password' : 'zip', 'zip', cause)
}
