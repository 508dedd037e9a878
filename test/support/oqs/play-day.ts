/**
 * A day at one exchange folder, at high speed: two gateways that do not know of each other, one of which is replaced in the middle, a
 * file system that is busy now and then, and a terminal that does everything wrong that it can. Afterwards each request is compared
 * with what the simulator says it answered.
 */
import * as nodeFiles from 'node:fs/promises'
import { join } from 'node:path'
import { dayInJapan } from '../../../domain/days'
import type {
  AuthorityReply,
  EligibilityQuery,
  RosterEntry,
} from '../../../server/authority/authority'
import type { FolderFiles } from '../../../server/folders/files'
import { createOqsAuthority, type OqsAuthority } from '../../../server/authority/oqs/oqs'
import { createRandom, type Random } from '../../../tools/fuzz/random'
import { createMemoryJournal, type MemoryJournal } from './memory-journal'
import { lookUpOn, rosterOn } from './people'
import { startSimulator, type SimTruth, type Simulator } from './simulator'

export interface DayPlan {
  count: number
  seed: number
  encoding: 'utf-8' | 'cp932'
}

export interface DayReport {
  asked: number
  answered: number
  /** The authority's own errors, told as such. */
  failed: number
  /** Results that nobody could read, told as such. */
  unreadable: number
  /** Shown as unanswered: nothing came, or nothing of ours. */
  unanswered: number
  /** Sentences about requests whose outcome is not what the simulator answered. */
  wrong: string[]
  /** Requests that the simulator received more than once, or that had an answer which was not found. */
  askedTwice: string[]
  missed: string[]
  /** Other programs' files that are not as they were left. */
  touched: string[]
  faults: string[]
  strangers: number
  seconds: number
}

const INSTITUTION = '1319999999'
const AT_ONCE = 32
/** Long after everything that is late. */
const PATIENCE_MS = 60_000
/** A tenth of a second each, in which nothing more happens: duplicates are written after the truth is told. */
const QUIET_LOOKS = 10
const SETTLE_MS = 1_000
const BUSY_IN = 200

interface Gateway {
  authority: OqsAuthority
  journal: MemoryJournal
}

interface Asked {
  requestId: string
  gateway: number
}

export async function playDay({ count, seed, encoding }: DayPlan): Promise<DayReport> {
  const today = dayInJapan(Date.now())
  const simulator = await startSimulator([
    ...['--faults', 'all', '--rate', '0.05', '--seed', String(seed), '--password', 'himitsu'],
    ...['--delay', '10', '--late', '1500', '--encoding', encoding],
  ])
  const faults: string[] = []
  const files = busyFiles(createRandom(seed, 'files', 0))
  const journals = [createMemoryJournal(), createMemoryJournal()]
  const gateways = journals.map((journal) =>
    open(simulator, journal, today, encoding, files, faults),
  )
  const begun = performance.now()
  try {
    const asked = await askAll(count, seed, today, gateways, (index) => {
      // As after a crash: another process, the same journal.
      const [first] = gateways
      if (index !== Math.floor(count / 2) || !first) return Promise.resolve()
      gateways[0] = open(simulator, first.journal, today, encoding, files, faults)
      return first.authority.stop()
    })
    await untilQuiet(simulator, asked.length, gateways)
    const seconds = (performance.now() - begun) / 1_000
    await lookAtAll(asked, gateways)
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS + 100))
    return { ...(await judge(simulator, asked, gateways)), faults, seconds }
  } finally {
    for (const { authority } of gateways) await authority.stop()
    await simulator.stop()
  }
}

function open(
  simulator: Simulator,
  journal: MemoryJournal,
  today: string,
  encoding: DayPlan['encoding'],
  files: FolderFiles,
  faults: string[],
): Gateway {
  const authority = createOqsAuthority({
    facilityId: 'facility-1',
    institutionCode: INSTITUTION,
    root: simulator.root,
    journal,
    roster: lookUpOn(today),
    unconfirmed: 'use',
    encoding,
    password: 'himitsu',
    rescanMs: 100,
    settleMs: SETTLE_MS,
    processingMs: 20,
    files,
    onFault: (fault) => faults.push(String(fault)),
  })
  authority.start()
  return { authority, journal }
}

async function askAll(
  count: number,
  seed: number,
  today: string,
  gateways: readonly Gateway[],
  before: (index: number) => Promise<void>,
): Promise<Asked[]> {
  const roster = [...rosterOn(today)]
  const asked: Asked[] = []
  let next = 0
  async function work(): Promise<void> {
    for (let index = next++; index < count; index = next++) {
      await before(index)
      const random = createRandom(seed, 'ask', index)
      const requestId = `check-${index}`
      const gateway = random.below(gateways.length)
      const query = queryOf(random, roster[random.below(roster.length)], today)
      await patiently(async () => {
        await gateways[gateway]?.authority.ask(requestId, query)
      })
      asked.push({ requestId, gateway })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return asked
}

/** As the queue does: after a fault `find` would say that nothing was asked, and it asks again. */
async function patiently(act: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await act()
      return
    } catch (cause) {
      if (tried === 10) throw cause
    }
  }
}

function queryOf(
  random: Random,
  known: readonly [string, RosterEntry] | undefined,
  asOf: string,
): EligibilityQuery {
  if (!known) throw new Error('an empty roster')
  const [patientId, { numbers, birthdate }] = known
  const about = {
    facilityId: 'facility-1',
    patientId,
    asOf,
    channel: 'homeConsent',
    setting: 'homeNursing',
    consent: null,
  } as const
  switch (random.below(4)) {
    case 0:
      return { ...about, subject: { kind: 'certificate', certificate: new Uint8Array(1) } }
    case 1:
      return { ...about, subject: { kind: 'patient', patientId, reinquiry: true } }
    case 2:
      return { ...about, subject: { kind: 'numbers', numbers, birthdate } }
    default: {
      // Numbers that nobody has.
      const others = { ...numbers, number: `9${numbers.number}` }
      return { ...about, subject: { kind: 'numbers', numbers: others, birthdate } }
    }
  }
}

/** The simulator has said its last word of everything, and all that has an answer was found or given up. */
async function untilQuiet(
  simulator: Simulator,
  count: number,
  gateways: readonly Gateway[],
): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  let still = 0
  let before = ''
  while (Date.now() < until && still < QUIET_LOOKS) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    const truths = simulator.lines.filter(({ event }) => event === 'truth').length
    const open = gateways.flatMap(({ journal }) =>
      journal.all().filter(({ state }) => state !== 'done'),
    ).length
    const now = `${truths}:${open}`
    still = truths >= count && now === before ? still + 1 : 0
    before = now
  }
}

/** From then on a result that stays unreadable counts as that. */
async function lookAtAll(asked: readonly Asked[], gateways: readonly Gateway[]): Promise<void> {
  for (const { requestId, gateway } of asked) {
    await gateways[gateway]?.authority.find(requestId)
  }
}

async function judge(
  simulator: Simulator,
  asked: readonly Asked[],
  gateways: readonly Gateway[],
): Promise<Omit<DayReport, 'faults' | 'seconds'>> {
  const report = {
    ...{ asked: asked.length, answered: 0, failed: 0, unreadable: 0, unanswered: 0 },
    ...{ wrong: [] as string[], askedTwice: [] as string[], missed: [] as string[] },
  }
  const received = new Map<string, number>()
  for (const line of simulator.lines) {
    if (line.event !== 'received') continue
    received.set(line.identifier, (received.get(line.identifier) ?? 0) + 1)
  }
  const truths = new Map(
    simulator.lines.flatMap((line) =>
      line.event === 'truth' ? [[line.identifier, line] as const] : [],
    ),
  )
  for (const { requestId, gateway } of asked) {
    const { authority, journal } = gateways[gateway] ?? {}
    const exchange = await journal?.get('facility-1', requestId)
    if (!authority || !exchange) throw new Error(`${requestId} stands in no journal`)
    const times = received.get(exchange.fileIdentifier) ?? 0
    if (times !== 1) report.askedTwice.push(`${requestId} was received ${times} times`)
    const truth = truths.get(exchange.fileIdentifier)
    const found = await authority.find(requestId)
    const verdict = compare(found, truth)
    if (verdict === null) report.wrong.push(`${requestId}: ${JSON.stringify({ found, truth })}`)
    else if (verdict === 'missed')
      report.missed.push(
        `${requestId}: ${JSON.stringify({ gateway, state: exchange.state, truth })}`,
      )
    else report[verdict] += 1
  }
  const strangers = simulator.lines.filter((line) => line.event === 'stranger')
  const touched: string[] = []
  for (const { file, length } of strangers) {
    const size = await nodeFiles.stat(join(simulator.root, file)).then(
      (about) => about.size,
      () => -1,
    )
    if (size !== length) touched.push(file)
  }
  return { ...report, touched, strangers: strangers.length }
}

type Found = Awaited<ReturnType<OqsAuthority['find']>>

/** null: wrong. */
function compare(
  found: Found,
  truth: SimTruth | undefined,
): 'answered' | 'failed' | 'unreadable' | 'unanswered' | 'missed' | null {
  if (!truth) return null
  const { said, stale } = truth
  switch (found.kind) {
    case 'answered':
      return said.outcome === 'answered' && sameReply(found.reply, said.reply) ? 'answered' : null
    case 'failed':
      if (found.code === 'TZ-G65') return said.outcome === 'malformed' ? 'unreadable' : null
      return said.outcome === 'failed' &&
        said.code === found.authorityCode &&
        said.message === found.message
        ? 'failed'
        : null
    case 'pending':
      if (stale || said.outcome === 'silence' || said.outcome === 'foreign') return 'unanswered'
      return 'missed'
    case 'neverAsked':
    case 'unknown':
    case 'cannot':
      return null
  }
}

function sameReply(one: AuthorityReply, other: AuthorityReply): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))
}

/** Its lists come in any order, and so do the names of its fields. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .map(inOrder)
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  )
}

/** One call in so many finds the file in somebody else's hands. */
function busyFiles(random: Random): FolderFiles {
  function busy<A extends unknown[], R>(act: (...args: A) => Promise<R>) {
    return (...args: A): Promise<R> => {
      if (random.below(BUSY_IN) > 0) return act(...args)
      const code = random.pick(['EBUSY', 'EACCES', 'EPERM'])
      return Promise.reject(Object.assign(new Error(code), { code }))
    }
  }
  return {
    ...nodeFiles,
    open: busy(nodeFiles.open),
    rename: busy(nodeFiles.rename),
    unlink: busy(nodeFiles.unlink),
  }
}
