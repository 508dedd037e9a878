/** What a gateway would be started with, and from where; secrets are never shown. */
import type { Configuration } from '../cli/options'
import { morningOf } from '../roster/morning-time'
import { placeOf } from '../export/settings'
import { SETTING_KEYS, SETTINGS, type Setting, type Source } from './settings'

const SOURCE_WORDS: Readonly<Record<Source | 'default', string>> = {
  flag: 'flag',
  environment: 'environment',
  file: 'file',
  default: 'default',
}

/** The settings, a line each; what is wrong with them, a line each. */
export function printConfiguration(
  { settings, sources, faults, path, facilities }: Configuration,
  print: (line: string) => void,
): void {
  print(`configuration file  ${path ?? 'none'}`)
  for (const key of SETTING_KEYS) {
    const setting: Setting = SETTINGS[key]
    const value = settings[key]
    const shown = value === null ? '–' : setting.secret === true ? '(set)' : String(value)
    print(`${key.padEnd(20)}${shown}  (${SOURCE_WORDS[sources[key]]})`)
  }
  for (const { id, kind, oqs, morning, destinations } of facilities ?? []) {
    const folder = oqs === undefined ? 'no exchange folder' : `exchange folder ${oqs.root}`
    const asked = morningOf({ morning }) ?? 'off'
    print(`facility            ${id}, ${kind ?? 'kind not given'}, ${folder}, morning ${asked}`)
    for (const to of destinations ?? []) {
      print(`destination         ${id}/${to.id}, ${to.kind}, ${placeOf(to)}`)
    }
  }
  for (const fault of faults) print(`fault: ${fault}`)
  print(faults.length === 0 ? 'The configuration fits.' : `${faults.length} to mend.`)
}
