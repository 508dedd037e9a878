/** DF22‖DF23‖DF24 of the card's face: birth date, sex and the card's own key, as one piece of what the issuer signed. */
import { type Day, toDay } from '../days'
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

/** The birth date that the issuer signed. null for bytes that are no such group, or hold no day; never throws. */
export function parseKeyGroupBirthdate(bytes: Uint8Array): Day | null {
  const [birth] = parseKeyGroup(bytes) === null ? [] : (readTlvs(bytes) ?? [])
  if (birth?.value.length !== 8) return null
  const [, year, month, date] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(String.fromCharCode(...birth.value)) ?? []
  return toDay(Number(year), Number(month), Number(date))
}
