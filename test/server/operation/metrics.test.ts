import { describe, expect, it } from 'vitest'
import type { Authority } from '../../../server/authority/authority'
import { createMetrics, type Metrics } from '../../../server/operation/metrics'
import { createSeen } from '../../../server/operation/seen'
import { metricsApp } from '../../../server/operation/serve-metrics'
import { openSqliteStore } from '../../../server/store/open'
import { COLUMNS } from '../../support/columns'
import { createTestGateway, ONE_PERSON } from '../../support/gateway'
import { activateDevice } from '../../support/device-client'

const HOUR_MS = 3_600_000

/** The sample of a name with exactly these labels; NaN where there is none. */
async function sample(metrics: Metrics, name: string, labels = ''): Promise<number> {
  const text = await metrics.read()
  const line = text.split('\n').find((each) => each.startsWith(`${name}${labels} `))
  return Number(line?.split(' ').at(-1) ?? NaN)
}

describe('the metrics', () => {
  it('count requests by route, never by what a path carries', async () => {
    const metrics = createMetrics()
    const gateway = await createTestGateway({
      people: ONE_PERSON,
      observeRequest: (facts) => {
        metrics.observeRequest(facts)
      },
    })
    const device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch })
    await device.access()
    await device.request('GET', '/v1/visits')
    await gateway.app.request('/v1/patients/山田太郎')
    await gateway.app.request('/health', { method: 'BREW' })
    const visits = '{method="GET",route="/v1/visits",status="200"}'
    expect(await sample(metrics, 'tazune_http_request_seconds_count', visits)).toBe(1)
    expect(await sample(metrics, 'tazune_devices_seen', '{within="1h"}')).toBe(1)
    const text = await metrics.read()
    expect(text).toContain('method="OTHER"')
    expect(text).not.toContain('山田')
    expect(text).not.toContain(device.deviceId)
    await gateway.end()
  })

  it('tell what waits, and since when', async () => {
    const metrics = createMetrics(() => 61_000)
    const store = openSqliteStore(':memory:', COLUMNS)
    metrics.watch({
      pauses: store.pauses,
      exports: {
        ...store.exports,
        depth: () => Promise.resolve({ waiting: 4, stopped: 1, oldestQueuedAt: 31_000 }),
      },
      operation: {
        ...store.operation,
        queue: () => Promise.resolve({ waiting: 3, asked: 2, oldestReceivedAt: 1_000 }),
      },
    })
    expect(await sample(metrics, 'tazune_queue_checks', '{state="waiting"}')).toBe(3)
    expect(await sample(metrics, 'tazune_queue_checks', '{state="asked"}')).toBe(2)
    expect(await sample(metrics, 'tazune_queue_oldest_seconds')).toBe(60)
    expect(await sample(metrics, 'tazune_facilities_paused')).toBe(0)
    expect(await sample(metrics, 'tazune_exports', '{state="waiting"}')).toBe(4)
    expect(await sample(metrics, 'tazune_exports', '{state="stopped"}')).toBe(1)
    expect(await sample(metrics, 'tazune_exports_oldest_seconds')).toBe(30)
    await store.close()
  })

  it('of everything else are still told when the database cannot be read', async () => {
    const metrics = createMetrics()
    const store = openSqliteStore(':memory:', COLUMNS)
    metrics.watch(store)
    await store.close()
    expect(await sample(metrics, 'process_start_time_seconds')).toBeGreaterThan(0)
    expect(await sample(metrics, 'tazune_queue_unread_total')).toBeGreaterThan(0)
    expect(await metrics.read()).not.toMatch(/tazune_(?:queue_checks|exports)\{/)
  })

  it('count what the authority answered, left pending and failed', async () => {
    const metrics = createMetrics()
    const outcomes = [
      () => Promise.resolve({ kind: 'pending' as const }),
      () => Promise.reject(new Error('gone')),
    ]
    const authority = metrics.meterAuthority({
      ask: () => (outcomes.shift() ?? outcomes[0])?.() ?? Promise.reject(new Error('none left')),
      findAcceptance: () => Promise.resolve(null),
    } as unknown as Authority)
    const query = {} as Parameters<Authority['ask']>[1]
    expect(await authority.ask('r', query)).toEqual({ kind: 'pending' })
    await expect(authority.ask('r', query)).rejects.toThrow('gone')
    await authority.findAcceptance({ facilityId: 'f', patientId: 'p', since: '2026-11-22' })
    const count = (act: string, outcome: string) =>
      sample(metrics, 'tazune_authority_seconds_count', `{act="${act}",outcome="${outcome}"}`)
    expect(await count('ask', 'pending')).toBe(1)
    expect(await count('ask', 'fault')).toBe(1)
    expect(await count('findAcceptance', 'none')).toBe(1)
  })

  it('count the worker’s steps and the log’s faults, and pass each line on', async () => {
    const metrics = createMetrics()
    const lines: unknown[] = []
    const log = metrics.meterLog((line) => lines.push(line))
    const time = '2026-11-22T00:00:00.000Z'
    const fault = { names: ['Error'], frames: [] }
    log({ event: 'worker', time, step: 'answered' })
    log({ event: 'worker', time, step: 'retry', fault })
    log({ event: 'check', time, fault })
    log({ event: 'export', time, step: 'retry', code: 'TZ-E01' })
    log({ event: 'export', time, step: 'retry', fault })
    log({ event: 'export', time, step: 'sent' })
    expect(lines).toHaveLength(6)
    const tries = (labels: string) => sample(metrics, 'tazune_exports_total', labels)
    expect(await tries('{step="retry",code="TZ-E01"}')).toBe(1)
    expect(await tries('{step="sent",code=""}')).toBe(1)
    expect(await sample(metrics, 'tazune_faults_total', '{event="export"}')).toBe(1)
    expect(await sample(metrics, 'tazune_work_total', '{step="answered"}')).toBe(1)
    expect(await sample(metrics, 'tazune_faults_total', '{event="check"}')).toBe(1)
    expect(await sample(metrics, 'tazune_faults_total', '{event="worker"}')).toBe(1)
  })

  it('measure the database', async () => {
    const metrics = createMetrics()
    const store = openSqliteStore(':memory:', COLUMNS, {
      observe: (kind, ms, ok) => {
        metrics.observeDatabase(kind, ms, ok)
      },
    })
    await store.replays.remember('f', 'k', 1, 0)
    await store.facilities.get('f')
    await store.close()
    await expect(store.facilities.get('f')).rejects.toThrow()
    const count = (labels: string) => sample(metrics, 'tazune_database_seconds_count', labels)
    expect(await count('{kind="transaction",outcome="ok"}')).toBe(1)
    expect(await count('{kind="statement",outcome="ok"}')).toBe(1)
    expect(await count('{kind="statement",outcome="fault"}')).toBe(1)
  })
})

describe('the address of the metrics', () => {
  it('gives them, and nothing else', async () => {
    const app = metricsApp(createMetrics(), null)
    const answer = await app.request('/metrics')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect((await app.request('/health')).status).toBe(404)
  })

  it('gives them to the bearer of the token only', async () => {
    const token = 'a-token-of-twenty-letters'
    const app = metricsApp(createMetrics(), token)
    const status = async (Authorization?: string) =>
      (
        await app.request(
          '/metrics',
          Authorization === undefined ? {} : { headers: { Authorization } },
        )
      ).status
    expect(await status()).toBe(401)
    expect(await status(`Bearer ${token}x`)).toBe(401)
    expect(await status(token)).toBe(401)
    expect(await status(`Bearer ${token}`)).toBe(200)
  })
})

describe('devices seen', () => {
  it('are counted once each, and forgotten in time', () => {
    let now = 0
    const seen = createSeen(24 * HOUR_MS, () => now)
    seen.see('a')
    seen.see('b')
    now = HOUR_MS
    seen.see('a')
    expect(seen.countSince(0)).toBe(2)
    expect(seen.countSince(HOUR_MS)).toBe(1)
    now = 24 * HOUR_MS + 1
    expect(seen.countSince(0)).toBe(1)
  })
})
