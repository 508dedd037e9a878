/** DF22‖DF23‖DF24 of the card's face: birth date, sex and the card's own key, as one piece of what the issuer signed. */
import { parseSurfaceKey, type SurfaceKey } from './signature'
import { readTlvs } from './tlv'

const TAGS = [0xdf22, 0xdf23, 0xdf24] as const

/** The card's own key. null unless it is exactly those three objects, in that order; never throws on any bytes. */
export function parseKeyGroup(bytes: Uint8Array): SurfaceKey | null {
  const objects = readTlvs(bytes)
  if (objects?.length !== TAGS.length || !TAGS.every((tag, at) => objects[at]?.tag === tag)) {
    return null
  }
  const [, , key] = objects
  return key ? parseSurfaceKey(key.value) : null
}
