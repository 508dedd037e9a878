/** Visit tags (訪問タグ) and patient cards (診察券): an address with a random id, and whose it is (docs/adr/0016). */
import type { ErrorCode } from './errors'
import type { RandomBytes } from './ids'
import { failed, ok, type Result } from './outcome'
import type { Visit } from './visit'

export const TAG_KINDS = ['visit', 'patientCard'] as const
export type TagKind = (typeof TAG_KINDS)[number]

export interface VisitTag {
  /** 22 characters of base64url, random. */
  id: string
  kind: TagKind
}

/** What the gateway keeps of a tag. */
export interface TagRegistration extends VisitTag {
  /** As the visit list names the patient. */
  patientId: string
  /** ISO 8601, UTC. */
  writtenAt: string
  /** When it was taken out of use; null while it opens visits. */
  retiredAt: string | null
}

export const TAG_KIND_LABELS: Readonly<Record<TagKind, string>> = {
  visit: '訪問タグ',
  patientCard: '診察券',
}

const FOLDERS: Readonly<Record<TagKind, string>> = { visit: '/v/', patientCard: '/p/' }
const TAG_ID = /^[A-Za-z0-9_-]{22}$/
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** An address of ours is far shorter; nothing longer is even looked at. */
export const MAX_TAG_ADDRESS_LENGTH = 512

/** 132 random bits. */
export function createTagId(randomBytes: RandomBytes): string {
  return Array.from(randomBytes(22), (byte) => ALPHABET.charAt(byte & 63)).join('')
}

export function isTagId(text: string): boolean {
  return TAG_ID.test(text)
}

/** The route that a tap opens. */
export function tagPath({ kind, id }: VisitTag): string {
  return FOLDERS[kind] + id
}

/** What is written on the tag. @param origin of the app, without a slash at its end */
export function tagAddress(origin: string, tag: VisitTag): string {
  return origin + tagPath(tag)
}

/**
 * Reads an address that came from outside. Only the exact form of {@link tagAddress} is taken: no other origin, no
 * query, no fragment, no escapes.
 * @returns `TZ-T09` for anything else, `TZ-T10` when it is longer than any address of ours
 */
export function readTagAddress(text: string, origin: string): Result<VisitTag> {
  if (text.length > MAX_TAG_ADDRESS_LENGTH) return failed('TZ-T10')
  for (const kind of TAG_KINDS) {
    const start = origin + FOLDERS[kind]
    const id = text.slice(start.length)
    if (text.startsWith(start) && isTagId(id)) return ok({ kind, id })
  }
  return failed('TZ-T09')
}

/** A tag as this device knows it: out of today's list, or written here and not yet in a list. */
export interface KnownTag extends VisitTag {
  patientId: string
  isRetired: boolean
}

export type TagMeaning =
  { kind: 'visit'; visit: Visit } | { kind: 'refused'; code: ErrorCode & `TZ-T${string}` }

/**
 * What a tapped tag opens: of that patient's visits of today the earliest that is not confirmed yet, else the last.
 * @param own rows written on this device; they outrank the list, which may be older
 * @returns `TZ-T14` where no visit of today belongs to it, `TZ-T15` where it was taken out of use
 */
export function meaningOfTag(
  id: string,
  visits: readonly Visit[],
  own: readonly KnownTag[],
  isOpen: (visit: Visit) => boolean,
): TagMeaning {
  const mine = own.find((tag) => tag.id === id)
  if (mine?.isRetired === true) return { kind: 'refused', code: 'TZ-T15' }
  const theirs = visits
    .filter((visit) =>
      mine ? visit.patientId === mine.patientId : visit.tags?.some((tag) => tag.id === id),
    )
    .sort((a, b) => a.scheduledAt.localeCompare(b.scheduledAt))
  const visit = theirs.find(isOpen) ?? theirs.at(-1)
  return visit ? { kind: 'visit', visit } : { kind: 'refused', code: 'TZ-T14' }
}

/** The tags of one patient that are in use, own rows and the list taken together, each once. */
export function tagsOfPatient(
  patientId: string,
  visits: readonly Visit[],
  own: readonly KnownTag[],
): VisitTag[] {
  const known = new Map<string, VisitTag>()
  for (const visit of visits) {
    if (visit.patientId !== patientId) continue
    for (const { id, kind } of visit.tags ?? []) known.set(id, { id, kind })
  }
  for (const { id, kind, ...tag } of own) {
    if (tag.patientId !== patientId) continue
    if (tag.isRetired) known.delete(id)
    else known.set(id, { id, kind })
  }
  return [...known.values()]
}
