/** What the device asks of the gateway. Every answer is proven the gateway's own before it is believed. */
import * as v from 'valibot'
import {
  ActivationResponse,
  AnswersResponse,
  BatchResponse,
  ChallengeResponse,
  ConsentsResponse,
  Health,
  MedicalReady,
  MedicalResponse,
  IdentityStarted,
  IdentityState,
  PATHS,
  TagsResponse,
  TrainingCardsResponse,
  VisitsResponse,
  WithdrawalsResponse,
  type AccessResponse,
  type ActivationRequest,
  type Challenge,
  type Envelope,
  type ItemResult,
  type MedicalRequest,
  type TagRow,
  type WithdrawalOutcome,
} from '../../api/wire'
import type { ErrorCode } from '../../domain/errors'
import { createAccess, type Access, type Identity, type SaidOfSelf } from './access'
import { classify, type Classified } from './classify'
import { createClock, type DeviceClock } from './clock'
import { exchange, type Exchange, type HttpRequest } from './exchange'
import { platformTimers } from './timers'

export interface GatewayClient {
  /** Registers this device with a one-time code. */
  activate(request: ActivationRequest): Promise<Classified<ActivationResponse>>
  /** Whether our gateway, and nothing else, can be reached. */
  health(): Promise<Classified<Health>>
  /** Asks for access anew, and so for policy and orders, which `onAccess` is given. `TZ-D12` before activation. */
  checkIn(): Promise<Classified<null>>
  fetchChallenges(count: number): Promise<Classified<Challenge[]>>
  /** One result for each envelope, in its order. */
  sendBatch(checks: readonly Envelope[]): Promise<Classified<ItemResult[]>>
  /** Nobody waits for these any more: what became of each, in their order; the same again is harmless. */
  withdrawChecks(ids: readonly string[]): Promise<Classified<WithdrawalOutcome[]>>
  /**
   * Answers after the cursor; held open up to `waitSeconds` (0–25) while there is none.
   * @param unanswered cursor of the checks to which none will come; without it they are not asked for
   */
  fetchAnswers(
    after: number,
    waitSeconds: number,
    signal?: AbortSignal,
    unanswered?: number,
  ): Promise<Classified<AnswersResponse>>
  fetchVisits(): Promise<Classified<VisitsResponse>>
  /** Consents in force of today's patients. */
  fetchConsents(): Promise<Classified<ConsentsResponse>>
  /** Has the medical information of a check fetched; it is among the copies then. */
  requestMedical(request: MedicalRequest): Promise<Classified<MedicalReady>>
  /** Copies after the cursor, and which of them are closed. */
  fetchMedical(after: number): Promise<Classified<MedicalResponse>>
  fetchTrainingCards(): Promise<Classified<TrainingCardsResponse>>
  /** What became of each tag, in their order; the same tag again is harmless. */
  registerTags(tags: readonly TagRow[]): Promise<Classified<('kept' | 'taken')[]>>
  /** Opens a session of デジタル認証アプリ for a check that the gateway has. */
  startIdentity(checkId: string): Promise<Classified<IdentityStarted['session']>>
  /** How it stands; held open up to `waitSeconds` (0–25) while the patient is at it. */
  fetchIdentity(
    checkId: string,
    waitSeconds: number,
    signal?: AbortSignal,
  ): Promise<Classified<IdentityState['session']>>
  endIdentity(checkId: string): Promise<Classified<IdentityState['session']>>
}

export interface GatewayClientOptions extends Partial<Exchange> {
  /** Origin of the gateway, without a slash at its end; the app's own where it is left out or ''. */
  baseUrl?: string
  /** Who this device is; null before activation. Asked before each request, as an activation may come at any time. */
  identity?: () => Promise<Identity | null>
  clock?: DeviceClock
  tellSelf?: () => Promise<SaidOfSelf>
  onAccess?: (response: AccessResponse, deviceId: string) => Promise<void>
  onTraffic?: (traffic: Traffic) => void
}

/** What an exchange says of the line. */
export interface Traffic {
  /** null: the gateway itself has answered; else why not. */
  code: ErrorCode | null
  /** It was asked with access, so an answer also shows that access stands. */
  authorized: boolean
}

const TIMEOUT_MS = 30_000

export function createGatewayClient(options: GatewayClientOptions = {}): GatewayClient {
  const platform: Exchange = {
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timers: options.timers ?? platformTimers,
    isOnline: options.isOnline ?? (() => navigator.onLine),
  }
  const clock = options.clock ?? createClock()
  const identityOf = options.identity ?? (() => Promise.resolve(null))
  let current: { identity: Identity; access: Access } | null = null

  function baseUrl(): string {
    return options.baseUrl === undefined || options.baseUrl === ''
      ? globalThis.location.origin
      : options.baseUrl
  }

  async function accessOf(): Promise<Access | null> {
    const identity = await identityOf()
    if (identity === null) return null
    if (current?.identity.deviceId !== identity.deviceId) {
      const { onAccess, tellSelf } = options
      const access = createAccess({
        ...platform,
        baseUrl: baseUrl(),
        identity,
        clock,
        onAccess,
        tellSelf,
      })
      current = { identity, access }
    }
    return current.access
  }

  async function request<T>(
    schema: v.GenericSchema<unknown, T>,
    what: Omit<HttpRequest, 'url' | 'timeoutMs'> & { path: string; timeoutMs?: number },
  ): Promise<Classified<T>> {
    const sentAt = clock.device()
    const { path, ...rest } = what
    const reply = await exchange(platform, {
      timeoutMs: TIMEOUT_MS,
      ...rest,
      url: baseUrl() + path,
    })
    const answer = classify(reply, schema)
    const proven = answer.ok || answer.failure.kind === 'clock'
    if (reply.kind === 'reply' && proven) clock.learn(reply.date, sentAt, clock.device())
    return answer
  }

  /** With access. A token that died and a clock that was wrong are each mended once. */
  async function authorized<T>(
    schema: v.GenericSchema<unknown, T>,
    what: Parameters<typeof request>[1],
  ): Promise<Classified<T>> {
    const access = await accessOf()
    if (access === null) return { ok: false, failure: { kind: 'stop', code: 'TZ-D12' } }
    const mended = new Set<'renew' | 'clock'>()
    for (;;) {
      const headers = await access.headersFor(what.method, baseUrl() + what.path)
      if (!headers.ok) return headers
      const answer = await request(schema, { ...what, headers: headers.value })
      if (answer.ok) return answer
      const { failure } = answer
      if (failure.kind !== 'renew' && failure.kind !== 'clock') return answer
      if (mended.has(failure.kind)) {
        return { ok: false, failure: { kind: 'stop', code: failure.code } }
      }
      mended.add(failure.kind)
      if (failure.kind === 'renew') access.forget(headers.value)
    }
  }

  function told<T>(answer: Classified<T>, authorized = true): Classified<T> {
    options.onTraffic?.({ code: answer.ok ? null : answer.failure.code, authorized })
    return answer
  }

  return {
    async activate(body) {
      const path = PATHS.activate
      return told(await open(ActivationResponse, { method: 'POST', path, body }), false)
    },
    async health() {
      const what = { method: 'GET', path: PATHS.health, timeoutMs: 10_000 } as const
      return told(await open(Health, what), false)
    },
    async checkIn() {
      const access = await accessOf()
      // Nothing was asked, so nothing is known of the line.
      if (access === null) return { ok: false, failure: { kind: 'stop', code: 'TZ-D12' } }
      return told(await access.renew())
    },
    async fetchChallenges(count) {
      const body = { count }
      const answer = told(
        await authorized(ChallengeResponse, { method: 'POST', path: PATHS.challenges, body }),
      )
      return answer.ok ? { ok: true, value: answer.value.challenges } : answer
    },
    async sendBatch(checks) {
      const body = { checks }
      const answer = await authorized(BatchResponse, { method: 'POST', path: PATHS.checks, body })
      return told(answer.ok ? matchResults(checks, answer.value.results) : answer)
    },
    async withdrawChecks(ids) {
      const what = { method: 'POST', path: PATHS.withdrawals, body: { ids } } as const
      const sent = ids.map((id) => ({ id }))
      return told(outcomesOf(sent, await authorized(WithdrawalsResponse, what)))
    },
    async fetchAnswers(after, waitSeconds, signal, unanswered) {
      const also = unanswered === undefined ? '' : `&unanswered=${unanswered}`
      return told(
        await authorized(AnswersResponse, {
          method: 'GET',
          path: `${PATHS.answers}?after=${after}&wait=${waitSeconds}${also}`,
          timeoutMs: (waitSeconds + 10) * 1_000,
          signal,
        }),
      )
    },
    async fetchVisits() {
      return told(await authorized(VisitsResponse, { method: 'GET', path: PATHS.visits }))
    },
    async fetchConsents() {
      return told(await authorized(ConsentsResponse, { method: 'GET', path: PATHS.consents }))
    },
    async requestMedical(body) {
      const path = PATHS.medical
      return told(await authorized(MedicalReady, { method: 'POST', path, body }))
    },
    async fetchMedical(after) {
      const path = `${PATHS.medical}?after=${after}`
      return told(await authorized(MedicalResponse, { method: 'GET', path }))
    },
    async fetchTrainingCards() {
      const path = PATHS.trainingCards
      return told(await authorized(TrainingCardsResponse, { method: 'GET', path }))
    },
    async startIdentity(checkId) {
      const what = { method: 'POST', path: PATHS.identity, body: { checkId } } as const
      return told(sessionOf(checkId, await authorized(IdentityStarted, what)))
    },
    async fetchIdentity(checkId, waitSeconds, signal) {
      const what = {
        method: 'GET',
        path: `${PATHS.identity}?check=${checkId}&wait=${waitSeconds}`,
        timeoutMs: (waitSeconds + 10) * 1_000,
        signal,
      } as const
      return told(sessionOf(checkId, await authorized(IdentityState, what)))
    },
    async endIdentity(checkId) {
      const what = { method: 'POST', path: PATHS.identityEnd, body: { checkId } } as const
      return told(sessionOf(checkId, await authorized(IdentityState, what)))
    },
    async registerTags(tags) {
      const what = { method: 'POST', path: PATHS.tags, body: { tags } } as const
      return told(outcomesOf(tags, await authorized(TagsResponse, what)))
    },
  }

  /** Without access: a clock or a token can not be the reason of a refusal there. */
  async function open<T>(
    schema: v.GenericSchema<unknown, T>,
    what: Parameters<typeof request>[1],
  ): Promise<Classified<T>> {
    const answer = await request(schema, what)
    if (answer.ok || (answer.failure.kind !== 'renew' && answer.failure.kind !== 'clock')) {
      return answer
    }
    return { ok: false, failure: { kind: 'stop', code: answer.failure.code } }
  }
}

function outcomesOf<O>(
  sent: readonly { id: string }[],
  answer: Classified<{ results: { id: string; outcome: O }[] }>,
): Classified<O[]> {
  if (!answer.ok) return answer
  const matched = matchResults(sent, answer.value.results)
  return matched.ok ? { ok: true, value: matched.value.map(({ outcome }) => outcome) } : matched
}

/** An answer about another check is none. */
function sessionOf<S>(
  checkId: string,
  answer: Classified<{ checkId: string; session: S }>,
): Classified<S> {
  if (!answer.ok) return answer
  return answer.value.checkId === checkId
    ? { ok: true, value: answer.value.session }
    : { ok: false, failure: { kind: 'stop', code: 'TZ-D03' } }
}

/** An answer that does not name exactly what was sent, in its order, is not an answer to it. */
function matchResults<R extends { id: string }>(
  sent: readonly { id: string }[],
  results: R[],
): Classified<R[]> {
  const echoed =
    results.length === sent.length && results.every((result, at) => result.id === sent[at]?.id)
  return echoed
    ? { ok: true, value: results }
    : { ok: false, failure: { kind: 'stop', code: 'TZ-D03' } }
}
