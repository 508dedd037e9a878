/** The wire contract of the roster (名簿) on the administrator's page: schemas → types → validation → OpenAPI. */
import * as v from 'valibot'
import type { Validity } from '../../domain/answer'
import { isDay } from '../../domain/days'
import { SETTINGS } from '../../domain/settings'
import type { Setting } from '../../domain/check'
import { VALIDITY_LABELS } from '../../domain/texts/codes'

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
  /** How many of them to pass over: the pages before. */
  from: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)), 0),
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

const expense = v.object({
  payerNumber: v.string(),
  payerName: v.string(),
  recipientNumber: v.string(),
  use: v.picklist(['alone', 'combined']),
  from: v.nullable(day),
  until: v.nullable(day),
  selfPayAmount: v.nullable(v.number()),
})

const Validities = v.picklist(Object.keys(VALIDITY_LABELS) as [Validity, ...Validity[]])
const lastAnswer = v.nullable(v.object({ validity: Validities, on: day, at: v.string() }))
const undecided = v.nullable(
  v.object({
    why: v.picklist(['severalPatients', 'severalInsurances', 'otherPerson']),
    on: day,
  }),
)

/** What a list needs of a patient, and no more. */
export const RosterRow = v.object({
  patientId: v.string(),
  name: v.string(),
  nameKana: v.string(),
  birthdate: day,
  hasNumbers: v.boolean(),
  lastAnswer,
  undecided,
})
export type RosterRow = v.InferOutput<typeof RosterRow>

/** In the order of the kana; `more`: there are others after these. */
export const RosterFound = v.object({
  patients: v.array(RosterRow),
  found: count,
  more: v.boolean(),
})
export type RosterFound = v.InferOutput<typeof RosterFound>

/** By the facility's own number, which stands in no address. */
export const OnePatient = v.object({
  patientId: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
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
  lastAnswer,
  /** 医療扶助, as the authority last told of it; null where it never did. */
  welfare: v.nullable(v.object({ expenses: v.array(expense), on: day, at: v.string() })),
  cardCheckedOn: v.nullable(day),
  continuing: v.boolean(),
  usesDocument: v.boolean(),
  pinless: v.boolean(),
  undecided,
  /** Under which the audit speaks of this patient. */
  mark: v.string(),
})
export type RosterPatientFacts = v.InferOutput<typeof RosterPatientFacts>

export const DayQuery = v.object({ day: v.pipe(day, v.check(isDay)) })

const bulkState = v.picklist(['nobody', 'off', 'asked', 'pending', 'failed', 'taken', 'over'])
const taken = v.nullable(
  v.object({ renewed: count, same: count, undecided: count, unknown: count, failed: count }),
)
/** What came of the question before the rounds, in numbers. */
export const MorningFacts = v.object({
  begunAt: v.number(),
  changedAt: v.number(),
  /** Nothing more is looked for. */
  said: v.boolean(),
  /** null before the first look has ended. */
  result: v.nullable(
    v.object({
      asked: count,
      bulk: bulkState,
      taken,
      consented: bulkState,
      consentedTaken: taken,
      /** The list of 医療扶助; null: the facility does not want it. */
      welfare: v.nullable(v.object({ state: bulkState, taken })),
      /** null: the facility does not want them registered (照会番号登録). */
      references: v.nullable(v.object({ done: count, waiting: count, failed: count })),
      faults: count,
    }),
  ),
})
export type MorningFacts = v.InferOutput<typeof MorningFacts>

/** Why nobody is asked about a patient before the visit. */
export const NOT_ASKED = [
  'setting',
  'noCardCheck',
  'notContinuing',
  'withdrawn',
  'refused',
  'usesDocument',
  'dead',
  'noNumbers',
  'notWritable',
] as const

export const DayVisit = v.object({
  visitId: v.string(),
  patientId: v.string(),
  name: v.string(),
  nameKana: v.string(),
  /** `HH:MM` */
  time: v.string(),
  setting: Settings,
  note: optionalText,
  lastAnswer,
  /** Whether a ticket of 医療扶助 is known to cover the day; null where none was ever told of, or of later months only. */
  welfare: v.nullable(v.picklist(['inForce', 'notInForce'])),
  /** null: may be asked about without the card. */
  reason: v.nullable(v.picklist(NOT_ASKED)),
})
export type DayVisit = v.InferOutput<typeof DayVisit>

/** In the order of the round. `morning` is null while it has not begun. */
export const RosterDay = v.object({
  day,
  visits: v.array(DayVisit),
  morning: v.nullable(MorningFacts),
})
export type RosterDay = v.InferOutput<typeof RosterDay>

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
    encoding: v.picklist(['utf-8', 'shift_jis']),
  }),
])
export type ImportPreviewFacts = v.InferOutput<typeof ImportPreviewFacts>

export const ImportResult = v.variant('outcome', [
  v.object({ outcome: v.literal('applied'), counts }),
  v.object({ outcome: v.literal('notApplied'), code }),
])
export type ImportResult = v.InferOutput<typeof ImportResult>
