/** Asks the gateway as many requests as are wanted and judges each answer. */
import type { Store } from '../../../server/store/store'
import { judge } from './judge'
import { makeRequest, MOODS, type Mood, type Sent } from './make-request'
import { sendRaw, type RawReply } from './send'
import { createFuzzWorld, type FuzzWorld } from './world'

export interface ApiPlan {
  seed: number
  count: number
  /** SQLite in memory where absent. */
  store?: Store
  onProgress?: (done: number) => void
}

export interface ApiFinding {
  index: number
  what: string
  /** Without its credentials. */
  request: string
}

export interface ApiReport {
  requests: number
  /** How many of each mood were answered with 2xx, and how many refused. */
  moods: Record<Mood, { taken: number; refused: number }>
  statuses: Map<number, number>
  /** Operations that no request got through to. */
  neverTaken: string[]
  operations: number
  findings: ApiFinding[]
  seconds: number
}

const MOST_FINDINGS = 30

/** The same plan asks the same, as far as ids and keys of the gateway's own allow. */
export async function runApiFuzz({ seed, count, store, onProgress }: ApiPlan): Promise<ApiReport> {
  const begun = performance.now()
  const world = await createFuzzWorld(store)
  const taken = new Set<string>()
  const seen = new Set<string>()
  const report: ApiReport = {
    requests: 0,
    moods: { good: none(), near: none(), hostile: none() },
    statuses: new Map(),
    neverTaken: [],
    operations: world.operations.length,
    findings: [],
    seconds: 0,
  }
  try {
    for (let index = 0; index < count && report.findings.length < MOST_FINDINGS; index += 1) {
      world.step()
      const sent = await makeRequest(seed, index, world)
      const before = world.gateway.log.length
      const reply = await sendRaw(world.port, sent.request)
      const what = judge(sent, reply, world.gateway.log.slice(before), world.otherIds)
      report.requests += 1
      const status = reply?.status ?? 0
      report.statuses.set(status, (report.statuses.get(status) ?? 0) + 1)
      const isTaken = status >= 200 && status < 300
      report.moods[sent.mood][isTaken ? 'taken' : 'refused'] += 1
      if (isTaken && sent.isPlain) taken.add(sent.operation.id)
      const key = `${sent.operation.id} ${what ?? ''}`
      if (what !== null && !seen.has(key)) {
        seen.add(key)
        report.findings.push({ index, what, request: describe(sent, reply) })
      }
      comeBack(sent, reply, world)
      if (index % 97 === 0) await world.gateway.worker.runDue()
      onProgress?.(index + 1)
    }
    report.neverTaken = world.operations.map(({ id }) => id).filter((id) => !taken.has(id))
  } finally {
    await world.end()
  }
  report.seconds = (performance.now() - begun) / 1_000
  return report
}

function none(): { taken: number; refused: number } {
  return { taken: 0, refused: 0 }
}

/** Whoever was signed out, ended or revoked by a request comes back for the next one. */
function comeBack({ caller, operation }: Sent, reply: RawReply | null, world: FuzzWorld): void {
  if (caller !== null && /"TZ-(?:G03|G04|G70)"/.test(reply?.text ?? '')) world.renew(caller)
  if (reply?.status !== 200) return
  if (/\/(?:end|revoke|erase)$|people\/\{id\}$|sign-out$/.test(operation.path)) {
    for (const which of ['device', 'administrator', 'staff', 'readOnly'] as const)
      world.renew(which)
  }
}

function describe({ operation, mood, request }: Sent, reply: RawReply | null): string {
  const { method, path, body } = request
  const headers = request.headers.filter(([name]) => !/^(?:Cookie|Authorization|DPoP)$/.test(name))
  return [
    `${mood} ${operation.id}: ${method} ${path.slice(0, 300)}`,
    ...headers.map(([name, value]) => `${name}: ${value.slice(0, 100)}`),
    Buffer.from(body ?? [])
      .toString('utf8')
      .slice(0, 400),
    `→ ${reply?.status ?? 'nothing'} ${reply?.text.slice(0, 400) ?? ''}`,
  ].join('\n    ')
}

export function isMood(text: string): text is Mood {
  return MOODS.some((mood) => mood === text)
}
