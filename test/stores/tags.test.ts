import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { failed, ok, type Result } from '../../domain/outcome'
import { isTagId, type VisitTag } from '../../domain/tags'
import { useCaptureStore } from '../../src/stores/capture'
import { provideServices } from '../../src/stores/services'
import { useTagsStore } from '../../src/stores/tags'
import { useVisitsStore } from '../../src/stores/visits'
import { createFakeWorld, VISIT, type FakeWorld } from '../support/fake-services'

const TAG: VisitTag = { kind: 'visit', id: 'AAAAAAAAAAAAAAAAAAAAA_' }
const everyOpen = (): boolean => true

let world: FakeWorld
let tags: ReturnType<typeof useTagsStore>

beforeEach(async () => {
  setActivePinia(createPinia())
  world = createFakeWorld()
  provideServices(world.services)
  tags = useTagsStore()
  await useVisitsStore().load()
})

const rowStates = (): string[] => [...world.tagRows.values()].map(({ state }) => state)
const meaning = (id: string) => tags.meaning(id, everyOpen)

describe('listening for tags', () => {
  it('turns a tap into the route it opens, and anything else into words', async () => {
    await tags.startScan()
    expect(tags.listening).toBe('on')
    world.holdTag(ok(TAG))
    expect([tags.tap?.path, tags.trouble]).toEqual([`/v/${TAG.id}`, null])
    world.holdTag(ok({ ...TAG, kind: 'patientCard' }))
    expect(tags.tap?.path).toBe(`/p/${TAG.id}`)
    world.holdTag(failed('TZ-T07'))
    expect([tags.tap?.path, tags.trouble]).toEqual(['/tag', 'TZ-T07'])
  })

  it('tells the same tag again when it is held there again', async () => {
    await tags.startScan()
    world.holdTag(ok(TAG))
    const first = tags.tap
    world.holdTag(ok(TAG))
    expect(tags.tap).not.toBe(first)
  })

  it('says why it cannot, and can be begun again', async () => {
    world.tagResult = failed('TZ-T03')
    await tags.startScan()
    expect([tags.listening, tags.error]).toEqual(['off', 'TZ-T03'])
    world.tagResult = ok(null)
    await tags.startScan()
    expect([tags.listening, tags.error]).toEqual(['on', null])
  })

  it.each([
    ['granted', 'on'],
    ['prompt', 'off'],
    ['denied', 'off'],
  ] as const)('with the permission %s begins again by itself: %s', async (state, listening) => {
    world.services.tags.permission = () => Promise.resolve(state)
    await tags.resumeScan()
    expect(tags.listening).toBe(listening)
  })

  it('does not begin by itself for a device that was locked meanwhile', async () => {
    let answer: (state: 'granted') => void = () => undefined
    world.services.tags.permission = () => new Promise((resolve) => (answer = resolve))
    const resuming = tags.resumeScan()
    tags.clear()
    answer('granted')
    await resuming
    expect(tags.listening).toBe('off')
  })

  it('hears nothing after it was stopped, and nothing while the patient holds the tablet', async () => {
    await tags.startScan()
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    capture.startPatientSide()
    capture.startPatientSide()
    world.holdTag(ok(TAG))
    expect(tags.tap).toBeNull()
    tags.stopScan()
    expect(tags.listening).toBe('off')
  })
})

describe('writing a tag', () => {
  it('puts a random address on it that says nothing of the patient, and opens the visit at once', async () => {
    await tags.write(VISIT, 'visit', false)
    const address = world.calls.find((call) => call.startsWith('write '))?.slice(6) ?? ''
    expect(address).toMatch(/^https:\/\/app\.example\/v\/[\w-]{22}$/)
    for (const value of [VISIT.patientId, VISIT.id]) expect(address).not.toContain(value)
    const id = tags.written?.id ?? ''
    expect(isTagId(id)).toBe(true)
    expect(meaning(id)).toEqual({ kind: 'visit', visit: VISIT })
  })

  it('knows whose it is before the tag does', async () => {
    const before: string[][] = []
    world.services.tags.write = () => {
      before.push(rowStates())
      return Promise.resolve(ok(null))
    }
    await tags.write(VISIT, 'visit', false)
    expect(before).toEqual([['writing']])
  })

  it('waits without a line, and is registered by itself when the line is back', async () => {
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    await tags.write(VISIT, 'patientCard', false)
    expect([rowStates(), tags.waiting]).toEqual([['waiting'], 1])
    world.lineIs({ state: 'online', lastSyncAt: null })
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect([rowStates(), tags.waiting]).toEqual([['registered'], 0])
  })

  it.each(['TZ-T06', 'TZ-T11', 'TZ-T04'] as const)(
    'leaves nothing behind when nothing was written (%s)',
    async (code) => {
      world.tagResult = failed(code)
      await tags.write(VISIT, 'visit', false)
      expect([rowStates(), tags.written, tags.error, tags.work]).toEqual([[], null, code, 'idle'])
    },
  )

  it('keeps a tag that was torn away, and a later tap proves that it was written', async () => {
    world.tagResult = failed('TZ-T12')
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    await tags.write(VISIT, 'visit', false)
    expect(rowStates()).toEqual(['writing'])
    const id = [...world.tagRows.values()][0]?.id ?? ''
    expect(meaning(id)).toMatchObject({ kind: 'visit' })
    await tags.confirmWritten(id)
    expect(rowStates()).toEqual(['waiting'])
  })

  it('writes nothing where it could not keep whose it is', async () => {
    world.services.tags.keep = () => Promise.resolve(failed('TZ-D04'))
    await tags.write(VISIT, 'visit', false)
    expect([tags.error, tags.written]).toEqual(['TZ-D04', null])
    expect(world.calls.filter((call) => call.startsWith('write'))).toEqual([])
  })

  it('is one at a time, opens nothing meanwhile, and can be stopped', async () => {
    await tags.startScan()
    let signal: AbortSignal | null = null
    let finish: (result: Result<null>) => void = () => undefined
    world.services.tags.write = (_address, options) => {
      signal = options.signal
      options.signal.addEventListener('abort', () => finish(failed('TZ-T06')))
      return new Promise((resolve) => (finish = resolve))
    }
    const writing = tags.write(VISIT, 'visit', false)
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(tags.work).toBe('writing')
    await tags.write(VISIT, 'visit', false)
    world.holdTag(ok(TAG))
    expect(tags.tap).toBeNull()
    tags.stop()
    await writing
    expect([tags.work, tags.error, rowStates()]).toEqual(['idle', 'TZ-T06', []])
    expect(signal).not.toBeNull()
  })

  it('shows nothing of it to the next person', async () => {
    await tags.write(VISIT, 'visit', false)
    tags.clear()
    expect([tags.written, tags.waiting, tags.tagsOf(VISIT.patientId)]).toEqual([null, 0, []])
  })
})

describe('locking', () => {
  it('locks the tag just written and no other', async () => {
    await tags.lock()
    await tags.write(VISIT, 'visit', false)
    const id = tags.written?.id ?? ''
    await tags.lock()
    expect(world.calls.filter((call) => call.startsWith('lock tag'))).toEqual([`lock tag ${id}`])
    expect(tags.written?.isLocked).toBe(true)
  })

  it('says why it was not locked', async () => {
    await tags.write(VISIT, 'visit', false)
    world.tagResult = failed('TZ-T17')
    await tags.lock()
    expect([tags.error, tags.written?.isLocked]).toEqual(['TZ-T17', false])
  })
})

describe('a lost tag', () => {
  it('opens nothing any more, here at once and for good', async () => {
    await tags.write(VISIT, 'visit', false)
    const tag = { id: tags.written?.id ?? '', kind: 'visit' } as const
    expect(tags.tagsOf(VISIT.patientId)).toEqual([tag])
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    await tags.retire(tag, VISIT.patientId)
    expect(tags.tagsOf(VISIT.patientId)).toEqual([])
    expect(meaning(tag.id)).toEqual({ kind: 'refused', code: 'TZ-T15' })
    expect(tags.written).toBeNull()
    expect(rowStates()).toEqual(['registered', 'waiting'])
  })

  it('that another tablet wrote is taken out of use by what today’s list says of it', async () => {
    world.visits = [{ ...VISIT, tags: [TAG] }]
    await useVisitsStore().load()
    expect(meaning(TAG.id)).toMatchObject({ kind: 'visit' })
    await tags.retire(TAG, VISIT.patientId)
    expect(meaning(TAG.id)).toEqual({ kind: 'refused', code: 'TZ-T15' })
    expect([...world.tagRows.values()]).toMatchObject([{ ...TAG, patientId: VISIT.patientId }])
  })
})

it('a tag that the gateway knows as somebody else’s opens nothing, and is said', async () => {
  await tags.write(VISIT, 'visit', false)
  const [row] = world.tagRows.values()
  if (!row) throw new Error('nothing was kept')
  world.tagRows.set(row.row, { ...row, state: 'refused' })
  await tags.load()
  expect(tags.refused).toHaveLength(1)
  expect(meaning(row.id)).toEqual({ kind: 'refused', code: 'TZ-T14' })
})
