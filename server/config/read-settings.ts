/** From flags, environment and file to settings, with every fault named by its place. */
import * as v from 'valibot'
import type { ConfigFile } from './config-file'
import {
  PRECEDENCE,
  SETTING_KEYS,
  SETTINGS,
  type Setting,
  type SettingKey,
  type Settings,
  type Source,
} from './settings'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Given {
  flags: Readonly<Record<string, unknown>>
  env: Environment
  file: ConfigFile
  /** As the file is called in a fault. */
  fileName: string
  /** The text of a file; undefined where there is none. */
  readText: (path: string) => string | undefined
}

export interface ReadSettings {
  settings: Settings
  sources: Readonly<Record<SettingKey, Source | 'default'>>
  /** One sentence each; none repeats a value. */
  faults: string[]
}

export function readSettings(given: Given): ReadSettings {
  const faults: string[] = []
  const values: Partial<Record<SettingKey, unknown>> = {}
  const sources: Partial<Record<SettingKey, Source | 'default'>> = {}
  for (const key of SETTING_KEYS) {
    const setting: Setting = SETTINGS[key]
    values[key] = setting.fallback
    sources[key] = 'default'
    for (const source of PRECEDENCE) {
      const found = find(setting, source, given)
      if (found === undefined) continue
      sources[key] = source
      const parsed = v.safeParse(setting.schema, found.value)
      if (parsed.success) values[key] = parsed.output
      else faults.push(`${found.name} must be ${setting.must}.`)
      break
    }
  }
  return {
    settings: values as Settings,
    sources: sources as Record<SettingKey, Source | 'default'>,
    faults,
  }
}

interface Found {
  name: string
  value: unknown
}

function find(setting: Setting, source: Source, given: Given): Found | undefined {
  switch (source) {
    case 'flag':
      return found(setting.flag && `--${setting.flag}`, given.flags[setting.flag ?? ''])
    case 'environment':
      return findInEnvironment(setting, given)
    case 'file':
      return found(
        setting.file && `${setting.file} in ${given.fileName}`,
        given.file.values.get(setting.file ?? ''),
      )
  }
}

/** An empty variable is one that was not given: that is how compose files leave one out. */
function findInEnvironment({ env: name, secret }: Setting, given: Given): Found | undefined {
  if (name === undefined) return undefined
  const value = given.env[name]
  if (value !== undefined && value !== '') return { name, value }
  const path = secret === true ? given.env[`${name}_FILE`] : undefined
  if (path === undefined || path === '') return undefined
  // A file that is not there is a fault, not a setting that was left out.
  return { name: `The file of ${name}_FILE`, value: given.readText(path)?.trim() }
}

function found(name: string | undefined, value: unknown): Found | undefined {
  return name === undefined || value === undefined ? undefined : { name, value }
}
