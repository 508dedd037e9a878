/** The wire contract of the roster (名簿) on the administrator's page: schemas → types → validation → OpenAPI. */
import * as v from 'valibot'
import { SETTINGS } from '../../domain/settings'
import type { Setting } from '../../domain/check'

/** A facility's file at once: some 20,000 patients. */
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const line = v.pipe(v.number(), v.integer(), v.minValue(1))
const code = v.pipe(v.string(), v.regex(/^TZ-[A-Z]\d{2}$/))
const day = v.pipe(v.string(), v.isoDate())
const optionalText = v.nullable(v.string())

const Settings = v.picklist(Object.keys(SETTINGS) as [Setting, ...Setting[]])

/** What is looked for stands in the body: an address is written down in many places. */
export const RosterSearch = v.object({
  /** The beginning of the kana, in any kana and width. */
  kana: v.exactOptional(v.pipe(v.string(), v.maxLength(40))),
  /** The beginning of the facility's own number. */
  number: v.exactOptional(v.pipe(v.string(), v.maxLength(50))),
  /** Only those at whom a person has to look. */
  undecided: v.exactOptional(v.boolean()),
  limit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)), 50),
})

const numbers = v.object({
  insurerNumber: v.string(),
  symbol: optionalText,
  number: v.string(),
  branch: optionalText,
  asOf: day,
  source: v.picklist(['file', 'answer', 'bulk']),
})

export const RosterPatientFacts = v.object({
  patientId: v.string(),
  name: v.string(),
  nameKana: v.string(),
  birthdate: day,
  sex: v.picklist(['male', 'female', 'unset']),
  /** As the authority writes it, ● and all. */
  authorityName: v.nullable(v.object({ name: v.string(), nameKana: optionalText, asOf: day })),
  current: v.nullable(numbers),
  former: v.array(numbers),
  lastAnswer: v.nullable(v.object({ validity: v.string(), on: day, at: v.string() })),
  cardCheckedOn: v.nullable(day),
  continuing: v.boolean(),
  usesDocument: v.boolean(),
  pinless: v.boolean(),
  undecided: v.nullable(
    v.object({
      why: v.picklist(['severalPatients', 'severalInsurances', 'otherPerson']),
      on: day,
    }),
  ),
})
export type RosterPatientFacts = v.InferOutput<typeof RosterPatientFacts>

/** In the order of the kana; `more`: the limit left some out. */
export const RosterFound = v.object({
  patients: v.array(RosterPatientFacts),
  found: count,
  more: v.boolean(),
})
export type RosterFound = v.InferOutput<typeof RosterFound>

const kind = v.picklist(['patients', 'visits'])
export const ImportQuery = v.object({
  kind,
  /** Of visits where the file says none. */
  setting: v.exactOptional(Settings),
})
export const ImportApplyQuery = v.object({
  ...ImportQuery.entries,
  /** Of the preview. */
  token: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  /** A person has looked at every doubt. */
  confirmed: v.picklist(['yes', 'no']),
})

const counts = v.object({
  added: count,
  changed: count,
  same: count,
  removed: count,
  faulty: count,
})

/** Rows and columns by name, codes of the catalogue, never what stands in a cell. */
export const ImportPreviewFacts = v.variant('outcome', [
  v.object({
    outcome: v.literal('refused'),
    code,
    columns: v.array(v.string()),
    line: v.nullable(line),
  }),
  v.object({
    outcome: v.literal('readable'),
    token: v.string(),
    counts,
    rows: v.array(
      v.object({ line, kind: v.picklist(['added', 'changed']), columns: v.array(v.string()) }),
    ),
    findings: v.array(
      v.object({
        line,
        column: optionalText,
        code,
        weight: v.picklist(['fault', 'doubt', 'notice']),
      }),
    ),
    ignored: v.array(v.string()),
  }),
])
export type ImportPreviewFacts = v.InferOutput<typeof ImportPreviewFacts>

export const ImportResult = v.variant('outcome', [
  v.object({ outcome: v.literal('applied'), counts }),
  v.object({ outcome: v.literal('notApplied'), code }),
])
export type ImportResult = v.InferOutput<typeof ImportResult>
