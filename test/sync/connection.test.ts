import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../../domain/errors'
import {
  createConnection,
  type Connection,
  type ConnectionOptions,
} from '../../src/sync/connection'
import { createFakeTime, type FakeTime } from '../support/sync-time'

describe('the state of the line', () => {
  let time: FakeTime
  let probes: string[]
  let answer: ErrorCode | null
  let visible: boolean
  let onReachable: () => void
  beforeEach(() => {
    time = createFakeTime(0)
    probes = []
    answer = 'TZ-D02'
    visible = true
    onReachable = vi.fn()
  })

  function make(options: Partial<ConnectionOptions> = {}): Connection {
    const connection: Connection = createConnection({
      probe: () => {
        probes.push(`probe:${time.now()}`)
        connection.note({ code: answer, authorized: false })
        return Promise.resolve()
      },
      onReachable,
      isVisible: () => visible,
      isOnline: () => true,
      now: time.now,
      timers: time,
      ...options,
    })
    return connection
  }

  const table: [ErrorCode | null, string][] = [
    [null, 'online'],
    ['TZ-D01', 'noLine'],
    ['TZ-D02', 'unreachable'],
    ['TZ-D03', 'portal'],
    ['TZ-G03', 'accessEnded'],
    ['TZ-G04', 'unregistered'],
    ['TZ-D12', 'unregistered'],
    ['TZ-G21', 'online'],
    ['TZ-G26', 'online'],
    ['TZ-G01', 'online'],
  ]
  it.each(table)('after %o is %s', (code, state) => {
    const connection = make()
    connection.note({ code, authorized: true })
    expect(connection.line().state).toBe(state)
  })

  it('is unreachable though the browser says online: no route is no line', async () => {
    const connection = make({ isOnline: () => true })
    connection.start()
    await time.advance(0)
    expect(connection.line().state).toBe('unreachable')
  })

  it('believes the browser that there is no line until it knows better', () => {
    expect(make({ isOnline: () => false }).line().state).toBe('noLine')
  })

  it('probes at a steady pace until the gateway answers, and then tells once', async () => {
    const connection = make()
    connection.start()
    await time.advance(8_000)
    expect(probes).toEqual(['probe:0', 'probe:2500', 'probe:5000', 'probe:7500'])
    answer = null
    await time.advance(60_000)
    expect(probes.slice(4)).toEqual(['probe:10000', 'probe:40000'])
    expect(onReachable).toHaveBeenCalledTimes(1)
    expect(connection.line().state).toBe('online')
    connection.stop()
  })

  it('notices a gateway that is back well within five seconds', async () => {
    const connection = make()
    connection.start()
    await time.advance(60_000)
    answer = null
    await time.advance(2_500)
    expect(onReachable).toHaveBeenCalledTimes(1)
    connection.stop()
  })

  it('does not probe while nobody looks', async () => {
    const connection = make()
    connection.start()
    visible = false
    await time.advance(60_000)
    expect(probes).toEqual(['probe:0'])
    visible = true
    await time.advance(2_500)
    expect(probes).toHaveLength(2)
    connection.stop()
  })

  it('lets ordinary traffic that succeeds stand for a probe', async () => {
    const connection = make()
    connection.start()
    await time.advance(1_000)
    connection.note({ code: null, authorized: true })
    await time.advance(29_000)
    expect(probes).toEqual(['probe:0'])
  })

  it.each<[ErrorCode, string]>([
    ['TZ-G03', 'accessEnded'],
    ['TZ-G04', 'unregistered'],
  ])('does not take a healthy gateway for restored access after %s', (code, state) => {
    const connection = make()
    connection.note({ code, authorized: true })
    connection.note({ code: null, authorized: false })
    expect(connection.line().state).toBe(state)
    connection.note({ code: null, authorized: true })
    expect(connection.line().state).toBe('online')
    expect(onReachable).not.toHaveBeenCalled()
  })

  it('remembers when the gateway itself last answered, refusals included', async () => {
    const connection = make({ lastSyncAt: 5 })
    expect(connection.line().lastSyncAt).toBe(5)
    await time.advance(100)
    connection.note({ code: 'TZ-D02', authorized: true })
    expect(connection.line().lastSyncAt).toBe(5)
    connection.note({ code: 'TZ-G04', authorized: true })
    expect(connection.line().lastSyncAt).toBe(100)
    await time.advance(100)
    connection.note({ code: null, authorized: true })
    expect(connection.line().lastSyncAt).toBe(200)
  })

  it('tells its listeners, until they leave', () => {
    const connection = make()
    const heard: string[] = []
    const leave = connection.subscribe(({ state }) => heard.push(state))
    connection.note({ code: 'TZ-D03', authorized: true })
    leave()
    connection.note({ code: null, authorized: true })
    expect(heard).toEqual(['portal'])
  })

  it('passes a fault of the probe on', async () => {
    const onFault = vi.fn()
    const connection = make({ probe: () => Promise.reject(new RangeError('bug')), onFault })
    connection.start()
    await time.advance(0)
    expect(onFault).toHaveBeenCalledWith(expect.any(RangeError))
  })

  it('rests once it was stopped', async () => {
    const connection = make()
    connection.start()
    connection.stop()
    await time.advance(60_000)
    expect(probes).toEqual(['probe:0'])
  })

  it('proves a line that stands again every half minute, and notices when it has silently gone', async () => {
    answer = null
    const connection = make()
    connection.start()
    await time.advance(30_000)
    expect(probes).toEqual(['probe:0', 'probe:30000'])
    answer = 'TZ-D02'
    await time.advance(30_000)
    expect(connection.line().state).toBe('unreachable')
    await time.advance(2_500)
    expect(probes.at(-1)).toBe('probe:62500')
  })

  it('believes the browser when it says that the line is gone, and asks at once when it says that it is back', async () => {
    answer = null
    const events = new EventTarget()
    const connection = make()
    connection.start(events)
    await time.advance(1_000)
    events.dispatchEvent(new Event('offline'))
    expect(connection.line().state).toBe('noLine')
    await time.advance(500)
    events.dispatchEvent(new Event('online'))
    expect(probes.at(-1)).toBe('probe:1500')
    expect(connection.line().state).toBe('online')
  })

  it('hears nothing any more after it was stopped', () => {
    const events = new EventTarget()
    const connection = make()
    answer = null
    connection.start(events)
    connection.stop()
    events.dispatchEvent(new Event('offline'))
    expect(connection.line().state).toBe('online')
  })
})
