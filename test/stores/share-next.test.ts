import { describe, expect, it } from 'vitest'
import { shareNext } from '../../src/stores/share-next'

/** Work whose ends the test decides. */
function held() {
  const ends: { resolve: (value: number) => void; reject: (cause: Error) => void }[] = []
  const work = (): Promise<number> =>
    new Promise((resolve, reject) => {
      ends.push({ resolve, reject })
    })
  return { work, ends }
}

/** Until everything that is already settled has been told. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('sharing the next run', () => {
  it('gives each call that comes alone a run of its own', async () => {
    let runs = 0
    const ask = shareNext(() => Promise.resolve((runs += 1)))
    expect(await ask()).toBe(1)
    expect(await ask()).toBe(2)
  })

  it('lets those who ask during a run share the one after it', async () => {
    const { work, ends } = held()
    const ask = shareNext(work)
    const first = ask()
    const later = [ask(), ask(), ask()]
    ends[0]?.resolve(1)
    expect(await first).toBe(1)
    await settled()
    ends[1]?.resolve(2)
    expect(await Promise.all(later)).toEqual([2, 2, 2])
    expect(ends).toHaveLength(2)
  })

  it('never answers with what was read before the question', async () => {
    const { work, ends } = held()
    const ask = shareNext(work)
    const answers: number[] = []
    void ask()
    void ask().then((value) => answers.push(value))
    ends[0]?.resolve(1)
    await settled()
    expect(answers).toEqual([])
    ends[1]?.resolve(2)
    await settled()
    expect(answers).toEqual([2])
  })

  it('fails for those alone whose run failed', async () => {
    const { work, ends } = held()
    const ask = shareNext(work)
    const first = ask()
    const second = ask()
    ends[0]?.reject(new Error('disk'))
    await expect(first).rejects.toThrow('disk')
    await settled()
    ends[1]?.resolve(2)
    expect(await second).toBe(2)
  })

  it('begins anew after a failure', async () => {
    let broken = true
    const ask = shareNext(() => (broken ? Promise.reject(new Error('disk')) : Promise.resolve(3)))
    await expect(ask()).rejects.toThrow('disk')
    broken = false
    expect(await ask()).toBe(3)
  })
})
