/** Flags of `npm run oqs-sim`. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the simulator can do wrong, or merely otherwise than one would like. */
export const FAULTS = {
  slow: 'answers ten times as late',
  processing: 'says 処理中 (SegmentOfResult 2) a few times first',
  partial: 'writes a result in two halves',
  locked: 'has a result open, empty and unreadable, for a while',
  wrongIdentifier: 'puts somebody else’s ArbitraryFileIdentifier first',
  wrongInstitution: 'puts another institution’s code first',
  wrongOnly: 'puts somebody else’s result and never the right one',
  duplicate: 'writes the same result again',
  silence: 'never answers',
  failed: 'ends with SegmentOfResult 9',
  personFailed: 'ends with ProcessingResultStatus 2',
  malformed: 'breaks off in the middle of a result, for good',
  wrongEncoding: 'declares the other encoding, twice',
  zip: 'puts the result into a zip',
  encryptedZip: 'puts the result into an encrypted zip (needs --password)',
  late: 'answers after --late milliseconds',
  stale: 'deletes an uncollected result after --stay milliseconds at once',
  otherSystems: 'leaves other programs’ files in res',
  face: 'pushes results of the card reader that nobody asked for',
} as const satisfies Record<string, string>

export type FaultName = keyof typeof FAULTS

export interface SimOptions {
  root: string
  encoding: 'utf-8' | 'cp932'
  delayMs: number
  lateMs: number
  stayMs: number
  seed: number
  faults: readonly FaultName[]
  /** How often each of the faults strikes, 0 to 1. */
  rate: number
  institution: string
  password: string | null
  /** What was done, a JSON object a line. */
  tell: boolean
}

export type SimCommand =
  { kind: 'run'; options: SimOptions } | { kind: 'help' } | { kind: 'wrong'; sentence: string }

export const USAGE = `npm run oqs-sim -- --root DIR [knobs]

Answers the exchange folder DIR (req, res, face) as the 連携アプリケーション of a 資格確認端末 would, with the fictitious people
of the training authority, found by their numbers. Ends with Ctrl-C.

  --encoding NAME     of results: cp932 (usual) or utf-8
  --delay MS          how late a result is (50)
  --late MS           how late a late one is (2000)
  --stay MS           how long an uncollected result stays (86400000)
  --institution CODE  whose requests are answered (1319999999)
  --password WORD     of encrypted files, both ways
  --people sandbox    whose numbers are known
  --seed N            the same faults again (1)
  --faults LIST       names with commas between them, or all
  --rate R            how often each of them strikes, 0 to 1 (0.05)
  --tell              prints what it did, a JSON object a line

Faults:
${Object.entries(FAULTS)
  .map(([name, what]) => `  ${name.padEnd(18)}${what}`)
  .join('\n')}
`

const FLAGS = {
  root: { type: 'string' },
  encoding: { type: 'string', default: 'cp932' },
  delay: { type: 'string', default: '50' },
  late: { type: 'string', default: '2000' },
  stay: { type: 'string', default: '86400000' },
  institution: { type: 'string', default: '1319999999' },
  password: { type: 'string' },
  people: { type: 'string', default: 'sandbox' },
  seed: { type: 'string', default: '1' },
  faults: { type: 'string', default: '' },
  rate: { type: 'string', default: '0.05' },
  tell: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

class FlagError extends Error {}

export function parseCommandLine(argv: readonly string[]): SimCommand {
  try {
    const flags = parseArgs({ args: [...argv], options: FLAGS }).values
    if (flags.help) return { kind: 'help' }
    if (flags.root === undefined) throw new FlagError('--root DIR is needed.')
    if (flags.people !== 'sandbox') throw new FlagError('--people is sandbox.')
    if (!/^\d{10}$/.test(flags.institution)) throw new FlagError('--institution is ten digits.')
    const faults = readFaults(flags.faults)
    const password = flags.password ?? null
    if (password === null && faults.includes('encryptedZip') && flags.faults !== 'all') {
      throw new FlagError('encryptedZip needs --password.')
    }
    const rate = Number(flags.rate)
    if (!(rate >= 0 && rate <= 1)) throw new FlagError('--rate is from 0 to 1.')
    return {
      kind: 'run',
      options: {
        root: resolve(flags.root),
        encoding: readEncoding(flags.encoding),
        delayMs: whole('--delay', flags.delay),
        lateMs: whole('--late', flags.late),
        stayMs: whole('--stay', flags.stay),
        seed: whole('--seed', flags.seed),
        faults: password === null ? faults.filter((name) => name !== 'encryptedZip') : faults,
        rate,
        institution: flags.institution,
        password,
        tell: flags.tell,
      },
    }
  } catch (cause) {
    if (cause instanceof FlagError) return { kind: 'wrong', sentence: cause.message }
    const [sentence = ''] = cause instanceof Error ? cause.message.split('. ') : []
    return { kind: 'wrong', sentence: `${sentence.replace(/\.$/, '')}.` }
  }
}

function readFaults(text: string): FaultName[] {
  const every = Object.keys(FAULTS) as FaultName[]
  if (text === 'all') return every
  const names = text.split(',').filter((name) => name !== '')
  const wrong = names.find((name) => !every.includes(name as FaultName))
  if (wrong !== undefined) throw new FlagError(`--faults knows no ${wrong}.`)
  return every.filter((name) => names.includes(name))
}

function readEncoding(text: string): SimOptions['encoding'] {
  if (text !== 'utf-8' && text !== 'cp932') throw new FlagError('--encoding is utf-8 or cp932.')
  return text
}

function whole(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new FlagError(`${flag} must be a whole number.`)
  return Number(text)
}
