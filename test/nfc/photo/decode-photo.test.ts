import { describe, expect, it, vi } from 'vitest'
import { FACE_FILES } from '../../../server/authority/sandbox/surface-drawings'
import { clearPhoto, decodePhoto } from '../../../src/nfc/photo/decode-photo'

const FACE = Uint8Array.from(Buffer.from(FACE_FILES[0] ?? '', 'base64url'))

/** A worker that a test answers for. */
function fakeWorker() {
  const target = new EventTarget()
  const posted: Uint8Array[] = []
  const terminate = vi.fn()
  const worker = Object.assign(target, {
    postMessage: (bytes: Uint8Array) => posted.push(bytes),
    terminate,
    onmessage: null,
    onmessageerror: null,
    onerror: null,
  })
  const timers = new Map<number, () => void>()
  return {
    posted,
    terminate,
    timers,
    say: (event: Event) => target.dispatchEvent(event),
    options: {
      createWorker: () => worker,
      setTimer: (callback: () => void) => timers.set(timers.size + 1, callback).size,
      clearTimer: (timer: number) => void timers.delete(timer),
    },
  }
}

const PHOTO = { width: 1, height: 1, grey: new Uint8ClampedArray([7]) }

describe('decoding a photo', () => {
  it('gives what the worker says, ends it, and leaves the card’s bytes in place', async () => {
    const { say, options, terminate, posted, timers } = fakeWorker()
    const decoding = decodePhoto(FACE, options)
    say(new MessageEvent('message', { data: { ok: true, value: PHOTO } }))
    expect(await decoding).toEqual({ ok: true, value: PHOTO })
    expect(terminate).toHaveBeenCalledOnce()
    expect(timers.size).toBe(0)
    expect(posted[0]).toEqual(FACE)
    expect(posted[0]?.buffer).not.toBe(FACE.buffer)
  })

  it('starts no worker for what is no photo', async () => {
    const createWorker = vi.fn<() => Worker>()
    expect(await decodePhoto(FACE.subarray(0, 50), { createWorker })).toEqual({
      ok: false,
      code: 'TZ-C33',
    })
    expect(createWorker).not.toHaveBeenCalled()
  })

  it.each(['error', 'messageerror'])('says so when the worker fails with %s', async (fault) => {
    const { say, options, terminate } = fakeWorker()
    const decoding = decodePhoto(FACE, options)
    say(new Event(fault))
    expect(await decoding).toEqual({ ok: false, code: 'TZ-C33' })
    expect(terminate).toHaveBeenCalledOnce()
  })

  it('ends a worker that never answers', async () => {
    const { options, terminate, timers } = fakeWorker()
    const decoding = decodePhoto(FACE, options)
    for (const ring of timers.values()) ring()
    expect(await decoding).toEqual({ ok: false, code: 'TZ-C33' })
    expect(terminate).toHaveBeenCalledOnce()
  })

  it('ends the worker when the screen goes, and starts none when it has gone', async () => {
    const { options, terminate } = fakeWorker()
    const screen = new AbortController()
    const decoding = decodePhoto(FACE, { ...options, signal: screen.signal })
    screen.abort()
    expect(await decoding).toEqual({ ok: false, code: 'TZ-C14' })
    expect(terminate).toHaveBeenCalledOnce()
    expect(await decodePhoto(FACE, { ...options, signal: screen.signal })).toEqual({
      ok: false,
      code: 'TZ-C14',
    })
  })

  it('is wiped when it is cleared', () => {
    const photo = { width: 2, height: 1, grey: new Uint8ClampedArray([7, 9]) }
    const canvas = { width: 2, height: 1 } as HTMLCanvasElement
    clearPhoto(canvas, photo)
    expect([...photo.grey, canvas.width, canvas.height]).toEqual([0, 0, 0, 0])
    expect(() => clearPhoto(null, null)).not.toThrow()
  })
})
