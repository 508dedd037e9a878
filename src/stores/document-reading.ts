/** What the domain says of the entry as it stands: read anew with every change, kept nowhere. */
import { computed, type Ref } from 'vue'
import { dayInJapan } from '../../domain/days'
import { refuseDocument } from '../../domain/documents/acceptance'
import type {
  DocumentField,
  EntryContext,
  Finding,
  InsuranceDocument,
} from '../../domain/documents/document'
import { fieldsOn } from '../../domain/documents/fields'
import { readDocument, settledDocument } from '../../domain/documents/read-document'
import {
  compareTypings,
  fieldsToTypeAgain,
  type RepeatedField,
} from '../../domain/documents/second-typing'
import type { ErrorCode } from '../../domain/errors'
import { parseInsurerNumber } from '../../domain/numbers'
import type { Visit } from '../../domain/visit'
import type { DocumentEntry } from './document-entry'

/** @param now ms since the epoch */
export function createDocumentReading(
  entry: Readonly<Ref<DocumentEntry>>,
  visitNow: () => Visit | null,
  now: () => number,
) {
  const context = computed<EntryContext>(() => {
    const visit = visitNow()
    const onFile = visit?.history?.onFile ?? null
    return {
      day: dayInJapan(now()),
      shownWith: entry.value.shownWith ?? 'nothing',
      ...((entry.value.screen === 'runs' || entry.value.screen === 'stands') && {
        screenClock: entry.value.screen,
      }),
      patient: visit && {
        birthdate: visit.birthdate,
        name: visit.name,
        nameKana: visit.nameKana,
      },
      previous: onFile ? [onFile] : [],
    }
  })

  /** Why what is shown is not enough, before anything is typed of it. */
  const refusal = computed<ErrorCode | null>(() => {
    const { kind, shownWith, screen } = entry.value
    if (kind === null || shownWith === null) return null
    if (kind === 'certificate' && screen === null) return null
    return refuseDocument(kind, null, context.value)
  })
  const isKindSettled = computed(() => {
    const { kind, shownWith, screen } = entry.value
    const clock = kind !== 'certificate' || screen !== null
    return kind !== null && shownWith !== null && clock && refusal.value === null
  })

  const fields = computed<DocumentField[]>(() =>
    entry.value.kind === null ? [] : fieldsOn(entry.value.kind, entry.value.typed, context.value),
  )
  const reading = computed(() =>
    entry.value.kind === null
      ? { document: null, findings: [] }
      : readDocument(entry.value.kind, entry.value.typed, context.value),
  )
  const settled = computed<InsuranceDocument | null>(() =>
    settledDocument(reading.value, entry.value.confirmed),
  )
  /** Taken from the PDF and not yet compared with it by a person. */
  const uncompared = computed<DocumentField[]>(() => {
    const { proposal, same } = entry.value
    if (proposal === null) return []
    return fields.value.filter((field) => isFromPdf(field) && !same.includes(field))
  })
  /** What stands between the fields and the save, in the order of the fields. */
  const openFindings = computed<Finding[]>(() =>
    reading.value.findings.filter(
      (finding) => finding.weight === 'fault' || !isConfirmed(finding.field, finding.code),
    ),
  )
  const areFieldsDone = computed(() => settled.value !== null && uncompared.value.length === 0)

  /** The fields worth typing twice; what is as in the PDF was not typed at all. Known as soon as the insurer is. */
  const repeated = computed<RepeatedField[]>(() => {
    const insurer = parseInsurerNumber(entry.value.typed.insurerNumber ?? '')
    const insurerNumber = insurer.ok ? insurer.value : ''
    return fieldsToTypeAgain({ insurerNumber }, context.value).filter(
      (field) => entry.value.proposal === null || !isAsInPdf(field),
    )
  })
  const differing = computed<Finding[]>(() => {
    const { kind, typed, again } = entry.value
    if (kind === null) return []
    const second = Object.fromEntries(repeated.value.map((field) => [field, again[field] ?? '']))
    return compareTypings(kind, typed, second, context.value)
  })
  const isReady = computed(() => areFieldsDone.value && differing.value.length === 0)

  function isFromPdf(field: DocumentField): boolean {
    const value = entry.value.proposal?.typed[field]
    return value !== undefined && value === entry.value.typed[field]
  }

  /** The same value, or nothing in both: a person compares it and types nothing. */
  function isAsInPdf(field: DocumentField): boolean {
    const proposed = entry.value.proposal?.typed[field] ?? ''
    if (proposed !== (entry.value.typed[field] ?? '')) return false
    return proposed !== '' || entry.value.proposal?.unclear.includes(field) !== true
  }

  function isConfirmed(field: Finding['field'], code: ErrorCode): boolean {
    return entry.value.confirmed.some((doubt) => doubt.field === field && doubt.code === code)
  }

  return {
    context,
    refusal,
    isKindSettled,
    fields,
    reading,
    settled,
    uncompared,
    openFindings,
    areFieldsDone,
    repeated,
    differing,
    isReady,
    isFromPdf,
    isConfirmed,
  }
}
