import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failed, ok } from '../../domain/outcome'
import type { PortalPdf } from '../../src/pdf/portal-pdf'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { useDocumentsStore } from '../../src/stores/documents'
import { provideServices } from '../../src/stores/services'
import { useVisitsStore } from '../../src/stores/visits'
import { createFakeWorld, VISIT, type FakeWorld } from '../support/fake-services'

let world: FakeWorld
let documents: ReturnType<typeof useDocumentsStore>
let capture: ReturnType<typeof useCaptureStore>

beforeEach(async () => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  world = createFakeWorld()
  provideServices(world.services)
  await useDeviceStore().start()
  await useDeviceStore().unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
  capture = useCaptureStore()
  capture.begin(VISIT.id)
  documents = useDocumentsStore()
  await documents.start('certificate')
})

afterEach(() => {
  vi.useRealTimers()
})

const keptEntry = () =>
  world.entries.get(capture.checkId ?? '')?.value as { typed: unknown } | undefined
const CERTIFICATE = {
  insurerNumber: '39139019',
  number: '12345674',
  birthdate: VISIT.birthdate,
  validUntil: '2027-3-31',
} as const

function fillIn(): void {
  documents.chooseScreen('paper')
  for (const [field, text] of Object.entries(CERTIFICATE)) {
    documents.type(field as keyof typeof CERTIFICATE, text)
  }
}

function pdfOf(typed: PortalPdf['proposal']['typed']): PortalPdf {
  const pages = {
    lines: [[]],
    draw: () => Promise.resolve(),
    close: vi.fn(() => Promise.resolve()),
  }
  return { proposal: { typed, insurerName: null, unclear: [] }, pages }
}

describe('what is typed of a document', () => {
  it('is written once, after a pause', async () => {
    const put = vi.spyOn(world.services.records, 'putEntryDraft')
    for (const text of ['0', '06', '061']) documents.type('insurerNumber', text)
    expect(put).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(400)
    expect(put).toHaveBeenCalledOnce()
    expect(keptEntry()?.typed).toEqual({ insurerNumber: '061' })
  })

  it('is written at once when its field is left', async () => {
    documents.type('insurerNumber', '06139018')
    documents.leave('insurerNumber')
    await vi.advanceTimersByTimeAsync(0)
    expect(keptEntry()?.typed).toEqual({ insurerNumber: '06139018' })
  })

  it('is written in its order, however long one write takes', async () => {
    const releases: (() => void)[] = []
    vi.spyOn(world.services.records, 'putEntryDraft').mockImplementation(async (draft) => {
      await new Promise<void>((resolve) => releases.push(resolve))
      world.entries.set(draft.id, draft)
      return ok(null)
    })
    documents.type('number', '1')
    const first = documents.write()
    documents.type('number', '12')
    const second = documents.write()
    await vi.advanceTimersByTimeAsync(0)
    expect(releases).toHaveLength(1)
    releases[0]?.()
    await first
    await vi.advanceTimersByTimeAsync(0)
    releases[1]?.()
    await second
    expect(keptEntry()?.typed).toEqual({ number: '12' })
  })

  it('goes on where it cannot be written, and says so', async () => {
    vi.spyOn(world.services.records, 'putEntryDraft').mockResolvedValueOnce(failed('TZ-D04'))
    documents.type('number', '1')
    await documents.write()
    expect(documents.kept).toBe(false)
    await documents.write()
    expect(documents.kept).toBe(true)
  })

  it('is left to the vault when the screen goes, and forgotten in memory', async () => {
    documents.type('number', '1')
    documents.clear()
    await vi.advanceTimersByTimeAsync(0)
    expect(keptEntry()?.typed).toEqual({ number: '1' })
    expect(documents.entry.typed).toEqual({})
  })

  it('never holds a 個人番号, typed once or twice (R13)', async () => {
    documents.type('symbol', '123456789018')
    documents.typeAgain('symbol', '１２３４ ５６７８ ９０１８')
    await documents.write()
    expect(documents.refused).toBe('symbol')
    expect(JSON.stringify([...world.entries.values()])).not.toMatch(/9018|９０１８/)
  })
})

describe('a document that is complete', () => {
  it('is saved once, however often it is asked for', async () => {
    fillIn()
    expect(await Promise.all([documents.save(), documents.save()])).toEqual([true, false])
    expect(world.saved).toHaveLength(1)
    expect(world.saved[0]?.note.way).toBe('document')
    expect(world.entries.size).toBe(0)
  })

  it('carries no consent: no card and no patient agreed to anything with it', async () => {
    fillIn()
    await documents.save()
    const statement = JSON.parse(world.saved[0]?.payload.statement ?? '{}') as { consent: unknown }
    expect(statement.consent).toBeNull()
  })

  it('is not saved while a doubt is open, and is when a person has looked', async () => {
    fillIn()
    documents.type('birthdate', '1938-5-18')
    expect(await documents.save()).toBe(false)
    documents.confirm('birthdate', 'TZ-N28')
    expect(await documents.save()).toBe(true)
  })

  it('of another kind is confirmed anew', () => {
    fillIn()
    documents.type('birthdate', '1938-5-18')
    documents.confirm('birthdate', 'TZ-N28')
    documents.chooseKind('notice')
    expect(documents.openFindings.map(({ code }) => code)).toContain('TZ-N28')
  })

  it('stays open where it could not be saved', async () => {
    world.saveResult = failed('TZ-D04')
    fillIn()
    expect(await documents.save()).toBe(false)
    expect(capture.error).toBe('TZ-D04')
    expect(keptEntry()?.typed).toEqual(CERTIFICATE)
  })
})

describe('a PDF that is being opened', () => {
  it('is closed again where the screen went meanwhile', async () => {
    const pdf = pdfOf({})
    let release = (): void => undefined
    const waiting = new Promise<void>((resolve) => (release = resolve))
    const opening = documents.openPdf(new Blob(), async () => {
      await waiting
      return ok(pdf)
    })
    documents.clear()
    release()
    expect(await opening).toBe(false)
    expect(pdf.pages.close).toHaveBeenCalledOnce()
    expect(documents.pdf).toBeNull()
  })

  it('takes the place of the one before', async () => {
    const before = pdfOf({ number: '1' })
    await documents.openPdf(new Blob(), () => Promise.resolve(ok(before)))
    await documents.openPdf(new Blob(), () => Promise.resolve(ok(pdfOf({ number: '2' }))))
    expect(before.pages.close).toHaveBeenCalledOnce()
    expect(documents.entry.typed).toEqual({ number: '2' })
  })
})
