/** 連携: where answers go and what stopped on the way, on the administrator's page. */
import * as v from 'valibot'
import { exportErrors, isExportErrorCode } from '../../domain/errors/export'
import { shortText } from '../wire'

type ExportCode = keyof typeof exportErrors

/** ms since the epoch. */
const time = v.pipe(v.number(), v.integer())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const code = v.picklist(Object.keys(exportErrors).filter(isExportErrorCode) as [ExportCode])

export const DestinationFacts = v.object({
  id: shortText,
  /** null: it was taken out of the settings, and something of it is still here. */
  kind: v.nullable(v.picklist(['csv', 'fhir', 'orca', 'webhook'])),
  /** Folder or host; null with `kind`. */
  place: v.nullable(v.string()),
  waiting: count,
  stopped: count,
  /** When something last arrived there, as far as it is still known. */
  doneAt: v.nullable(time),
  /** Why something that waits has not arrived; null where nothing has failed. */
  code: v.nullable(code),
  nextTryAt: v.nullable(time),
})
export type DestinationFacts = v.InferOutput<typeof DestinationFacts>
export const Destinations = v.object({ destinations: v.array(DestinationFacts) })

export const StoppedExport = v.object({
  id: shortText,
  destination: shortText,
  stoppedAt: time,
  code,
  /** The other side's own code and words. */
  said: v.nullable(v.object({ code: v.string(), message: v.string() })),
  /** ISO 8601, UTC; null where what it was about was erased. */
  capturedAt: v.nullable(v.string()),
  patient: v.nullable(
    v.object({
      /** 患者番号; null for a walk-in. */
      number: v.nullable(v.string()),
      /** As the authority wrote it; null where it named nobody, or several. */
      name: v.nullable(v.string()),
    }),
  ),
})
export type StoppedExport = v.InferOutput<typeof StoppedExport>
export const StoppedExports = v.object({
  exports: v.array(StoppedExport),
  /** False: there are more than are told. */
  isAll: v.boolean(),
})
