import {
  BlobReader,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js'

export async function zip(
  name: string,
  bytes: Uint8Array,
  password: string | null,
): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  await writer.add(name, new Uint8ArrayReader(bytes), {
    ...(password !== null && { password, encryptionStrength: 3 }),
  })
  return writer.close()
}

/** The first file of an archive; what is no archive as it is. */
export async function unzip(bytes: Uint8Array, password: string | null): Promise<Uint8Array> {
  if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') !== 'PK') return bytes
  const reader = new ZipReader(new BlobReader(new Blob([Uint8Array.from(bytes)])), {
    useWebWorkers: false,
  })
  const [entry] = await reader.getEntries()
  if (!entry || entry.directory) throw new Error('an archive without a file')
  return entry.getData(new Uint8ArrayWriter(), password === null ? {} : { password })
}
