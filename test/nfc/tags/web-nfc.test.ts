import { beforeEach, describe, expect, it } from 'vitest'
import type { Result } from '../../../domain/outcome'
import { tagAddress, type VisitTag } from '../../../domain/tags'
import { createTagDevice, type TagDevice } from '../../../src/nfc/tags/web-nfc'
import {
  blankTag,
  cardWithoutNdef,
  installFakeNdef,
  urlTag,
  type FakeNfc,
  type FakeTag,
} from '../../support/fake-ndef'

const ORIGIN = 'https://app.example'
const TAG: VisitTag = { kind: 'visit', id: 'AAAAAAAAAAAAAAAAAAAAA_' }
const OTHER: VisitTag = { kind: 'visit', id: 'BBBBBBBBBBBBBBBBBBBBB_' }
const ADDRESS = tagAddress(ORIGIN, TAG)

let nfc: FakeNfc
let device: TagDevice
let late: (() => void) | null
let stop: AbortController

beforeEach(() => {
  nfc = installFakeNdef()
  nfc.permission = 'granted'
  late = null
  stop = new AbortController()
  device = createTagDevice({
    Reader: nfc.Reader,
    permissions: nfc.permissions,
    origin: ORIGIN,
    after: (_ms, act) => {
      late = act
      return () => (late = null)
    },
  })
})

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

async function until(isSo: () => boolean): Promise<void> {
  for (let n = 0; n < 50 && !isSo(); n += 1) await turn()
  expect(isSo()).toBe(true)
}

/** Begins, and holds that tag there once the device waits for one. */
async function holding(work: Promise<Result<null>>, tag: FakeTag): Promise<Result<null>> {
  await until(() => nfc.scans > 0)
  await turn()
  await turn()
  await nfc.tap(tag)
  return work
}
const write = (overwrite = false): Promise<Result<null>> =>
  device.write(ADDRESS, { overwrite, signal: stop.signal })
const lock = (): Promise<Result<null>> => device.lock(TAG.id, stop.signal)
const refused = (code: string) => ({ ok: false, code })

describe('a browser without Web NFC', () => {
  it('says so, whatever is asked of it', async () => {
    const none = createTagDevice({
      Reader: undefined,
      permissions: undefined,
      origin: ORIGIN,
      after: () => () => undefined,
    })
    const { signal } = stop
    expect(none.isSupported).toBe(false)
    expect(await none.permission()).toBe('prompt')
    expect(await none.scan(() => undefined, signal)).toEqual(refused('TZ-T01'))
    expect(await none.write(ADDRESS, { overwrite: false, signal })).toEqual(refused('TZ-T01'))
    expect(await none.lock(TAG.id, signal)).toEqual(refused('TZ-T01'))
  })
})

describe('the conditions of every operation', () => {
  it.each([
    ['permission refused', () => void (nfc.permission = 'denied'), 'TZ-T04'],
    ['no adapter', () => void (nfc.adapter = 'none'), 'TZ-T02'],
    ['NFC off', () => void (nfc.adapter = 'off'), 'TZ-T03'],
    ['not the top-level page', () => void (nfc.isTopLevel = false), 'TZ-T05'],
    ['stopped before it began', () => stop.abort(), 'TZ-T06'],
  ])('%s has its own code', async (_what, spoil, code) => {
    spoil()
    expect(await device.scan(() => undefined, stop.signal)).toEqual(refused(code))
    expect(await write()).toEqual(refused(code))
    expect(await lock()).toEqual(refused(code))
    expect(nfc.scans).toBe(0)
  })

  it('a permission whose name the browser does not know counts as not given yet', async () => {
    nfc.permissions.query = () => Promise.reject(new TypeError('unknown name'))
    expect(await device.permission()).toBe('prompt')
  })

  it('what is not the interface’s own refusal is thrown on', async () => {
    class Broken extends nfc.Reader {
      override scan = (): Promise<void> => Promise.reject(new RangeError('a bug'))
    }
    const broken = createTagDevice({
      Reader: Broken,
      permissions: nfc.permissions,
      origin: ORIGIN,
      after: () => () => undefined,
    })
    await expect(broken.scan(() => undefined, stop.signal)).rejects.toThrow('a bug')
  })
})

describe('listening', () => {
  it('tells every tag, ours or not, until it is stopped', async () => {
    const heard: unknown[] = []
    expect(await device.scan((read) => heard.push(read), stop.signal)).toMatchObject({ ok: true })
    await nfc.tap(urlTag(ADDRESS))
    await nfc.tap(blankTag())
    await nfc.tap(urlTag('https://elsewhere.example/'))
    await nfc.tap(cardWithoutNdef())
    stop.abort()
    await nfc.tap(urlTag(ADDRESS))
    expect(heard).toEqual([
      { ok: true, value: TAG },
      refused('TZ-T08'),
      refused('TZ-T09'),
      refused('TZ-T07'),
    ])
    expect(nfc.scans).toBe(0)
  })
})

describe('writing', () => {
  it('puts one URL record on a blank tag and lets go of the NFC', async () => {
    const tag = blankTag()
    expect(await holding(write(), tag)).toMatchObject({ ok: true })
    expect(tag.records).toEqual(urlTag(ADDRESS).records)
    expect([nfc.scans, nfc.pending]).toEqual([0, null])
  })

  it('changes nothing on a tag that holds something, unless it is told to', async () => {
    const tag = urlTag(tagAddress(ORIGIN, OTHER))
    expect(await holding(write(), tag)).toEqual(refused('TZ-T11'))
    expect(tag.records).toEqual(urlTag(tagAddress(ORIGIN, OTHER)).records)
    expect(await holding(write(true), tag)).toMatchObject({ ok: true })
    expect(tag.records).toEqual(urlTag(ADDRESS).records)
  })

  it.each([
    ['torn away', blankTag({ torn: true }), 'TZ-T12'],
    ['locked', urlTag(ADDRESS, { readOnly: true }), 'TZ-T12'],
    ['no tag but a card', cardWithoutNdef(), 'TZ-T07'],
  ])('says what is wrong with a tag that is %s', async (_what, tag, code) => {
    expect(await holding(write(true), tag)).toEqual(refused(code))
  })

  it('ends when staff stop it, and when the page is hidden', async () => {
    const stopped = write()
    await until(() => nfc.pending === 'write')
    stop.abort()
    expect(await stopped).toEqual(refused('TZ-T06'))
    stop = new AbortController()
    const hidden = write()
    await until(() => nfc.pending === 'write')
    nfc.show(false)
    expect(await hidden).toEqual(refused('TZ-T05'))
  })
})

describe('locking', () => {
  it('locks the tag that was meant', async () => {
    const tag = urlTag(ADDRESS)
    expect(await holding(lock(), tag)).toMatchObject({ ok: true })
    expect(tag.readOnly).toBe(true)
    expect([nfc.scans, late]).toEqual([0, null])
  })

  it.each([
    ['another tag of ours', urlTag(tagAddress(ORIGIN, OTHER)), 'TZ-T17'],
    ['a foreign tag', urlTag('https://elsewhere.example/'), 'TZ-T09'],
    ['a blank tag', blankTag(), 'TZ-T08'],
    ['a card', cardWithoutNdef(), 'TZ-T07'],
  ])('leaves %s alone', async (_what, tag, code) => {
    expect(await holding(lock(), tag)).toEqual(refused(code))
    expect(tag.readOnly).toBe(false)
  })

  it('says so where the tag cannot be locked, or goes away', async () => {
    expect(await holding(lock(), urlTag(ADDRESS, { canLock: false }))).toEqual(refused('TZ-T13'))
    expect(await holding(lock(), urlTag(ADDRESS, { torn: true }))).toEqual(refused('TZ-T12'))
  })

  it('gives up after a moment, so that a tag that comes later is never locked', async () => {
    class Slow extends nfc.Reader {
      override makeReadOnly = (options?: { signal?: AbortSignal }): Promise<void> =>
        new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () =>
            reject(new DOMException('stopped', 'AbortError')),
          )
        })
    }
    const slow = createTagDevice({
      Reader: Slow,
      permissions: nfc.permissions,
      origin: ORIGIN,
      after: (_ms, act) => {
        late = act
        return () => (late = null)
      },
    })
    const locking = slow.lock(TAG.id, stop.signal)
    await until(() => nfc.scans > 0)
    await nfc.tap(urlTag(ADDRESS))
    await until(() => late !== null)
    late?.()
    expect(await locking).toEqual(refused('TZ-T12'))
  })

  it('ends when staff stop it', async () => {
    const locking = lock()
    await until(() => nfc.scans > 0)
    stop.abort()
    expect(await locking).toEqual(refused('TZ-T06'))
  })
})
