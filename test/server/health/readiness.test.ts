import { afterEach, describe, expect, it, vi } from 'vitest'
import { createReadiness, type ReadinessOptions } from '../../../server/health/readiness'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../../support/gateway'

function newReadiness(options: Partial<ReadinessOptions> = {}) {
  const clock = { at: 0 }
  const readiness = createReadiness({
    operation: { schemaVersion: () => Promise.resolve(18) },
    now: () => clock.at,
    timers: { setTimeout, clearTimeout },
    ...options,
  })
  return { clock, readiness }
}

const unreachable = () => Promise.reject(new Error('connection to 10.0.0.1 refused'))

describe('readiness', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is given when database, disk and folder are as they should be', async () => {
    const { readiness } = newReadiness({
      folders: () => Promise.resolve([true]),
      freeBytes: () => Promise.resolve(10),
      neededBytes: 10,
    })
    expect(await readiness.reasons()).toEqual([])
  })

  it('tells every reason why not', async () => {
    const { readiness } = newReadiness({
      operation: { schemaVersion: unreachable },
      folders: () => Promise.resolve([false]),
      freeBytes: () => Promise.resolve(9),
      neededBytes: 10,
    })
    expect(await readiness.reasons()).toEqual(['database', 'authority', 'disk'])
    const failing = newReadiness({ folders: unreachable, freeBytes: unreachable, neededBytes: 1 })
    expect(await failing.readiness.reasons()).toEqual(['authority', 'disk'])
  })

  it('is not lost by one facility’s folder of several', async () => {
    const { readiness } = newReadiness({ folders: () => Promise.resolve([false, true]) })
    expect(await readiness.reasons()).toEqual([])
    const none = newReadiness({ folders: () => Promise.resolve([false, false]) })
    expect(await none.readiness.reasons()).toEqual(['authority'])
    const without = newReadiness({ folders: () => Promise.resolve([]) })
    expect(await without.readiness.reasons()).toEqual([])
  })

  it('is lost when a newer gateway has changed the database meanwhile', async () => {
    let version = 18
    const { readiness, clock } = newReadiness({
      operation: { schemaVersion: () => Promise.resolve(version) },
    })
    expect(await readiness.reasons()).toEqual([])
    version = 19
    clock.at = 1_000
    expect(await readiness.reasons()).toEqual(['migrations'])
  })

  it('is looked for once in a while only, whoever asks', async () => {
    const schemaVersion = vi.fn(() => Promise.resolve(18))
    const { readiness, clock } = newReadiness({ operation: { schemaVersion } })
    await Promise.all([readiness.reasons(), readiness.reasons()])
    clock.at = 999
    await readiness.reasons()
    expect(schemaVersion).toHaveBeenCalledTimes(1)
    clock.at = 1_000
    await readiness.reasons()
    expect(schemaVersion).toHaveBeenCalledTimes(2)
  })

  it('is looked for at once when the clock was put back', async () => {
    const schemaVersion = vi.fn(() => Promise.resolve(18))
    const { readiness, clock } = newReadiness({ operation: { schemaVersion } })
    await readiness.reasons()
    clock.at = -86_400_000
    await readiness.reasons()
    expect(schemaVersion).toHaveBeenCalledTimes(2)
  })

  it('does not wait for a database that never answers', async () => {
    vi.useFakeTimers()
    const { readiness } = newReadiness({
      operation: { schemaVersion: () => new Promise<number>(() => undefined) },
      timers: { setTimeout, clearTimeout },
    })
    const reasons = readiness.reasons()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await reasons).toEqual(['database'])
  })

  it('ends for good when the gateway stops', async () => {
    const { readiness } = newReadiness()
    readiness.stop()
    expect(await readiness.reasons()).toEqual(['stopping'])
  })
})

describe('the probes', () => {
  let gateway: TestGateway
  afterEach(() => gateway.end())

  it('answer 200, or 503 with codes and nothing else, and leave no line when all is well', async () => {
    gateway = await createTestGateway({ people: ONE_PERSON })
    const live = await gateway.app.request('/health/live')
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }])
    const ready = await gateway.app.request('/health/ready')
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', reasons: [] }])
    expect(gateway.log).toEqual([])
    await gateway.end()
    const { readiness } = newReadiness({ operation: { schemaVersion: unreachable } })
    gateway = await createTestGateway({ people: ONE_PERSON, readiness })
    const unready = await gateway.app.request('/health/ready')
    expect(unready.status).toBe(503)
    expect(await unready.json()).toEqual({ status: 'unready', reasons: ['database'] })
    expect(gateway.log).toMatchObject([{ event: 'request', route: '/health/ready', status: 503 }])
  })

  it('give each answer an id under which its line stands in the log', async () => {
    gateway = await createTestGateway({ people: ONE_PERSON })
    const answer = await gateway.app.request('/v1/visits')
    const id = answer.headers.get('X-Request-Id')
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(gateway.log).toMatchObject([{ event: 'request', id, status: answer.status }])
    const asked = await gateway.app.request('/v1/visits', { headers: { 'X-Request-Id': 'yamada' } })
    expect(asked.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
