/** A gateway that answers what the test says. It implements fetch, remembers ids, and writes down what it was asked. */
import { PATHS, type BatchRequest, type Envelope, type ItemResult } from '../../api/wire'
import type { InferOutput } from 'valibot'
import type { Fetch } from '../../src/sync/exchange'
import type { FakeTime } from './sync-time'

export interface Asked {
  path: string
  method: string
  headers: Headers
  body: unknown
}

/** How to answer one request: a response, or the end of the line before or after the gateway acted. */
export type Script =
  | { kind: 'respond'; make: () => Response }
  | { kind: 'noReply' }
  | { kind: 'replyLost' }
  | { kind: 'results'; of: (check: Envelope) => ItemResult }

export interface MockGateway {
  fetch: Fetch
  asked: Asked[]
  /** Times each id was taken in with effect. */
  effects: Map<string, number>
  /** Answers ready for the device. */
  answers: { seq: number; id: string; sealed: { enc: string; ciphertext: string } }[]
  /** Says how the next request to that path is answered; several calls queue up. */
  next(path: string, ...scripts: Script[]): void
  /** Until told otherwise every request to any path meets this. */
  always(script: Script | null): void
  /** Largest number of checks taken at once; more is 413. */
  maxChecks: number
  /** Ids on which the gateway fails with 500, whatever batch they stand in. */
  poison: Set<string>
  /** Server time minus the fake time. */
  skewMs: number
  /** Paths asked, as one line each, e.g. `POST /v1/checks 3`. */
  lines(): string[]
  orders: 'eraseVault'[]
  /** Ids it was told that nobody waits for, in the order of being told. */
  withdrawn: string[]
  tokenSeconds: number
  answerAll(): void
}

export const BASE_URL = 'https://gateway.test'

export function createMockGateway(time: Pick<FakeTime, 'now'>, gatewayKey: unknown): MockGateway {
  const scripts = new Map<string, Script[]>()
  let standing: Script | null = null
  let tokens = 0
  let seq = 0

  const gateway: MockGateway = {
    asked: [],
    effects: new Map(),
    answers: [],
    maxChecks: 100,
    poison: new Set(),
    skewMs: 0,
    orders: [],
    withdrawn: [],
    tokenSeconds: 600,
    next(path, ...more) {
      scripts.set(path, [...(scripts.get(path) ?? []), ...more])
    },
    always(script) {
      standing = script
    },
    lines: () =>
      gateway.asked.map(({ method, path, body }) => {
        const checks = checksOf(body)
        return checks === null ? `${method} ${path}` : `${method} ${path} ${checks.length}`
      }),
    answerAll() {
      for (const id of gateway.effects.keys()) {
        if (gateway.answers.some((answer) => answer.id === id)) continue
        seq += 1
        gateway.answers.push({ seq, id, sealed: { enc: 'AA', ciphertext: 'AA' } })
      }
    },
    async fetch(input, init) {
      const url = new URL(input)
      const headers = new Headers(init.headers)
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      gateway.asked.push({ path: url.pathname, method: init.method ?? 'GET', headers, body })
      await Promise.resolve()
      const script = scripts.get(url.pathname)?.shift() ?? standing
      if (script?.kind === 'noReply') throw new TypeError('fetch failed')
      if (script?.kind === 'respond') return script.make()
      const response = act(url, body, script)
      if (script?.kind === 'replyLost') throw new TypeError('fetch failed')
      return response
    },
  }

  function reply(status: number, body: unknown): Response {
    const date = new Date(time.now() + gateway.skewMs).toUTCString()
    const type = status < 400 ? 'application/json' : 'application/problem+json'
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, date } })
  }

  function act(url: URL, body: unknown, script: Script | null): Response {
    switch (url.pathname) {
      case PATHS.access:
        tokens += 1
        return reply(200, {
          accessToken: `token-${tokens}`,
          expiresInSeconds: gateway.tokenSeconds,
          gatewayKey,
          policy: { eraseAfterHours: 72, lockAfterMinutes: 5, challengePool: 20, longGapDays: 90 },
          orders: gateway.orders,
        })
      case PATHS.health: {
        const at = new Date(time.now() + gateway.skewMs).toISOString()
        return reply(200, { service: 'tazune', wire: 1, mode: 'training', time: at })
      }
      case PATHS.challenges: {
        const count = (body as { count: number }).count
        const expiresAt = new Date(time.now() + 86_400_000).toISOString()
        return reply(200, {
          challenges: Array.from({ length: count }, (_, n) => ({
            id: `c-${gateway.asked.length}-${n}`,
            challenge: 'A'.repeat(43),
            expiresAt,
          })),
        })
      }
      case PATHS.checks:
        return takeIn(checksOf(body) ?? [], script)
      case PATHS.withdrawals: {
        const { ids } = body as { ids: string[] }
        gateway.withdrawn.push(...ids)
        return reply(200, { results: ids.map((id) => ({ id, outcome: outcomeOf(id) })) })
      }
      case PATHS.answers: {
        const after = Number(url.searchParams.get('after'))
        const answers = gateway.answers.filter((answer) => answer.seq > after)
        return reply(200, { answers, next: answers.at(-1)?.seq ?? after })
      }
      default:
        return problem(404, 'TZ-G22')
    }
  }

  function outcomeOf(id: string): 'withdrawn' | 'asked' | 'unknown' {
    if (gateway.answers.some((answer) => answer.id === id)) return 'asked'
    return gateway.effects.has(id) ? 'withdrawn' : 'unknown'
  }

  function takeIn(checks: Envelope[], script: Script | null): Response {
    if (checks.length > gateway.maxChecks) return problem(413, 'TZ-G20')
    if (checks.some(({ id }) => gateway.poison.has(id))) return problem(500, 'TZ-G21')
    const results = checks.map((check): ItemResult => {
      if (script?.kind === 'results') return script.of(check)
      if (!gateway.effects.has(check.id)) gateway.effects.set(check.id, 1)
      return { id: check.id, outcome: 'accepted' }
    })
    return reply(200, { results })
  }

  return gateway
}

function checksOf(body: unknown): Envelope[] | null {
  return typeof body === 'object' && body !== null && 'checks' in body
    ? (body as InferOutput<typeof BatchRequest>).checks
    : null
}

/** A refusal in the gateway's own words. */
export function problem(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): Response {
  const body = { type: 'about:blank', status, code, title: 'x' }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

/** The login page of a Wi-Fi: 200 and HTML, whatever was asked. */
export function portalPage(): Response {
  const headers = { 'content-type': 'text/html' }
  return new Response('<html>ログイン</html>', { status: 200, headers })
}

export function respond(make: () => Response): Script {
  return { kind: 'respond', make }
}
