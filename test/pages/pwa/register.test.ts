import { describe, expect, it, vi } from 'vitest'
import { registerWorker, type PageLink, type WorkerLink } from '../../../src/pwa/register'

function makeWorker(register: () => Promise<unknown> = () => Promise.resolve()) {
  const listeners = new Map<string, () => void>()
  const worker = {
    addEventListener: vi.fn(
      (type: string, listener: () => void) => void listeners.set(type, listener),
    ),
    register: vi.fn(register),
    update: vi.fn(() => Promise.resolve()),
    messageSkipWaiting: vi.fn(),
  } satisfies WorkerLink
  return { worker, tell: (type: 'waiting' | 'controlling') => listeners.get(type)?.() }
}

function makePage() {
  const timers: { ms: number; action: () => void }[] = []
  const repeats: { ms: number; action: () => void }[] = []
  const visible: (() => void)[] = []
  const link = {
    onVisible: (listener: () => void) => void visible.push(listener),
    every: (ms: number, action: () => void) => void repeats.push({ ms, action }),
    after: (ms: number, action: () => void) => void timers.push({ ms, action }),
    reload: vi.fn(),
  } satisfies PageLink
  return { link, timers, repeats, visible }
}

async function start(register?: () => Promise<unknown>) {
  const { worker, tell } = makeWorker(register)
  const page = makePage()
  const offers: (() => void)[] = []
  const failures: unknown[] = []
  await registerWorker(
    (apply) => offers.push(apply),
    (cause) => failures.push(cause),
    worker,
    page.link,
  )
  return { worker, tell, page, offers, failures }
}

describe('a new version', () => {
  it('is offered when it waits, and nothing happens by itself', async () => {
    const { tell, offers, worker, page } = await start()
    tell('waiting')
    expect(offers).toHaveLength(1)
    expect(worker.messageSkipWaiting).not.toHaveBeenCalled()
    expect(page.link.reload).not.toHaveBeenCalled()
  })

  it('takes over and reloads once when a person agrees', async () => {
    const { tell, offers, worker, page } = await start()
    tell('waiting')
    offers[0]?.()
    expect(worker.messageSkipWaiting).toHaveBeenCalledOnce()
    tell('controlling')
    page.timers.forEach((timer) => timer.action())
    expect(page.link.reload).toHaveBeenCalledOnce()
  })

  it('reloads after two seconds where the take-over is never told', async () => {
    const { tell, offers, page } = await start()
    tell('waiting')
    offers[0]?.()
    expect(page.timers.map((timer) => timer.ms)).toEqual([2_000])
    page.timers[0]?.action()
    expect(page.link.reload).toHaveBeenCalledOnce()
  })

  it('does not reload a tab whose person was not asked', async () => {
    const { tell, page } = await start()
    tell('controlling')
    expect(page.link.reload).not.toHaveBeenCalled()
  })

  it('is looked for every hour and whenever the app comes to the front', async () => {
    const { worker, page } = await start()
    expect(page.repeats.map((repeat) => repeat.ms)).toEqual([3_600_000])
    page.repeats[0]?.action()
    page.visible[0]?.()
    expect(worker.update).toHaveBeenCalledTimes(2)
  })
})

describe('a browser that does not take the worker', () => {
  it('is told of once, with the cause, and is not asked again', async () => {
    const cause = new TypeError('no worker here')
    const { failures, page } = await start(() => Promise.reject(cause))
    expect(failures).toEqual([cause])
    expect(page.repeats).toHaveLength(0)
  })

  it('reports a failed look for a new version', async () => {
    const { worker, page, failures } = await start()
    const cause = new TypeError('offline')
    worker.update.mockRejectedValueOnce(cause)
    page.visible[0]?.()
    await vi.waitFor(() => expect(failures).toEqual([cause]))
  })
})
