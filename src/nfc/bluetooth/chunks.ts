import type { Bytes } from './bytes'

/** The payload of the smallest ATT MTU, which every reader takes. */
export const CHUNK_BYTES = 20

export function splitChunks(message: Uint8Array, size = CHUNK_BYTES): Bytes[] {
  const chunks: Bytes[] = []
  for (let at = 0; at < message.length; at += size) {
    chunks.push(new Uint8Array(message.subarray(at, at + size)))
  }
  return chunks
}
