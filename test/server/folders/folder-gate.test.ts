import * as nodeFiles from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openExchangeFolder } from '../../../server/authority/oqs/folder/exchange-folder'
import type { FolderFiles, OpenFile } from '../../../server/folders/files'
import { createFolderGate, threadsForFolders } from '../../../server/folders/folder-gate'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A share on which every step hangs until it is let go. */
function deadShare() {
  const hanging: (() => void)[] = []
  const closed: string[] = []
  const hang = <T>(value: T) =>
    new Promise<T>((resolve) => {
      hanging.push(() => {
        resolve(value)
      })
    })
  const file = (path: string): OpenFile => ({
    ...{
      stat: () => hang({} as never),
      sync: () => hang(undefined),
      readFile: () => hang(Buffer.of()),
    },
    writeFile: () => hang(undefined),
    chmod: () => hang(undefined),
    close() {
      closed.push(path)
      return Promise.resolve()
    },
  })
  const files: FolderFiles = {
    ...nodeFiles,
    access: () => hang(undefined),
    readdir: () => hang(['late']),
    open: (path) => hang(file(path)),
  }
  return {
    files,
    hanging,
    closed,
    letGo: () =>
      hanging.splice(0).forEach((go) => {
        go()
      }),
  }
}

const wellShare = (): FolderFiles => ({
  ...nodeFiles,
  readdir: () => Promise.resolve(['result']),
})

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (fault: unknown) => (fault as NodeJS.ErrnoException).code,
  )

describe('steps on shares', () => {
  it('take half of the threads that Node has, and one at least', () => {
    expect(['', undefined, '1', '4', '64'].map(threadsForFolders)).toEqual([2, 2, 1, 2, 32])
  })

  it('of one that is dead hold one thread, are told in time, and leave the others theirs', async () => {
    const gate = createFolderGate({ threads: 2, withinMs: 1_000 })
    const dead = deadShare()
    const [one, other] = [gate.files(dead.files), gate.files(wellShare())]
    const asked = Array.from({ length: 20 }, () => codeOf(one.readdir('/res')))
    await vi.advanceTimersByTimeAsync(999)
    expect(dead.hanging).toHaveLength(1)
    expect(await other.readdir('/res')).toEqual(['result'])
    await vi.advanceTimersByTimeAsync(1)
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['ETIMEDOUT']))
    // Known to be dead: nobody waits again, nor does another thread.
    expect(await codeOf(one.access('/req'))).toBe('ETIMEDOUT')
    expect(dead.hanging).toHaveLength(1)
  })

  it('that is back are taken again, and what nobody waits for is left out', async () => {
    const gate = createFolderGate({ threads: 2, withinMs: 1_000 })
    const dead = deadShare()
    const files = gate.files(dead.files)
    const asked = [codeOf(files.readdir('/res')), codeOf(files.access('/req'))]
    await vi.advanceTimersByTimeAsync(1_000)
    await Promise.all(asked)
    dead.letGo()
    await vi.advanceTimersByTimeAsync(0)
    expect(dead.hanging).toHaveLength(0)
    const again = files.readdir('/res')
    await vi.advanceTimersByTimeAsync(0)
    dead.letGo()
    expect(await again).toEqual(['late'])
  })

  it('close a file that was opened too late, and one whose share died meanwhile', async () => {
    const gate = createFolderGate({ threads: 2, withinMs: 1_000 })
    const dead = deadShare()
    const files = gate.files(dead.files)
    const late = codeOf(files.open('/res/late', 'r'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await late).toBe('ETIMEDOUT')
    dead.letGo()
    await vi.advanceTimersByTimeAsync(0)
    expect(dead.closed).toEqual(['/res/late'])

    const opening = files.open('/res/read', 'r')
    await vi.advanceTimersByTimeAsync(0)
    dead.letGo()
    const file = await opening
    const reading = codeOf(file.readFile())
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await reading).toBe('ETIMEDOUT')
    const closing = codeOf(file.close())
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await closing).toBe('ETIMEDOUT')
    expect(dead.closed).toHaveLength(1)
    dead.letGo()
    await vi.advanceTimersByTimeAsync(0)
    expect(dead.closed).toEqual(['/res/late', '/res/read'])
  })

  it('leave threads to others where all folders are dead', async () => {
    const gate = createFolderGate({ threads: 2, withinMs: 1_000 })
    const dead = deadShare()
    const asked = Array.from({ length: 5 }, () => codeOf(gate.files(dead.files).readdir('/res')))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await Promise.all(asked)).toEqual(asked.map(() => 'ETIMEDOUT'))
    expect(dead.hanging).toHaveLength(2)
  })

  it('make a folder that does not answer one that is missing', async () => {
    const gate = createFolderGate({ threads: 2, withinMs: 1_000 })
    const folder = openExchangeFolder({
      ...{ root: '/oqs', work: '/oqs/tazune', largest: 1 },
      files: gate.files(deadShare().files),
    })
    const state = folder.state()
    const answers = folder.answers()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await state).toBe('missing')
    expect(await answers).toBe(false)
  })
})
