import { describe, expect, it, vi } from 'vitest'
import { hashHere, type HashRequest } from '../../src/sync/argon2'
import { hashPasscode, type HashWorker } from '../../src/sync/hash-passcode'

const REQUEST: HashRequest = {
  password: 'さくら咲く2026',
  salt: new Uint8Array(16).fill(7),
  cost: { memoryKiB: 8, iterations: 1, parallelism: 1 },
}

type Behaviour = (request: HashRequest, tell: (type: string, data?: unknown) => void) => void

/** A worker that behaves as the test says. */
function worker(behave: Behaviour): { start: () => HashWorker; ended: () => boolean } {
  let ended = false
  const target = new EventTarget()
  return {
    ended: () => ended,
    start: () => ({
      addEventListener: target.addEventListener.bind(target),
      postMessage(request: HashRequest) {
        behave(request, (type, data) => target.dispatchEvent(new MessageEvent(type, { data })))
      },
      terminate() {
        ended = true
      },
    }),
  }
}

describe('hashing a passcode', () => {
  it('takes the hash that the worker made, and ends the worker', async () => {
    const { start, ended } = worker((request, tell) => {
      void hashHere(request).then((hash) => tell('message', hash))
    })
    expect(await hashPasscode(REQUEST, start)).toEqual(await hashHere(REQUEST))
    expect(ended()).toBe(true)
  })

  it('gives the worker the passcode, the salt and the cost as they stand', async () => {
    const seen = vi.fn()
    const { start } = worker((request, tell) => {
      seen(request)
      tell('message', new Uint8Array(32))
    })
    expect(await hashPasscode(REQUEST, start)).toEqual(new Uint8Array(32))
    expect(seen).toHaveBeenCalledWith(REQUEST)
  })

  it.each<[string, Behaviour]>([
    ['cannot be loaded', (_, tell) => tell('error')],
    ['cannot be understood', (_, tell) => tell('messageerror')],
    ['has no memory for it', (_, tell) => tell('message', null)],
    ['answers something else', (_, tell) => tell('message', new Uint8Array(3))],
  ])('makes the hash itself when the worker %s', async (_, behave) => {
    const { start, ended } = worker(behave)
    expect(await hashPasscode(REQUEST, start)).toEqual(await hashHere(REQUEST))
    expect(ended()).toBe(true)
  })

  it('makes the hash itself where there are no workers', async () => {
    expect(await hashPasscode(REQUEST, () => null)).toEqual(await hashHere(REQUEST))
    expect(await hashPasscode(REQUEST)).toEqual(await hashHere(REQUEST))
  })

  it('tells passcodes and salts apart', async () => {
    const hashes = await Promise.all([
      hashHere(REQUEST),
      hashHere({ ...REQUEST, password: 'さくら散る2026' }),
      hashHere({ ...REQUEST, salt: new Uint8Array(16) }),
    ])
    expect(new Set(hashes.map((hash) => hash.join())).size).toBe(3)
    expect(hashes.map((hash) => hash.length)).toEqual([32, 32, 32])
  })
})
