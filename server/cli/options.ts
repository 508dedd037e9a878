/** Flags, environment and configuration file of the gateway's command. */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Mode } from '../../api/wire'
import { readConfigFile } from '../config/config-file'
import { findExportFaults } from '../config/export-faults'
import { readFacilities, type FacilityConfig } from '../config/facilities'
import { readSettings, type Environment, type ReadSettings } from '../config/read-settings'
import { createSecrets, type Secrets } from '../config/secrets'
import { proxiesIn, type Settings } from '../config/settings'
import { readIfReadable, readIfThere } from '../files'
import { readRetention, type RetentionDays } from '../operation/retention/terms'
import { readRosterWords } from '../roster/import/words-file'
import type { ImportWords } from '../roster/import/words'
import { StartError } from '../start-error'

export interface CliOptions {
  command: Command
  data: string
  host: string
  /** null: the usual one, or the next that is free. */
  port: number | null
  mode: Mode
  /** Folder of the built app; null serves the interface only. */
  app: string | null
  /** Folder of the trust anchors of production. */
  anchors: string
  /** `https://host` as devices see it. */
  origin: string | undefined
  sandboxDelayMs: number
  /** The facility's マイナ在宅受付Web, in place of the one in facility.json; undefined leaves that. */
  officialWeb: string | undefined
  /** PostgreSQL; null: SQLite in the data folder. */
  databaseUrl: string | null
  databaseConnections: number
  /** Where metrics are served; null: nowhere. */
  metrics: MetricsOptions | null
  log: { to: 'file' | 'stdout'; level: 'info' | 'warning' | 'error' }
  stop: { withinMs: number; drainMs: number }
  /** Less free space than this and the gateway is not ready. */
  diskBytes: number
  /** Of the facility's own, whose word on who calls is believed. */
  proxies: string[]
  /** null: the one of training. */
  facilities: FacilityConfig[] | null
  /** That destinations of exports name. */
  secrets: Secrets
  retention: RetentionDays
  /** Of roster-words.json; null: the built-in ones. */
  rosterWords: ImportWords | null
  /** Of which one a command speaks; null: the only one. */
  facility: string | null
}

export interface MetricsOptions {
  host: string
  port: number
  token: string | null
}

export interface DeviceCommand {
  kind: 'revoke' | 'erase'
  deviceId: string
}

export interface BackupCommand {
  kind: 'backup' | 'restore'
  folder: string
}

export type Command =
  { kind: (typeof PLAIN_COMMANDS)[PlainFlag] | 'serve' } | DeviceCommand | BackupCommand

export const HELP = `tazune gateway

  --data DIR         data folder (TAZUNE_DATA, ./data)
  --config FILE      configuration file (TAZUNE_CONFIG, config.json in the data folder)
  --host HOST        address to listen on (TAZUNE_HOST, 127.0.0.1)
  --port PORT        port (TAZUNE_PORT, 8790 or the next that is free; 0: any)
  --mode MODE        training or production (TAZUNE_MODE, training)
  --app DIR          folder of the built app (TAZUNE_APP)
  --anchors DIR      CA certificates of production (TAZUNE_ANCHORS, DIR/anchors)
  --origin URL       the address devices use, when a proxy stands in front (TAZUNE_ORIGIN)
  --official-web URL the facility's マイナ在宅受付Web (TAZUNE_OFFICIAL_WEB, facility.json)
  --metrics-port PORT
                     serve metrics for Prometheus there (TAZUNE_METRICS_PORT)
  --sandbox-delay MS how late the sandbox answers (training only)
  --facility ID      of which facility a command speaks, where there are several

  PostgreSQL by DATABASE_URL, else SQLite in the data folder. Every setting: docs/running.md.

  --check-config     print the settings and where each comes from, or what is wrong with them
  --new-code         print an activation code and its link
  --new-face-passcode
                     print a new 目視パスコード; the one before ends
  --no-face-passcode put the 目視パスコード out of use
  --new-administrator
                     print a one-time link for a new administrator of the page /admin
  --verify-audit     check that the audit is as it was written; exit code 1 and the place if not
  --devices          list the devices
  --revoke ID        end a device's registration
  --erase ID         order a device to erase its vault
  --new-seal-key     add the key that tablets seal to from now on, while no gateway runs
  --backup DIR       back the database up into an empty folder, while it serves; keys.json is not in it
  --restore DIR      restore a backup into a data folder, or a database, that has none
`

/** Commands without a word of their own. */
const PLAIN_COMMANDS = {
  help: 'help',
  'check-config': 'checkConfig',
  devices: 'devices',
  'new-face-passcode': 'newFacePasscode',
  'no-face-passcode': 'noFacePasscode',
  'new-code': 'newCode',
  'new-administrator': 'newAdministrator',
  'verify-audit': 'verifyAudit',
  'new-seal-key': 'newSealKey',
} as const
type PlainFlag = keyof typeof PLAIN_COMMANDS
const PLAIN_FLAGS = Object.keys(PLAIN_COMMANDS) as PlainFlag[]

const COMMAND_FLAGS = new Set<string>([...PLAIN_FLAGS, 'revoke', 'erase', 'backup', 'restore'])

const TEXT = { type: 'string' } as const
const YES = { type: 'boolean' } as const

const FLAGS = {
  ...{ data: TEXT, config: TEXT, host: TEXT, port: TEXT, mode: TEXT, app: TEXT, anchors: TEXT },
  ...{ origin: TEXT, 'official-web': TEXT, 'sandbox-delay': TEXT, 'metrics-port': TEXT },
  ...{ facility: TEXT, revoke: TEXT, erase: TEXT, backup: TEXT, restore: TEXT },
  ...{ help: YES, 'check-config': YES, devices: YES },
  ...{ 'new-code': YES, 'new-face-passcode': YES, 'no-face-passcode': YES },
  ...{ 'new-administrator': YES, 'verify-audit': YES, 'new-seal-key': YES },
}

export interface Configuration extends ReadSettings {
  command: Command
  /** The configuration file; null where there is none. */
  path: string | null
  facilities: FacilityConfig[] | null
  secrets: Secrets
  retention: RetentionDays
  rosterWords: ImportWords | null
  facility: string | null
}

/**
 * Reads everything that is given, and finds every fault of it.
 * @throws StartError only when the flags themselves cannot be read
 */
export function readConfiguration(argv: readonly string[], env: Environment): Configuration {
  const flags = readFlags(argv)
  const data = resolve(flags.data ?? (env.TAZUNE_DATA || 'data'))
  const named = flags.config ?? (env.TAZUNE_CONFIG || undefined)
  const path = resolve(named ?? join(data, 'config.json'))
  const text = readIfThere(path)
  const fileName = 'the configuration file'
  const file = readConfigFile(text, fileName)
  const read = readSettings({ flags, env, file, fileName, readText: readIfThere })
  const { facilities, faults } = readFacilities(data, file.sections.facilities, fileName)
  const rosterWords = readRosterWords(data)
  const secrets = createSecrets({
    env,
    folder: resolve(read.settings.secrets ?? join(data, 'secrets')),
    readText: readIfReadable,
  })
  const retention = readRetention(file.sections.retention, fileName)
  return {
    ...read,
    retention: retention.days,
    rosterWords: rosterWords.words,
    command: readCommand(flags),
    path: text === undefined ? null : path,
    facilities,
    secrets,
    facility: flags.facility ?? null,
    faults: [
      ...(named !== undefined && text === undefined
        ? ['The configuration file is not there.']
        : []),
      ...file.faults,
      ...read.faults,
      ...checkTogether(read.settings),
      ...faults,
      ...findExportFaults(facilities ?? [], secrets),
      ...retention.faults,
      ...rosterWords.faults,
    ],
  }
}

/** @throws StartError with a sentence for each fault */
export function toOptions({ settings, faults, ...configuration }: Configuration): CliOptions {
  const isAsked = ['help', 'checkConfig'].includes(configuration.command.kind)
  if (faults.length > 0 && !isAsked) throw new StartError(faults.join(' '))
  const { facilities, facility, command, retention, rosterWords, secrets } = configuration
  const data = resolve(settings.data)
  const { metricsPort } = settings
  return {
    ...{ command, data, facilities, facility, retention, rosterWords, secrets },
    host: settings.host,
    port: settings.port,
    mode: settings.mode,
    proxies: proxiesIn(settings.proxies),
    app: settings.app === null ? null : resolve(settings.app),
    anchors: resolve(settings.anchors ?? join(data, 'anchors')),
    origin: settings.origin ?? undefined,
    sandboxDelayMs: settings.sandboxDelayMs,
    officialWeb: settings.officialWeb ?? undefined,
    databaseUrl: settings.databaseUrl,
    databaseConnections: settings.databaseConnections,
    metrics:
      metricsPort === null
        ? null
        : { host: settings.metricsHost, port: metricsPort, token: settings.metricsToken },
    log: { to: settings.logTo, level: settings.logLevel },
    stop: { withinMs: settings.stopSeconds * 1_000, drainMs: settings.drainSeconds * 1_000 },
    diskBytes: settings.diskMegabytes * 1_000_000,
  }
}

/** @throws StartError with one sentence when a flag is unknown or makes no sense */
export function parseOptions(argv: readonly string[], env: Environment): CliOptions {
  return toOptions(readConfiguration(argv, env))
}

const THIS_MACHINE = new Set(['127.0.0.1', '::1', 'localhost'])

/** What no setting shows alone. */
function checkTogether({ metricsPort, metricsHost, metricsToken }: Settings): string[] {
  const isOpen = metricsPort !== null && metricsToken === null && !THIS_MACHINE.has(metricsHost)
  return isOpen ? ['Metrics for other machines need a token: TAZUNE_METRICS_TOKEN.'] : []
}

function readFlags(argv: readonly string[]) {
  const { values, tokens } = parseFlags(argv)
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []))
  const commands = given.filter((name) => COMMAND_FLAGS.has(name))
  // Only one of them could be done, and whoever gave them would take all for done.
  if (commands.length > 1 && values.help !== true) {
    throw new StartError(`One command at a time: --${commands.join(' or --')}.`)
  }
  return values
}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, tokens: true })
  } catch (cause) {
    throw new StartError('Unknown or incomplete flag; --help lists them all.', { cause })
  }
}

function readCommand(flags: ReturnType<typeof readFlags>): Command {
  const plain = PLAIN_FLAGS.find((flag) => flags[flag] === true)
  if (plain !== undefined) return { kind: PLAIN_COMMANDS[plain] }
  if (flags.revoke !== undefined) return { kind: 'revoke', deviceId: flags.revoke }
  if (flags.erase !== undefined) return { kind: 'erase', deviceId: flags.erase }
  if (flags.backup !== undefined) return { kind: 'backup', folder: resolve(flags.backup) }
  if (flags.restore !== undefined) return { kind: 'restore', folder: resolve(flags.restore) }
  return { kind: 'serve' }
}
