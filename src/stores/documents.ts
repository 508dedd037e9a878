import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type {
  DocumentField,
  DocumentKind,
  EntryContext,
  Finding,
} from '../../domain/documents/document'
import type { PortalProposal } from '../../domain/documents/portal-pages'
import type { RepeatedField } from '../../domain/documents/second-typing'
import type { ErrorCode } from '../../domain/errors'
import { refusesMyNumber } from '../../domain/my-number'
import { failed, type Result } from '../../domain/outcome'
import type { PortalPdf } from '../pdf/portal-pdf'
import { useCaptureStore } from './capture'
import {
  type DocumentEntry,
  EMPTY_ENTRY,
  isDocumentEntry,
  type EntryPhase,
  type ScreenKind,
} from './document-entry'
import { createDocumentReading } from './document-reading'
import { useServices } from './services'
import type { EntryDraft } from './view-types'

export type { DocumentEntry, EntryPhase, ScreenKind } from './document-entry'

/** A pause in typing, after which what stands there is written. */
const WRITE_AFTER_MS = 400

type Open = (file: Blob) => Promise<Result<PortalPdf>>

const openFile: Open = async (file) => {
  const { openPortalPdf } = await import('../pdf/portal-pdf').catch(() => ({
    openPortalPdf: () => Promise.resolve(failed('TZ-N55')),
  }))
  return openPortalPdf(file)
}

/**
 * 書類の入力: one document of the check that is under way, from what is shown to the saved check. What may stand in a
 * field the domain says; here is what was typed, left and confirmed, written to the vault as it is typed.
 */
export const useDocumentsStore = defineStore('documents', () => {
  const { records, now } = useServices()
  const capture = useCaptureStore()

  const entry = shallowRef<DocumentEntry>(EMPTY_ENTRY)
  /** Of an earlier entry for this visit, which staff may go on with. */
  const offered = shallowRef<EntryDraft | null>(null)
  /** Emptied because it may have been a 個人番号 (R13). */
  const refused = ref<DocumentField | null>(null)
  const fileError = ref<ErrorCode | null>(null)
  const opening = ref(false)
  const saving = ref(false)
  /** False: what was typed last stands in no draft. */
  const kept = ref(true)
  /** The pages of the PDF, as long as the screen is open. */
  const pdf = shallowRef<PortalPdf | null>(null)
  let timer: ReturnType<typeof setTimeout> | null = null
  let writing: Promise<unknown> = Promise.resolve()
  /** Changes with each entry that is begun or left. */
  let session = 0

  const judged = createDocumentReading(entry, () => capture.visit, now)
  const { fields, settled, isReady, isConfirmed } = judged

  /** Takes up the visit of the check under way; looks for an earlier entry of it. */
  async function start(kind: DocumentKind | null): Promise<void> {
    clear()
    const mine = session
    entry.value = { ...EMPTY_ENTRY, kind, shownWith: kind === 'certificate' ? 'nothing' : null }
    const drafts = await records.entryDrafts()
    if (mine !== session) return
    const visitId = capture.visit?.id ?? null
    offered.value =
      drafts.find(
        (draft) =>
          draft.kind === 'document' && draft.visitId === visitId && isDocumentEntry(draft.value),
      ) ?? null
  }

  /** Goes on with the earlier entry, from now on under the id of this check. */
  async function resume(): Promise<void> {
    const draft = offered.value
    offered.value = null
    if (!draft || !isDocumentEntry(draft.value)) return
    const { phase } = draft.value
    // The file itself was not kept: it is chosen again, or the fields are gone on with.
    entry.value = { ...draft.value, phase: phase === 'file' ? 'kind' : phase }
    await write()
    if (kept.value && draft.id !== capture.checkId) await records.dropEntryDraft(draft.id)
  }

  async function forget(): Promise<void> {
    const draft = offered.value
    offered.value = null
    if (draft) await records.dropEntryDraft(draft.id)
  }

  function chooseKind(kind: DocumentKind): void {
    if (kind === entry.value.kind) return
    const shownWith = entry.value.shownWith ?? (kind === 'certificate' ? 'nothing' : null)
    change({ kind, shownWith, screen: null, proposal: null, same: [], confirmed: [] })
  }

  function chooseShownWith(shownWith: EntryContext['shownWith']): void {
    change({ shownWith })
  }

  function chooseScreen(screen: ScreenKind): void {
    change({ screen })
  }

  function goTo(phase: EntryPhase): void {
    change({ phase })
    void write()
  }

  /** What was confirmed of a field, and typed of it a second time, counts until it is typed anew. */
  function type(field: DocumentField, text: string): void {
    const isMyNumber = refusesMyNumber(text)
    if (isMyNumber) refused.value = field
    else if (text !== '' && refused.value === field) refused.value = null
    const { typed, confirmed, same, again } = entry.value
    const value = isMyNumber ? '' : text
    if (value === (typed[field] ?? '')) return
    change({
      typed: { ...typed, [field]: value },
      confirmed: confirmed.filter((doubt) => doubt.field !== field),
      same: same.filter((other) => other !== field),
      again: Object.fromEntries(Object.entries(again).filter(([other]) => other !== field)),
    })
  }

  function leave(field: DocumentField): void {
    const { left, typed } = entry.value
    if (!left.includes(field) && (typed[field] ?? '') !== '') change({ left: [...left, field] })
    void write()
  }

  /** Somebody wants to go on: from here on what is missing is named too. */
  function leaveAll(): void {
    change({ left: [...fields.value] })
  }

  /** A doubt, after a look at the document. */
  function confirm(field: Finding['field'], code: ErrorCode): void {
    if (!isConfirmed(field, code))
      change({ confirmed: [...entry.value.confirmed, { field, code }] })
  }

  function setSame(field: DocumentField, isSame: boolean): void {
    const others = entry.value.same.filter((other) => other !== field)
    change({ same: isSame ? [...others, field] : others })
  }

  function typeAgain(field: RepeatedField, text: string): void {
    change({ again: { ...entry.value.again, [field]: refusesMyNumber(text) ? '' : text } })
  }

  /** Both typings stand side by side, and a person says which one the document has. */
  function settleTyping(field: RepeatedField, which: 'first' | 'second'): void {
    const { typed, again } = entry.value
    const value = (which === 'first' ? typed[field] : again[field]) ?? ''
    type(field, value)
    typeAgain(field, value)
  }

  async function openPdf(file: Blob, open: Open = openFile): Promise<boolean> {
    const mine = session
    fileError.value = null
    opening.value = true
    try {
      const opened = await open(file)
      if (mine !== session) {
        if (opened.ok) await opened.value.pages.close()
        return false
      }
      if (!opened.ok) {
        fileError.value = opened.code
        return false
      }
      await closePdf()
      pdf.value = opened.value
      takeOver(opened.value.proposal)
      return true
    } finally {
      if (mine === session) opening.value = false
    }
  }

  /** The same file opened once more leaves everything as it stands. */
  function takeOver(proposal: PortalProposal): void {
    const isSame = JSON.stringify(proposal) === JSON.stringify(entry.value.proposal)
    if (!isSame) {
      const left = Object.keys(proposal.typed) as DocumentField[]
      const nothing = { confirmed: [], same: [], again: {} }
      change({ ...nothing, proposal, typed: proposal.typed, left })
    }
    goTo('fields')
  }

  async function closePdf(): Promise<void> {
    const opened = pdf.value
    pdf.value = null
    await opened?.pages.close()
  }

  function change(part: Partial<DocumentEntry>): void {
    entry.value = { ...entry.value, ...part }
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void write(), WRITE_AFTER_MS)
  }

  /** Writes what stands there now; one write after the other, so that the last one stays. */
  async function write(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const id = capture.checkId
    if (id === null || entry.value === EMPTY_ENTRY) return
    const mine = session
    const visitId = capture.visit?.id ?? null
    const draft: EntryDraft = {
      v: 1,
      id,
      visitId,
      kind: 'document',
      value: entry.value,
      savedAt: now(),
    }
    const written = writing.then(() => records.putEntryDraft(draft)).catch(() => failed('TZ-D04'))
    writing = written
    const result = await written
    if (mine === session) kept.value = result.ok
  }

  /** False: not ready yet, or not saved (`capture.error` says why); what was typed stands. */
  async function save(): Promise<boolean> {
    const document = settled.value
    const { shownWith, screen } = entry.value
    if (document === null || shownWith === null || !isReady.value || saving.value) return false
    saving.value = true
    try {
      await write()
      const screenClock = document.kind === 'certificate' && screen === 'runs' ? 'runs' : null
      return await capture.saveEvidence(
        { kind: 'document', document, shownWith, screenClock },
        { v: 1, kind: 'document', document },
      )
    } finally {
      saving.value = false
    }
  }

  /** Leaves the screen: what was typed is in the vault, nothing of it stays in memory. */
  function clear(): void {
    if (timer !== null) void write()
    session += 1
    void closePdf()
    entry.value = EMPTY_ENTRY
    offered.value = null
    refused.value = null
    fileError.value = null
    opening.value = false
    kept.value = true
  }

  return {
    ...judged,
    entry,
    offered,
    refused,
    fileError,
    opening,
    saving,
    kept,
    pdf,
    start,
    resume,
    forget,
    chooseKind,
    chooseShownWith,
    chooseScreen,
    goTo,
    type,
    leave,
    leaveAll,
    confirm,
    setSame,
    typeAgain,
    settleTyping,
    openPdf,
    write,
    save,
    clear,
  }
})
