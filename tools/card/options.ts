/** Flags of `npm run card`. */
import { parseArgs } from 'node:util'
import type { CardImage } from '../../domain/card-image'
import type { SoftwareCardKnobs } from '../../src/nfc/emulator/software-card'
import { ATRS } from './atrs'
import { parseTear, type TearWish } from './tear-wish'

export interface CardOptions {
  host: string
  port: number
  personaId: string
  /** Folder of a training gateway; undefined: the card is issued now. */
  data: string | undefined
  atr: Uint8Array
  /** Everything of the emulator's knobs but delay and tear, which are functions. */
  knobs: Omit<SoftwareCardKnobs, 'delay' | 'tear'>
  slowMs: number
  tear: TearWish | null
  /** After how long a torn card lies on the reader again; null: it stays away. */
  backMs: number | null
  /** How long vpcd may take to be there. */
  waitMs: number
  log: boolean
}

export type CardCommand =
  | { kind: 'serve'; options: CardOptions }
  | { kind: 'help' }
  | { kind: 'people' }
  /** One sentence: what is wrong with which flag. */
  | { kind: 'wrong'; sentence: string }

export const USAGE = `npm run card -- --vpcd HOST:PORT [knobs]

Plays the training card of a fictitious person on a PC/SC reader: vpcd (vsmartcard) listens, the card connects to it.
The people's PIN is 1234. Ends with Ctrl-C, or when vpcd goes.

  --vpcd HOST:PORT   where vpcd listens, usually 127.0.0.1:35963
  --wait SECONDS     how long vpcd may take to be there (0)

  --person ID        whose card (valid-30)
  --people           list everybody and end
  --data DIR         the card that a training gateway with this data folder knows; else one is issued now
  --kind KIND        mynumber, juki (住基カード) or other (no マイナンバーカード)
  --atr ATR          contactless (what a reader says of a Type B card) or contact

  --tries N          tries left of the PIN, 0 to 3
  --blocked SW       what a locked PIN answers to VERIFY: 6984 (usual) or 6983
  --blocked-query SW what it answers to the question for the tries left: 63C0 (usual), 6983 or 6984
  --no-pin           顔認証マイナンバーカード: no PIN
  --no-certificate   no 利用者証明用 certificate on the card
  --keep             a SELECT of the same application keeps a verified PIN
  --get-response     answers data with 61xx, to be fetched
  --exact-length     answers 6Cxx to an Le that is more than there is

  --slow MS          before each command
  --tear WHEN        tears the card off at a command: its number (1 is the first), its header (CLA INS P1 P2 in hex),
                     or HEADER@N for the n-th with that header
  --executed         the torn command is executed first
  --back MS          puts a torn card back after that time; else it stays away and the program ends
                     (pcscd sees only what stays away for about a second)
  --log              shows every exchange; never the PIN
`

const FLAGS = {
  vpcd: { type: 'string' },
  wait: { type: 'string' },
  person: { type: 'string' },
  people: { type: 'boolean' },
  data: { type: 'string' },
  kind: { type: 'string' },
  atr: { type: 'string' },
  tries: { type: 'string' },
  blocked: { type: 'string' },
  'blocked-query': { type: 'string' },
  'no-pin': { type: 'boolean' },
  'no-certificate': { type: 'boolean' },
  keep: { type: 'boolean' },
  'get-response': { type: 'boolean' },
  'exact-length': { type: 'boolean' },
  slow: { type: 'string' },
  tear: { type: 'string' },
  executed: { type: 'boolean' },
  back: { type: 'string' },
  log: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const KINDS = { mynumber: 'mynumber', juki: 'juki', other: 'other' } as const satisfies Record<
  CardImage['kind'],
  CardImage['kind']
>
const BLOCKED = { '6983': 0x6983, '6984': 0x6984 } as const
const BLOCKED_QUERY = { ...BLOCKED, '63C0': 0x63c0 } as const
/** A day; longer is a slip of the finger. */
const MAX_MS = 86_400_000

class FlagError extends Error {}

export function parseCommandLine(argv: readonly string[]): CardCommand {
  try {
    return readFlags(argv)
  } catch (cause) {
    if (cause instanceof FlagError) return { kind: 'wrong', sentence: cause.message }
    throw cause
  }
}

function readFlags(argv: readonly string[]): CardCommand {
  const flags = parseKnown(argv)
  if (flags.help === true) return { kind: 'help' }
  if (flags.people === true) return { kind: 'people' }
  const kind = choice('--kind', KINDS, flags.kind)
  const blockedStatus = choice('--blocked', BLOCKED, flags.blocked)
  const blockedQueryStatus = choice('--blocked-query', BLOCKED_QUERY, flags['blocked-query'])
  const triesLeft = flags.tries === undefined ? undefined : whole('--tries', flags.tries, 3)
  const tear = flags.tear === undefined ? null : parseTear(flags.tear, flags.executed === true)
  if (tear === 'unreadable') {
    throw new FlagError('--tear is a number from 1, a header such as 00200080, or 00200080@2.')
  }
  for (const [flag, given] of [
    ['--executed', flags.executed],
    ['--back', flags.back],
  ] as const) {
    if (given !== undefined && !tear) throw new FlagError(`${flag} belongs to --tear.`)
  }
  return {
    kind: 'serve',
    options: {
      ...readAddress(flags.vpcd),
      personaId: flags.person ?? 'valid-30',
      data: flags.data,
      atr: choice('--atr', ATRS, flags.atr) ?? ATRS.contactless,
      knobs: {
        ...(kind && { kind }),
        ...(blockedStatus && { blockedStatus }),
        ...(blockedQueryStatus && { blockedQueryStatus }),
        ...(triesLeft !== undefined && { triesLeft }),
        withoutPin: flags['no-pin'] === true,
        withoutCertificate: flags['no-certificate'] === true,
        keepStatusOnReselect: flags.keep === true,
        getResponse: flags['get-response'] === true,
        exactLength: flags['exact-length'] === true,
      },
      slowMs: whole('--slow', flags.slow ?? '0', MAX_MS),
      tear,
      backMs: flags.back === undefined ? null : whole('--back', flags.back, MAX_MS),
      waitMs: whole('--wait', flags.wait ?? '0', MAX_MS / 1000) * 1000,
      log: flags.log === true,
    },
  }
}

function parseKnown(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS }).values
  } catch (cause) {
    // Node's own sentence names the flag; what it proposes after the first full stop is not about ours.
    const [sentence] = cause instanceof Error ? cause.message.split('. ') : []
    throw new FlagError(`${(sentence ?? 'Wrong flag').replace(/\.$/, '')}.`, { cause })
  }
}

function readAddress(text: string | undefined): { host: string; port: number } {
  if (text === undefined) throw new FlagError('--vpcd HOST:PORT is needed.')
  const [, host, digits] = /^(\[[0-9a-f:]+\]|[^:]+):(\d{1,5})$/i.exec(text) ?? []
  const port = Number(digits)
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw new FlagError('--vpcd must be HOST:PORT, such as 127.0.0.1:35963.')
  }
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port }
}

function choice<T>(flag: string, among: Readonly<Record<string, T>>, text?: string): T | undefined {
  if (text === undefined) return undefined
  const names = Object.keys(among)
  const name = names.find((candidate) => candidate.toLowerCase() === text.toLowerCase())
  const chosen = name === undefined ? undefined : among[name]
  if (chosen === undefined) throw new FlagError(`${flag} is one of ${names.join(', ')}.`)
  return chosen
}

function whole(flag: string, text: string, max: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) > max) {
    throw new FlagError(`${flag} must be a whole number from 0 to ${max}.`)
  }
  return Number(text)
}
