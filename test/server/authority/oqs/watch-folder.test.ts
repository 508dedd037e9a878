import { EventEmitter } from 'node:events'
import type { FSWatcher } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchFolder, type FolderWatch } from '../../../../server/authority/oqs/folder/watch-folder'

let opened: FolderWatch | undefined

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(async () => {
  await opened?.stop()
  vi.useRealTimers()
})

class FakeWatcher extends EventEmitter {
  isClosed = false
  close(): void {
    this.isClosed = true
  }
}

interface Particulars {
  fail?: boolean
  look?: () => Promise<void>
  answers?: () => Promise<boolean>
}

function open(particulars: Particulars = {}) {
  const watchers: { watcher: FakeWatcher; onChange: () => void }[] = []
  const looks: number[] = []
  const faults: unknown[] = []
  opened = watchFolder({
    folder: '/res',
    rescanMs: 5_000,
    look: () => {
      looks.push(Date.now())
      return particulars.look?.() ?? Promise.resolve()
    },
    ...(particulars.answers && { answers: particulars.answers }),
    onFault: (fault) => faults.push(fault),
    watch: (_folder, onChange) => {
      if (particulars.fail) throw new Error('ENOSYS')
      const watcher = new FakeWatcher()
      watchers.push({ watcher, onChange })
      return watcher as unknown as FSWatcher
    },
  })
  opened.start()
  return { watch: opened, watchers, looks, faults }
}

describe('the watch over the folder', () => {
  it('looks at once, and every few seconds although nothing is told', async () => {
    const { looks } = open()
    await vi.advanceTimersByTimeAsync(0)
    expect(looks).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(looks).toHaveLength(3)
  })

  it('looks soon after a change, once for many', async () => {
    const { looks, watchers } = open()
    await vi.advanceTimersByTimeAsync(0)
    for (let change = 0; change < 20; change += 1) watchers[0]?.onChange()
    await vi.advanceTimersByTimeAsync(25)
    expect(looks).toHaveLength(2)
  })

  it('looks again for what came while it was looking', async () => {
    let release = (): void => undefined
    const { looks, watchers } = open({ look: () => new Promise((resolve) => (release = resolve)) })
    await vi.advanceTimersByTimeAsync(0)
    watchers[0]?.onChange()
    await vi.advanceTimersByTimeAsync(100)
    expect(looks).toHaveLength(1)
    release()
    await vi.advanceTimersByTimeAsync(25)
    expect(looks).toHaveLength(2)
    release()
  })

  it('goes on by looking alone where nothing can be watched', async () => {
    const { looks, faults } = open({ fail: true })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(looks).toHaveLength(3)
    expect(faults).toHaveLength(1)
  })

  it('opens no watch on a share that does not answer: that would hold the whole process', async () => {
    let isThere = false
    const { watchers, looks } = open({ answers: () => Promise.resolve(isThere) })
    await vi.advanceTimersByTimeAsync(5_000)
    expect([watchers.length, looks.length]).toEqual([0, 2])
    isThere = true
    await vi.advanceTimersByTimeAsync(5_000)
    expect([watchers.length, looks.length]).toEqual([1, 3])
  })

  it('watches anew after the share went away', async () => {
    const { watchers } = open()
    await vi.advanceTimersByTimeAsync(0)
    watchers[0]?.watcher.emit('error', new Error('gone'))
    expect(watchers[0]?.watcher.isClosed).toBe(true)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(watchers).toHaveLength(2)
  })

  it('tells a look that failed, the same again only after one that went well, and goes on', async () => {
    const outcomes = ['EIO', 'EIO', 'ENOENT', null, 'ENOENT']
    const { looks, faults } = open({
      look: () => {
        const outcome = outcomes[looks.length - 1] ?? null
        return outcome === null ? Promise.resolve() : Promise.reject(new Error(outcome))
      },
    })
    await vi.advanceTimersByTimeAsync(25_000)
    expect(looks).toHaveLength(6)
    expect(faults.map(String)).toEqual(['Error: EIO', 'Error: ENOENT', 'Error: ENOENT'])
  })

  it('ends with the look under way', async () => {
    let release = (): void => undefined
    const { watch, watchers, looks } = open({
      look: () => new Promise((resolve) => (release = resolve)),
    })
    await vi.advanceTimersByTimeAsync(0)
    let isStopped = false
    const stopping = watch.stop().then(() => (isStopped = true))
    await vi.advanceTimersByTimeAsync(100)
    expect(isStopped).toBe(false)
    release()
    await stopping
    await vi.advanceTimersByTimeAsync(20_000)
    expect(looks).toHaveLength(1)
    expect(watchers[0]?.watcher.isClosed).toBe(true)
  })
})
