/**
 * The layout in use: the table of this program, with what `oqs-layout.json` of the data folder puts in its place. So
 * the official specification comes in without a new version (docs/oqs.md).
 */
import * as v from 'valibot'
import { StartError } from '../../../start-error'
import { CODES, type CodeKey, type CodeTables, type CodeWord } from './codes'
import { ELEMENTS, isElementKey, type ElementKey, type ElementTable } from './elements'
import { INTERFACES, type InterfaceKey, type InterfaceTable } from './interfaces'

export interface Layout {
  readonly elements: ElementTable
  readonly interfaces: InterfaceTable
  readonly codes: CodeTables
}

export const BUILT_IN_LAYOUT: Layout = { elements: ELEMENTS, interfaces: INTERFACES, codes: CODES }

/** A name of XML without a namespace; everything that the interface is known to use fits. */
const Name = v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/))
const Key = v.custom<ElementKey>((value) => typeof value === 'string' && isElementKey(value))
const Prefix = v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,40}$/))
const Code = v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,10}$/))

const ElementChange = v.strictObject({
  names: v.optional(v.tupleWithRest([Name], Name)),
  confirmed: v.optional(v.boolean()),
})

const InterfaceChange = v.strictObject({
  prefix: v.optional(Prefix),
  upload: v.optional(Prefix),
  download: v.optional(Prefix),
  confirmed: v.optional(v.boolean()),
  header: v.optional(v.array(Key)),
  block: v.optional(Key),
  body: v.optional(v.array(Key)),
})

const LayoutFile = v.strictObject({
  elements: v.optional(v.record(Key, ElementChange)),
  interfaces: v.optional(
    v.partial(v.strictObject(v.entriesFromList(keysOf(INTERFACES), InterfaceChange))),
  ),
  codes: v.optional(
    v.partial(v.strictObject(v.entriesFromList(keysOf(CODES), v.record(v.string(), Code)))),
  ),
})
type LayoutFile = v.InferOutput<typeof LayoutFile>

/**
 * The built-in layout with the changes of an `oqs-layout.json`, given as parsed JSON.
 * @throws StartError that names the path of what does not fit
 */
export function readLayout(json: unknown): Layout {
  const parsed = v.safeParse(LayoutFile, json)
  if (!parsed.success) {
    const where = v.getDotPath(parsed.issues[0]) ?? 'the whole'
    throw new StartError(`oqs-layout.json does not fit at: ${where}. See docs/oqs.md.`)
  }
  return {
    elements: changedElements(parsed.output),
    interfaces: changedInterfaces(parsed.output),
    codes: changedCodes(parsed.output),
  }
}

function changedElements({ elements = {} }: LayoutFile): ElementTable {
  const changed = keysOf(ELEMENTS).map((key) => {
    const { names, confirmed } = elements[key] ?? {}
    const known = ELEMENTS[key]
    return [key, { ...known, ...(names && { names }), ...marked(confirmed) }]
  })
  return Object.fromEntries(changed) as ElementTable
}

function changedInterfaces({ interfaces = {} }: LayoutFile): InterfaceTable {
  const changed = keysOf(INTERFACES).map((key) => {
    const { confirmed, ...rest } = interfaces[key] ?? {}
    const known = INTERFACES[key]
    const stray = Object.keys(rest).find((name) => !Object.hasOwn(known, name))
    if (stray !== undefined) {
      throw new StartError(
        `oqs-layout.json does not fit at: interfaces.${key}.${stray}. See docs/oqs.md.`,
      )
    }
    return [key, { ...known, ...rest, ...marked(confirmed) }]
  })
  return Object.fromEntries(changed) as InterfaceTable
}

function changedCodes({ codes = {} }: LayoutFile): CodeTables {
  const changed = keysOf(CODES).map((key) => {
    const values = codes[key] ?? {}
    const known = CODES[key]
    const stray = Object.keys(values).find((word) => !Object.hasOwn(known.values, word))
    if (stray !== undefined) {
      throw new StartError(
        `oqs-layout.json does not fit at: codes.${key}.${stray}. See docs/oqs.md.`,
      )
    }
    return [key, { ...known, values: { ...known.values, ...values } }]
  })
  return Object.fromEntries(changed) as CodeTables
}

/** Our word for a code of the interface; undefined for one that the table does not have. */
export function wordOf<K extends CodeKey>(
  layout: Layout,
  key: K,
  code: string,
): CodeWord<K> | undefined {
  const values: Readonly<Record<string, string>> = layout.codes[key].values
  return keysOf(values).find((word) => values[word] === code) as CodeWord<K> | undefined
}

/** Everything that nobody has confirmed, as it is listed in docs/oqs.md. */
export function unconfirmed(layout: Layout): {
  elements: ElementKey[]
  interfaces: InterfaceKey[]
} {
  return {
    elements: keysOf(layout.elements).filter((key) => layout.elements[key].mark === 'unconfirmed'),
    interfaces: keysOf(layout.interfaces).filter(
      (key) => layout.interfaces[key].mark === 'unconfirmed',
    ),
  }
}

function marked(confirmed: boolean | undefined) {
  if (confirmed === undefined) return {}
  return { mark: confirmed ? ('confirmed' as const) : ('unconfirmed' as const) }
}

function keysOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[]
}
