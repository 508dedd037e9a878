/** The bytes of an imported file as text: UTF-8 or CP932, each read strictly. */

/** Of the WHATWG's encodings `shift_jis` is CP932, with the makers' characters. */
const ENCODINGS = ['utf-8', 'shift_jis'] as const

export type TextEncoding = (typeof ENCODINGS)[number]

/**
 * UTF-8 where the bytes are UTF-8: Japanese in CP932 hardly ever is, and its header would then be none that is known. A byte order
 * mark is dropped. null for what is neither, and for UTF-16, whose Latin letters have zeros beside them.
 */
export function readText(bytes: Uint8Array): { text: string; encoding: TextEncoding } | null {
  if (bytes.includes(0)) return null
  for (const encoding of ENCODINGS) {
    const text = tryDecode(encoding, bytes)
    if (text !== null) return { text, encoding }
  }
  return null
}

function tryDecode(encoding: TextEncoding, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return null
    throw cause
  }
}
