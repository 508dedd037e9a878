/** The configuration file: one JSON object; what it says that no setting knows is a fault, not a shrug. */
import { SETTING_KEYS, SETTINGS } from './settings'

/** Parts with a schema of their own. */
export const SECTIONS = ['facilities', 'retention'] as const
export type Section = (typeof SECTIONS)[number]

export interface ConfigFile {
  /** By dotted path. */
  values: ReadonlyMap<string, unknown>
  sections: Readonly<Partial<Record<Section, unknown>>>
  faults: readonly string[]
}

const NOTHING: ConfigFile = { values: new Map(), sections: {}, faults: [] }

/**
 * @param text undefined where there is no file
 * @param name as it is called in a fault
 */
export function readConfigFile(text: string | undefined, name: string): ConfigFile {
  if (text === undefined) return NOTHING
  const parsed = parse(text)
  if (!isObject(parsed)) {
    return { ...NOTHING, faults: [`${name} must be one JSON object.`] }
  }
  const known = new Set(
    SETTING_KEYS.flatMap((key) => {
      const { file } = SETTINGS[key] as { file?: string }
      return file === undefined ? [] : [file]
    }),
  )
  const groups = new Set([...known].flatMap((path) => path.split('.').slice(0, -1)))
  const values = new Map<string, unknown>()
  const sections: Partial<Record<Section, unknown>> = {}
  const faults: string[] = []

  function walk(at: Record<string, unknown>, prefix: string): void {
    for (const [key, value] of Object.entries(at)) {
      const path = prefix + key
      if (prefix === '' && isSection(key)) sections[key] = value
      else if (known.has(path)) values.set(path, value)
      else if (prefix === '' && groups.has(key) && isObject(value)) walk(value, `${key}.`)
      else if (groups.has(path)) faults.push(`${path} in ${name} must be an object.`)
      else faults.push(`${shown(path)} in ${name} is not a setting.`)
    }
  }

  walk(parsed, '')
  return { values, sections, faults }
}

/** What stands in a wrong place may be a secret: only what looks like a name is repeated. */
function shown(path: string): string {
  return /^[A-Za-z][A-Za-z0-9.]{0,60}$/.test(path) ? path : 'Something'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON: said as a fault by the caller. The parser's own message quotes the text.
    return undefined
  }
}

function isSection(key: string): key is Section {
  return (SECTIONS as readonly string[]).includes(key)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
