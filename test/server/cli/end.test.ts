import { describe, expect, it, vi } from 'vitest'
import { createEnd } from '../../../server/cli/end'

function newEnd(stop: () => Promise<void>) {
  const nothing: () => void = () => undefined
  const world = { time: 0, codes: [] as number[], said: [] as string[], late: nothing }
  const stopped = vi.fn(stop)
  const end = createEnd({
    stop: stopped,
    withinMs: 9,
    exit: (code) => world.codes.push(code),
    say: (sentence) => world.said.push(sentence),
    now: () => world.time,
    setTimer: (callback) => {
      world.late = callback
    },
  })
  return { world, end, stopped }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
const never = () => new Promise<void>(() => undefined)

describe('a signal', () => {
  it('ends the gateway in order, with exit code 0', async () => {
    const { world, end } = newEnd(() => Promise.resolve())
    end('SIGTERM')
    await settled()
    expect(world.codes).toEqual([0])
    expect(world.said).toEqual([])
  })

  it('ends it with 1 when it takes too long, or goes wrong, and says so without a value', async () => {
    const slow = newEnd(never)
    slow.end('SIGINT')
    slow.world.late()
    expect(slow.world.codes).toEqual([1])
    expect(slow.world.said).toHaveLength(1)
    const broken = newEnd(() => Promise.reject(new TypeError('山田')))
    broken.end('SIGINT')
    await settled()
    expect(broken.world.codes).toEqual([1])
    expect(broken.world.said).toEqual(['The gateway did not end in order (TypeError).'])
  })

  it('given again ends it at once', () => {
    const { world, end, stopped } = newEnd(never)
    end('SIGTERM')
    world.time = 1_500
    end('SIGINT')
    expect(world.codes).toEqual([130])
    expect(stopped).toHaveBeenCalledTimes(1)
  })

  it('that a terminal and a script both pass on counts once', () => {
    const { world, end } = newEnd(never)
    end('SIGINT')
    world.time = 40
    end('SIGINT')
    expect(world.codes).toEqual([])
  })
})
