/** Flags and environment of the gateway's command. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Mode } from '../../api/wire'
import { isOfficialAddress, OFFICIAL_ADDRESS_LENGTH } from '../../domain/handoff'
import { StartError } from '../start-error'

export interface CliOptions {
  command:
    | { kind: 'serve' }
    | { kind: 'newCode' }
    | { kind: 'newFacePasscode' }
    | { kind: 'noFacePasscode' }
    | { kind: 'devices' }
    | DeviceCommand
    | { kind: 'help' }
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
}

export interface DeviceCommand {
  kind: 'revoke' | 'erase'
  deviceId: string
}

export const HELP = `tazune gateway

  --data DIR         data folder (TAZUNE_DATA, ./data)
  --host HOST        address to listen on (TAZUNE_HOST, 127.0.0.1)
  --port PORT        port (TAZUNE_PORT, 8790 or the next that is free; 0: any)
  --mode MODE        training or production (TAZUNE_MODE, training)
  --app DIR          folder of the built app (TAZUNE_APP)
  --anchors DIR      CA certificates of production (TAZUNE_ANCHORS, DIR/anchors)
  --origin URL       the address devices use, when a proxy stands in front (TAZUNE_ORIGIN)
  --official-web URL the facility's マイナ在宅受付Web (TAZUNE_OFFICIAL_WEB, facility.json)
  --sandbox-delay MS how late the sandbox answers (training only)

  --new-code         print an activation code and its link
  --new-face-passcode
                     print a new 目視パスコード; the one before ends
  --no-face-passcode put the 目視パスコード out of use
  --devices          list the devices
  --revoke ID        end a device's registration
  --erase ID         order a device to erase its vault
`

const FLAGS = {
  data: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  mode: { type: 'string' },
  app: { type: 'string' },
  anchors: { type: 'string' },
  origin: { type: 'string' },
  'official-web': { type: 'string' },
  'sandbox-delay': { type: 'string' },
  'new-code': { type: 'boolean' },
  'new-face-passcode': { type: 'boolean' },
  'no-face-passcode': { type: 'boolean' },
  devices: { type: 'boolean' },
  revoke: { type: 'string' },
  erase: { type: 'string' },
  help: { type: 'boolean' },
} as const

/** @throws StartError with one sentence when a flag is unknown or makes no sense */
export function parseOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CliOptions {
  const flags = readFlags(argv)
  const data = resolve(flags.data ?? env.TAZUNE_DATA ?? 'data')
  const app = flags.app ?? env.TAZUNE_APP
  return {
    command: readCommand(flags),
    data,
    host: flags.host ?? env.TAZUNE_HOST ?? '127.0.0.1',
    port: readPort(flags.port ?? env.TAZUNE_PORT),
    mode: readMode(flags.mode ?? env.TAZUNE_MODE ?? 'training'),
    app: app === undefined ? null : resolve(app),
    anchors: resolve(flags.anchors ?? env.TAZUNE_ANCHORS ?? `${data}/anchors`),
    origin: readOrigin(flags.origin ?? env.TAZUNE_ORIGIN),
    sandboxDelayMs: readWholeNumber(flags['sandbox-delay'] ?? '0', '--sandbox-delay'),
    officialWeb: readOfficialWeb(flags['official-web'] ?? env.TAZUNE_OFFICIAL_WEB),
  }
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS }).values
  } catch (cause) {
    throw new StartError('Unknown or incomplete flag; --help lists them all.', { cause })
  }
}

function readCommand(flags: ReturnType<typeof readFlags>): CliOptions['command'] {
  if (flags.help === true) return { kind: 'help' }
  if (flags.devices === true) return { kind: 'devices' }
  if (flags.revoke !== undefined) return { kind: 'revoke', deviceId: flags.revoke }
  if (flags.erase !== undefined) return { kind: 'erase', deviceId: flags.erase }
  if (flags['new-face-passcode'] === true) return { kind: 'newFacePasscode' }
  if (flags['no-face-passcode'] === true) return { kind: 'noFacePasscode' }
  return { kind: flags['new-code'] === true ? 'newCode' : 'serve' }
}

function readPort(text: string | undefined): number | null {
  if (text === undefined) return null
  const port = readWholeNumber(text, '--port')
  if (port > 65_535) throw new StartError('--port must be 0 to 65535.')
  return port
}

function readMode(text: string): Mode {
  if (text !== 'training' && text !== 'production') {
    throw new StartError('--mode is training or production.')
  }
  return text
}

function readOrigin(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (!URL.canParse(text)) throw new StartError('--origin must be an address such as https://host.')
  return new URL(text).origin
}

function readOfficialWeb(text: string | undefined): string | undefined {
  if (text === undefined || isOfficialAddress(text)) return text
  throw new StartError(
    `--official-web must be an https address of at most ${OFFICIAL_ADDRESS_LENGTH} characters, without user, password or fragment.`,
  )
}

function readWholeNumber(text: string, flag: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new StartError(`${flag} must be a whole number.`)
  return Number(text)
}
