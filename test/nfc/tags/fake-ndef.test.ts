/** The fake is held to what Web NFC says, so that what is tested with it holds on a phone. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  blankTag,
  cardWithoutNdef,
  installFakeNdef,
  urlTag,
  type FakeNfc,
} from '../../support/fake-ndef'

const URL_RECORD = { records: [{ recordType: 'url', data: 'https://a.example/' }] }
let nfc: FakeNfc
let reader: NDEFReader
let heard: string[]

beforeEach(() => {
  nfc = installFakeNdef()
  nfc.permission = 'granted'
  reader = new nfc.Reader()
  heard = []
  reader.addEventListener('reading', () => heard.push('reading'))
  reader.addEventListener('readingerror', () => heard.push('readingerror'))
})

/** Begins an operation and waits until it is pending. */
async function pendingOf(work: Promise<void>): Promise<{ outcome: Promise<string> }> {
  const outcome = work.then(
    () => 'done',
    (cause: unknown) => (cause instanceof DOMException ? cause.name : String(cause)),
  )
  for (let n = 0; n < 20 && nfc.pending === null; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  return { outcome }
}

describe('the fake of Web NFC', () => {
  it.each([
    ['no permission', () => void (nfc.permission = 'denied'), 'NotAllowedError'],
    ['no adapter', () => void (nfc.adapter = 'none'), 'NotSupportedError'],
    ['NFC off', () => void (nfc.adapter = 'off'), 'NotReadableError'],
    ['a page in a frame', () => void (nfc.isTopLevel = false), 'InvalidStateError'],
  ])('refuses every operation with %s', async (_what, spoil, name) => {
    spoil()
    await expect(reader.scan()).rejects.toMatchObject({ name })
    await expect(reader.write(URL_RECORD)).rejects.toMatchObject({ name })
    await expect(reader.makeReadOnly()).rejects.toMatchObject({ name })
  })

  it('asks once, and remembers the answer', async () => {
    nfc.permission = 'prompt'
    nfc.answer = 'denied'
    await expect(reader.scan()).rejects.toMatchObject({ name: 'NotAllowedError' })
    expect((await nfc.permissions.query({ name: 'nfc' })).state).toBe('denied')
  })

  it('reads nothing before a scan, while the page is hidden, and after it was aborted', async () => {
    const stop = new AbortController()
    await nfc.tap(urlTag('https://a.example/'))
    await reader.scan({ signal: stop.signal })
    nfc.show(false)
    await nfc.tap(urlTag('https://a.example/'))
    nfc.show(true)
    expect(heard).toEqual([])
    await nfc.tap(urlTag('https://a.example/'))
    expect(heard).toEqual(['reading'])
    stop.abort()
    await nfc.tap(urlTag('https://a.example/'))
    expect(heard).toEqual(['reading'])
  })

  it('refuses a second scan of the same reader, and one that was aborted before', async () => {
    await reader.scan()
    await expect(reader.scan()).rejects.toMatchObject({ name: 'InvalidStateError' })
    const signal = AbortSignal.abort()
    await expect(new nfc.Reader().scan({ signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('says readingerror for a card without NDEF, and ends a pending write with it', async () => {
    await reader.scan()
    const { outcome } = await pendingOf(reader.write(URL_RECORD))
    await nfc.tap(cardWithoutNdef())
    expect(heard).toEqual(['readingerror'])
    expect(await outcome).toBe('NotSupportedError')
  })

  it('writes a blank tag, and one with content only where it may overwrite', async () => {
    const first = await pendingOf(reader.write(URL_RECORD, { overwrite: false }))
    const tag = await nfc.tap(blankTag())
    expect(await first.outcome).toBe('done')
    expect(tag.records).toHaveLength(1)
    const second = await pendingOf(reader.write(URL_RECORD, { overwrite: false }))
    await nfc.tap(tag)
    expect(await second.outcome).toBe('NotAllowedError')
    const third = await pendingOf(reader.write(URL_RECORD))
    await nfc.tap(tag)
    expect(await third.outcome).toBe('done')
  })

  it('locks for good', async () => {
    const lock = await pendingOf(reader.makeReadOnly())
    const tag = await nfc.tap(blankTag())
    expect([await lock.outcome, tag.readOnly]).toEqual(['done', true])
    const write = await pendingOf(reader.write(URL_RECORD))
    await nfc.tap(tag)
    expect(await write.outcome).toBe('NetworkError')
    expect(tag.records).toEqual([])
  })

  it('cannot lock every tag, and loses one that goes away', async () => {
    const unable = await pendingOf(reader.makeReadOnly())
    await nfc.tap(blankTag({ canLock: false }))
    expect(await unable.outcome).toBe('NotSupportedError')
    const torn = await pendingOf(reader.makeReadOnly())
    const tag = await nfc.tap(blankTag({ torn: true }))
    expect([await torn.outcome, tag.readOnly]).toEqual(['NetworkError', false])
  })

  it('aborts what is pending by its signal, when the page is hidden, and for the next one', async () => {
    const stop = new AbortController()
    const first = await pendingOf(reader.write(URL_RECORD, { signal: stop.signal }))
    stop.abort()
    const second = await pendingOf(reader.write(URL_RECORD))
    nfc.show(false)
    nfc.show(true)
    const third = await pendingOf(reader.write(URL_RECORD))
    const fourth = reader.makeReadOnly()
    expect(await first.outcome).toBe('AbortError')
    expect(await second.outcome).toBe('AbortError')
    expect(await third.outcome).toBe('AbortError')
    await nfc.tap(blankTag())
    await fourth
  })

  it('refuses a message without a record, and an address that is none', async () => {
    await expect(reader.write({ records: [] })).rejects.toThrow(TypeError)
    const bad = { records: [{ recordType: 'url', data: 'no address' }] }
    await expect(reader.write(bad)).rejects.toMatchObject({ name: 'SyntaxError' })
  })
})
