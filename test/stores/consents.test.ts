import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failed, ok } from '../../domain/outcome'
import type { MedicalCopy } from '../../domain/medical-information'
import { useConsentsStore } from '../../src/stores/consents'
import type { HeldConsent } from '../../src/stores/consents-port'
import { provideServices } from '../../src/stores/services'
import { useTabletStore } from '../../src/stores/tablet'
import { createFakeWorld, type FakeWorld } from '../support/fake-services'

const ID = '019ab000-0000-7000-8000-000000000001'
const HOUR = 3_600_000

describe('consents on screen', () => {
  let world: FakeWorld
  let consents: ReturnType<typeof useConsentsStore>

  beforeEach(() => {
    setActivePinia(createPinia())
    world = createFakeWorld()
    provideServices(world.services)
    world.consents = [held()]
    world.fetchable = [copy()]
    consents = useConsentsStore()
  })

  afterEach(() => {
    consents.clear()
    vi.useRealTimers()
  })

  function held(change: Partial<HeldConsent> = {}): HeldConsent {
    return {
      checkId: ID,
      patientId: 'patient-1',
      setting: 'houseCall',
      channel: 'homeConsent',
      items: ['diagnosis', 'medication'],
      withdrawn: [],
      decidedBy: { kind: 'patient' },
      decidedAt: new Date(world.nowMs).toISOString(),
      wording: 'consent-1',
      until: new Date(world.nowMs + 24 * HOUR).toISOString(),
      certificateLastDay: '2029-03-03',
      name: '見本　花子',
      nameKana: 'ミホン ハナコ',
      withdrawals: [],
      ...change,
    }
  }

  function copy(change: Partial<MedicalCopy> = {}): MedicalCopy {
    return {
      v: 1,
      information: {
        v: 1,
        checkId: ID,
        fetchedAt: new Date(world.nowMs).toISOString(),
        diagnosis: [],
        medication: [],
        checkup: [],
        surgery: [],
      },
      until: held().until,
      keepUntil: new Date(world.nowMs + 24 * HOUR).toISOString(),
      ...change,
    }
  }

  async function open(): Promise<void> {
    await consents.request(ID)
    expect(consents.shown(ID)).not.toBeNull()
  }

  it('show only the kinds that were agreed to (R30)', async () => {
    await open()
    expect(consents.shown(ID)?.information).toMatchObject({
      diagnosis: [],
      medication: [],
      checkup: null,
      surgery: null,
    })
  })

  it('show nothing before it was asked for, and say why where it was refused', async () => {
    await consents.reload()
    expect(consents.shown(ID)).toBeNull()
    world.consentResult = failed('TZ-G42')
    await consents.request(ID)
    expect(consents.error).toBe('TZ-G42')
    expect(consents.shown(ID)).toBeNull()
  })

  it('hide by themselves at the end of 24 hours, with nobody at the screen (R32)', async () => {
    vi.useFakeTimers()
    await open()
    await consents.watch()
    world.nowMs += 24 * HOUR - 1_000
    await vi.advanceTimersByTimeAsync(15_000)
    expect(consents.shown(ID)).not.toBeNull()
    world.nowMs += 1_000
    await vi.advanceTimersByTimeAsync(1_000)
    expect(consents.shown(ID)).toBeNull()
    expect(consents.decisionOf(ID)).toEqual({ allowed: false, why: 'expired' })
    expect(world.copies.size).toBe(0)
  })

  it('show nothing under a clock that was set back, and everything again when the time is known', async () => {
    await open()
    world.clockSetBack = true
    await consents.reload()
    expect(consents.at).toBeNull()
    expect(consents.shown(ID)).toBeNull()
    world.clockSetBack = false
    await consents.reload()
    expect(consents.shown(ID)).not.toBeNull()
  })

  it('are the patient’s alone from handing over to taking back', async () => {
    await open()
    const tablet = useTabletStore()
    expect(tablet.patientPath).toBeNull()
    consents.handOver(ID)
    expect(tablet.patientPath).toBe(`/consents/${ID}`)
    consents.takeBack()
    expect(tablet.patientPath).toBeNull()
  })

  it('hide what the patient takes back at once (R34)', async () => {
    await open()
    consents.handOver(ID)
    await consents.withdraw(['diagnosis', 'medication'], { kind: 'patient' }, 'consent-1/vi')
    expect(consents.withdrawn).toEqual(['diagnosis', 'medication'])
    expect(consents.shown(ID)).toBeNull()
    expect(consents.decisionOf(ID)).toEqual({ allowed: false, why: 'withdrawn' })
    expect(world.calls).toContain(`withdraw consent ${ID} diagnosis medication patient`)
  })

  it('say that nothing was taken back when it could not be saved', async () => {
    await open()
    consents.handOver(ID)
    world.consentResult = failed('TZ-D04')
    await consents.withdraw(['diagnosis'], { kind: 'patient' }, 'consent-1/vi')
    expect(consents.withdrawn).toBeNull()
    expect(consents.error).toBe('TZ-D04')
    expect(consents.shown(ID)).not.toBeNull()
    world.consentResult = ok(null)
    await consents.withdraw(['diagnosis'], { kind: 'patient' }, 'consent-1/vi')
    expect(consents.withdrawn).toEqual(['diagnosis'])
    expect(consents.error).toBeNull()
  })

  it('take nothing back while the tablet is with staff', async () => {
    await open()
    await consents.withdraw(['diagnosis'], { kind: 'patient' }, 'consent-1')
    expect(world.calls.some((call) => call.startsWith('withdraw consent'))).toBe(false)
  })

  it('are forgotten when the device is locked, and look at no time any more', async () => {
    vi.useFakeTimers()
    await open()
    await consents.watch()
    consents.handOver(ID)
    consents.clear()
    expect(consents.entries).toEqual([])
    expect(consents.shown(ID)).toBeNull()
    expect(useTabletStore().patientPath).toBeNull()
    expect(vi.getTimerCount()).toBe(0)
  })
})
