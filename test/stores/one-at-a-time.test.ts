import { describe, expect, it } from 'vitest'
import { oneAtATime } from '../../src/stores/one-at-a-time'

function played(): {
  run: () => Promise<void>
  begun: () => number
  finish: (fault?: Error) => void
} {
  const ends: { resolve: () => void; reject: (fault: Error) => void }[] = []
  let finished = 0
  return {
    run: oneAtATime(() => new Promise((resolve, reject) => ends.push({ resolve, reject }))),
    begun: () => ends.length,
    finish(fault) {
      const end = ends[finished]
      finished += 1
      if (fault) end?.reject(fault)
      else end?.resolve()
    },
  }
}

describe('work that runs one at a time', () => {
  it('begins at once when nothing runs', async () => {
    const { run, begun, finish } = played()
    const first = run()
    expect(begun()).toBe(1)
    finish()
    await first
    void run()
    expect(begun()).toBe(2)
  })

  it('runs once more for all who asked meanwhile', async () => {
    const { run, begun, finish } = played()
    const first = run()
    const asked = [run(), run(), run()]
    expect(begun()).toBe(1)
    finish()
    await first
    await Promise.resolve()
    expect(begun()).toBe(2)
    finish()
    await Promise.all(asked)
    expect(begun()).toBe(2)
  })

  it('goes on after a run that failed, and tells only those who asked for that one', async () => {
    const { run, begun, finish } = played()
    const first = run()
    const second = run()
    finish(new Error('disk'))
    await expect(first).rejects.toThrow('disk')
    expect(begun()).toBe(2)
    finish()
    await second
    const third = run()
    expect(begun()).toBe(3)
    finish()
    await third
  })
})
