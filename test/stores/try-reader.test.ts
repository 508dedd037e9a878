import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { failed, ok, type Result } from '../../domain/outcome'
import type { PreparedCard } from '../../src/stores/card-port'
import { useCaptureStore } from '../../src/stores/capture'
import { provideServices } from '../../src/stores/services'
import { useTryReaderStore } from '../../src/stores/try-reader'
import { createFakeWorld, PREPARED, VISIT, type FakeWorld } from '../support/fake-services'

let world: FakeWorld
let attempt: ReturnType<typeof useTryReaderStore>

beforeEach(() => {
  setActivePinia(createPinia())
  world = createFakeWorld()
  provideServices(world.services)
  attempt = useTryReaderStore()
})

describe('カードの読み取りを試す', () => {
  it('reads certificate, dates and tries, and says that all is ready', async () => {
    await attempt.run()
    expect(attempt.outcome).toMatchObject({
      kind: 'ready',
      certificate: { state: 'valid', lastDay: PREPARED.certificateLastDay },
      cardExpiry: PREPARED.cardExpiry,
      triesLeft: 3,
      ms: 0,
    })
    expect(attempt.isRunning).toBe(false)
  })

  it('presents nothing to the card, saves nothing, sends nothing, and keeps no certificate', async () => {
    await attempt.run()
    expect([world.presentedPins, world.saved, world.drafts.size]).toEqual([[], [], 0])
    expect(world.calls).toEqual(['prepare'])
    expect(world.released).toBe(1)
    expect(JSON.stringify(attempt.outcome)).not.toContain(PREPARED.certificate)
  })

  it.each(['TZ-R14', 'TZ-R08', 'TZ-R04', 'TZ-C01'] as const)(
    'says what is wrong: %s',
    async (code) => {
      world.prepares = [failed(code)]
      await attempt.run()
      expect(attempt.outcome).toEqual({ kind: 'failed', code })
      world.prepares = [ok(PREPARED)]
      await attempt.run()
      expect(attempt.outcome).toMatchObject({ kind: 'ready' })
    },
  )

  it('reads an expired training card all the same, and says that it is', async () => {
    world.prepares = [ok({ ...PREPARED, certificateLastDay: '2020-01-31' })]
    await attempt.run()
    expect(attempt.outcome).toMatchObject({ kind: 'ready', certificate: { state: 'dead' } })
  })

  it('leaves the reader to a check that is under way', async () => {
    useCaptureStore().begin(VISIT.id)
    await attempt.run()
    expect(world.calls).not.toContain('prepare')
    expect(attempt.outcome).toBeNull()
  })

  it('can be stopped, and a reading that ends later says nothing', async () => {
    let finish: (read: Result<PreparedCard>) => void = () => undefined
    let given: AbortSignal | null = null
    world.services.card.prepare = (onStage, signal) => {
      given = signal
      onStage('reading', 0.5)
      return new Promise((resolve) => (finish = resolve))
    }
    const running = attempt.run()
    expect([attempt.isRunning, attempt.stage, attempt.progress]).toEqual([true, 'reading', 0.5])
    await attempt.run()
    await attempt.stop()
    expect((given as AbortSignal | null)?.aborted).toBe(true)
    finish(ok(PREPARED))
    await running
    expect([attempt.outcome, attempt.isRunning, world.released]).toEqual([null, false, 1])
  })
})
