/** What stands in the form of a document that is not saved yet, as it is kept in the vault. */
import {
  DOCUMENT_FIELDS,
  type DocumentField,
  type DocumentKind,
  type EntryContext,
  type Finding,
  type TypedDocument,
} from '../../domain/documents/document'
import type { PortalProposal } from '../../domain/documents/portal-pages'
import type { RepeatedField } from '../../domain/documents/second-typing'

export type EntryPhase = 'kind' | 'file' | 'fields' | 'again'

/** How a 資格確認書 is shown: on paper or as a card, or on a screen whose clock runs or stands (R53). */
export type ScreenKind = 'paper' | 'runs' | 'stands'

export interface DocumentEntry {
  v: 1
  phase: EntryPhase
  kind: DocumentKind | null
  shownWith: EntryContext['shownWith'] | null
  screen: ScreenKind | null
  typed: TypedDocument
  /** Left once, or asked to go on: from then on a fault is named as it is typed. */
  left: readonly DocumentField[]
  confirmed: readonly Pick<Finding, 'field' | 'code'>[]
  again: Readonly<Partial<Record<RepeatedField, string>>>
  /** What the saved PDF proposed; null where none was opened. */
  proposal: PortalProposal | null
  /** Compared with the PDF by a person. */
  same: readonly DocumentField[]
}

export const EMPTY_ENTRY: DocumentEntry = {
  v: 1,
  phase: 'kind',
  kind: null,
  shownWith: null,
  screen: null,
  typed: {},
  left: [],
  confirmed: [],
  again: {},
  proposal: null,
  same: [],
}

const PHASES: readonly unknown[] = ['kind', 'file', 'fields', 'again'] satisfies EntryPhase[]

/** True for what this version of the app wrote; an entry of another shape is not gone on with. */
export function isDocumentEntry(value: unknown): value is DocumentEntry {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Partial<Record<keyof DocumentEntry, unknown>>
  return (
    entry.v === 1 &&
    PHASES.includes(entry.phase) &&
    isTyped(entry.typed) &&
    [entry.left, entry.confirmed, entry.same].every(Array.isArray) &&
    typeof entry.again === 'object'
  )
}

function isTyped(typed: unknown): boolean {
  if (typeof typed !== 'object' || typed === null) return false
  const fields: readonly string[] = DOCUMENT_FIELDS
  return Object.entries(typed).every(
    ([field, text]) => fields.includes(field) && typeof text === 'string',
  )
}
