/** The command line, and the same words in a file (`--config`). */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BRIDGE_PORT } from '../api/bridge/wire'

export interface BridgeArguments {
  /** Exact origins, e.g. `https://tazune.example`. */
  origins: string[]
  port: number
  /** Part of the name of the reader to use; '' for whichever has the card. */
  reader: string
  stateFile: string
  /** Show a pairing code although pages are paired already. */
  pair: boolean
  /** Forget every paired page first. */
  forget: boolean
}

export type ParsedArguments =
  | { kind: 'run'; arguments: BridgeArguments }
  | { kind: 'help' }
  /** `word` names the option that is wrong or missing. */
  | { kind: 'wrong'; word: string }

const OPTIONS = {
  origin: { type: 'string', multiple: true },
  port: { type: 'string' },
  reader: { type: 'string' },
  config: { type: 'string' },
  state: { type: 'string' },
  pair: { type: 'boolean' },
  forget: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export function parseBridgeArguments(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): ParsedArguments {
  let values
  try {
    values = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: false }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { kind: 'wrong', word: argv.find((word) => word.startsWith('-')) ?? argv[0] ?? '' }
  }
  if (values.help) return { kind: 'help' }
  const file = values.config === undefined ? {} : readConfig(values.config)
  if (!file) return { kind: 'wrong', word: '--config' }
  const origins = values.origin ?? file.origins ?? []
  if (origins.length === 0 || !origins.every(isOrigin)) return { kind: 'wrong', word: '--origin' }
  const port = Number(values.port ?? file.port ?? BRIDGE_PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { kind: 'wrong', word: '--port' }
  const folder = values.state ?? stateFolder(environment, platform)
  return {
    kind: 'run',
    arguments: {
      origins: [...new Set(origins)],
      port,
      reader: values.reader ?? file.reader ?? '',
      stateFile: join(folder, 'bridge.json'),
      pair: values.pair ?? false,
      forget: values.forget ?? false,
    },
  }
}

/**
 * As a browser writes it: scheme, host, port and nothing else. Plain http only for this computer itself, because any
 * network on the way could put its own page in an http origin.
 */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { origin, protocol, hostname } = new URL(text)
  if (origin !== text) return false
  return protocol === 'https:' || ['127.0.0.1', 'localhost'].includes(hostname)
}

interface Config {
  origins?: string[]
  port?: number
  reader?: string
}

/** null for a file that cannot be read or says anything else: the answer names the option, and a person looks. */
function readConfig(path: string): Config | null {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
  return isConfig(value) ? value : null
}

function isConfig(value: unknown): value is Config {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(([name, entry]: [string, unknown]) => {
    if (name === 'origins') {
      return Array.isArray(entry) && entry.every((each) => typeof each === 'string')
    }
    if (name === 'port') return typeof entry === 'number'
    return name === 'reader' && typeof entry === 'string'
  })
}

/** Where this system keeps what a program remembers for one user. */
function stateFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir()
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'tazune-bridge')
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'tazune-bridge')
  return join(environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'tazune-bridge')
}
