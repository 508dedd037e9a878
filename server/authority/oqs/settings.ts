/** The part of a facility's configuration that is about its exchange folder. */
import * as v from 'valibot'
import { parseInstitutionCode } from '../../../domain/institution-code'
import type { OqsOptions } from './options'

const Path = v.pipe(v.string(), v.minLength(1), v.maxLength(500))
const Seconds = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_600))

export const OqsSettings = v.strictObject({
  /** The folder that holds `req` and `res`. */
  root: Path,
  institutionCode: v.pipe(
    v.string(),
    v.check((text) => parseInstitutionCode(text).ok, 'ten digits of a 医療機関コード'),
  ),
  work: v.optional(Path),
  encoding: v.optional(v.picklist(['utf-8', 'cp932'])),
  /** Of encrypted archives, both ways. */
  password: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  encryptRequests: v.optional(v.boolean()),
  results: v.optional(v.picklist(['delete', 'leave'])),
  /** Whether patients of the roster are made known by the facility's own numbers (照会番号登録). */
  registerNumbers: v.optional(v.boolean()),
  /** Whether the list of 医療扶助 is asked for each morning: of facilities that are designated for it. */
  welfareList: v.optional(v.boolean()),
  unconfirmed: v.optional(v.picklist(['use', 'refuse'])),
  rescanSeconds: v.optional(Seconds),
})
export type OqsSettings = v.InferOutput<typeof OqsSettings>

/** What they say, for {@link OqsOptions}; what they leave out is as usual. */
export function fromSettings({
  rescanSeconds,
  institutionCode,
  ...settings
}: OqsSettings): Pick<OqsOptions, 'root' | 'institutionCode'> & Partial<OqsOptions> {
  const code = parseInstitutionCode(institutionCode)
  return {
    ...given(settings),
    root: settings.root,
    institutionCode: code.ok ? code.value : institutionCode,
    ...(rescanSeconds !== undefined && { rescanMs: rescanSeconds * 1_000 }),
  }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function given<T extends object>(settings: T): Given<T> {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Given<T>
}
