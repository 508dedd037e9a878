/** The facilities that a gateway serves, each with what only its configuration knows. */
import { join } from 'node:path'
import * as v from 'valibot'
import { StaffMember } from '../../api/wire'
import { FACILITY_KINDS } from '../../domain/decide/situation'
import { isOfficialAddress } from '../../domain/handoff'
import { parseInstitutionCode } from '../../domain/institution-code'
import { OqsSettings } from '../authority/oqs/settings'
import { ExportDestinations } from '../export/settings'
import { namesIn, readIfThere } from '../files'
import { isMorning } from '../roster/morning-time'
import { describeIssue } from './describe-issue'

const entries = {
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  staff: v.pipe(v.array(StaffMember), v.minLength(1)),
  /** マイナ在宅受付Web */
  officialWeb: v.optional(
    v.pipe(
      v.string(),
      v.check(isOfficialAddress, 'an https address without user, password or fragment'),
    ),
  ),
  kind: v.optional(v.picklist(FACILITY_KINDS)),
  /** 医療機関コード */
  institutionCode: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => parseInstitutionCode(text).ok, 'ten digits of a 医療機関コード'),
    ),
  ),
  /** When its day is asked about before the rounds: `HH:MM` in Japan, or `off`. */
  morning: v.optional(v.pipe(v.string(), v.check(isMorning, 'a time such as 06:00, or off'))),
  /** Its exchange folder; needed in production. */
  oqs: v.optional(v.omit(OqsSettings, ['institutionCode'])),
  /** Its own software: where answers go (docs/export.md). */
  destinations: v.optional(ExportDestinations),
}

/** `facility.json`, which also says other things (see digital-identity.ts). */
const OwnFile = v.object(entries)
const Stated = v.strictObject(entries)

export type FacilityConfig = v.InferOutput<typeof OwnFile>

export interface ReadFacilities {
  /** null where nothing says any. */
  facilities: FacilityConfig[] | null
  /** One sentence each; none repeats a value. */
  faults: string[]
}

/**
 * Of the configuration file, of `facilities/*.json`, or the one of `facility.json`: of one of the three.
 * @param section `facilities` of the configuration file
 */
export function readFacilities(folder: string, section: unknown, fileName: string): ReadFacilities {
  const names = namesIn(join(folder, 'facilities')).filter((name) => name.endsWith('.json'))
  const own = readIfThere(join(folder, 'facility.json'))
  const given = [section !== undefined, names.length > 0, own !== undefined]
  if (given.filter(Boolean).length > 1) {
    return refused(
      `Facilities stand in one place only: in ${fileName}, in facilities/ or in facility.json.`,
    )
  }
  if (own !== undefined) return checked([read(OwnFile, parse(own), '', 'facility.json')])
  if (names.length > 0) {
    return checked(
      names.map((name) =>
        read(
          Stated,
          parse(readIfThere(join(folder, 'facilities', name)) ?? ''),
          '',
          `facilities/${name}`,
        ),
      ),
    )
  }
  if (section === undefined) return { facilities: null, faults: [] }
  if (!Array.isArray(section) || section.length === 0) {
    return refused(`facilities in ${fileName} must be a list of at least one.`)
  }
  return checked(section.map((one, at) => read(Stated, one, `facilities[${at}]`, fileName)))
}

type Read = { config: FacilityConfig } | { faults: string[] }

function read(
  schema: typeof OwnFile | typeof Stated,
  value: unknown,
  root: string,
  name: string,
): Read {
  const parsed = v.safeParse(schema, value)
  if (!parsed.success) {
    return { faults: parsed.issues.map((issue) => describeIssue(issue, root, name)) }
  }
  const { oqs, institutionCode } = parsed.output
  if (oqs !== undefined && institutionCode === undefined) {
    const path = root === '' ? 'institutionCode' : `${root}.institutionCode`
    return { faults: [`${path} in ${name} is missing: the exchange folder is asked with it.`] }
  }
  return { config: parsed.output }
}

function checked(all: readonly Read[]): ReadFacilities {
  const faults = all.flatMap((one) => ('faults' in one ? one.faults : []))
  const facilities = all.flatMap((one) => ('config' in one ? [one.config] : []))
  for (const [what, valueOf] of UNIQUE) {
    const values = facilities.map(valueOf).filter((value) => value !== undefined)
    if (new Set(values).size < values.length) faults.push(`Two facilities have the same ${what}.`)
  }
  return { facilities: faults.length === 0 ? facilities : null, faults }
}

const UNIQUE: readonly [string, (facility: FacilityConfig) => string | undefined][] = [
  ['id', ({ id }) => id],
  // Each would take the other's results for its own.
  [
    'exchange folder and institutionCode',
    ({ oqs, institutionCode }) => oqs && `${institutionCode ?? ''} ${oqs.root}`,
  ],
]

function refused(fault: string): ReadFacilities {
  return { facilities: null, faults: [fault] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON: the schema refuses it.
    return undefined
  }
}
