import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Consent } from '../../domain/check'
import { failed, ok, type Result } from '../../domain/outcome'
import type { CardPort, SignOutcome } from '../../src/stores/card-port'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { provideServices } from '../../src/stores/services'
import { useVisitsStore } from '../../src/stores/visits'
import { createFakeWorld, PREPARED, VISIT, type FakeWorld } from '../support/fake-services'

const CONSENT: Consent = {
  items: { diagnosis: true, medication: true, checkup: false, surgery: false },
  prescription: null,
  decidedBy: { kind: 'patient' },
  decidedAt: '2026-11-21T01:00:00.000Z',
}

const pin = (text: string): Uint8Array => Uint8Array.from(text, (digit) => digit.charCodeAt(0))

let world: FakeWorld
let capture: ReturnType<typeof useCaptureStore>

beforeEach(async () => {
  setActivePinia(createPinia())
  world = createFakeWorld()
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
  capture = useCaptureStore()
})

async function toCard(): Promise<void> {
  capture.begin(VISIT.id)
  capture.startPatientSide()
  capture.startPatientSide()
  await capture.decideConsent(CONSENT)
}

async function toPin(): Promise<void> {
  await toCard()
  await capture.placeCard()
}

/** A promise that the test settles. */
function pending<T>(): { promise: Promise<T>; settle: (value: T) => void } {
  let settle: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { promise, settle }
}

/** The card works until the test says how it ended. */
function slowSigning(): (outcome: SignOutcome) => void {
  const signing = pending<SignOutcome>()
  world.services.card.sign = (digits) => {
    world.presentedPins.push([...digits])
    return signing.promise
  }
  return signing.settle
}

describe('a PIN that is confirmed twice', () => {
  it('is presented once, and the second one is wiped at once', async () => {
    const finish = slowSigning()
    await toPin()
    const first = capture.submitPin(pin('1234'))
    await vi.waitFor(() => expect(world.presentedPins).toHaveLength(1))
    const again = pin('1234')
    await capture.submitPin(again)
    expect([...again]).toEqual([0, 0, 0, 0])
    expect([capture.step, capture.error]).toEqual(['hold', null])
    finish({ kind: 'signed', signature: 'c2ln' })
    await first
    expect(capture.step).toBe('saved')
    expect(world.presentedPins).toHaveLength(1)
  })
})

describe('a save that is asked for twice', () => {
  it('commits once and stays saved', async () => {
    await toPin()
    world.saveResult = failed('TZ-D04')
    await capture.submitPin(pin('1234'))
    const commits = pending<Result<null>>()
    let asked = 0
    world.services.sync.save = () => {
      asked += 1
      return asked === 1 ? commits.promise : Promise.resolve(failed('TZ-D04'))
    }
    const both = [capture.saveAgain(), capture.saveAgain()]
    commits.settle(ok(null))
    await Promise.all(both)
    expect(asked).toBe(1)
    expect([capture.step, capture.error]).toEqual(['saved', null])
  })

  it('waits for the draft, which would otherwise come back after the save removed it', async () => {
    const kept = pending<Result<null>>()
    const order: string[] = []
    world.services.records.putDraft = () =>
      kept.promise.then((result) => {
        order.push('draft')
        return result
      })
    world.services.sync.save = () => {
      order.push('save')
      return Promise.resolve(ok(null))
    }
    capture.begin(VISIT.id)
    capture.startPatientSide()
    capture.startPatientSide()
    const deciding = capture.decideConsent(CONSENT)
    expect(capture.step).toBe('place')
    await capture.placeCard()
    const submitted = capture.submitPin(pin('1234'))
    await vi.waitFor(() => expect(world.presentedPins).toHaveLength(1))
    kept.settle(ok(null))
    await Promise.all([deciding, submitted])
    expect(order).toEqual(['draft', 'save'])
  })
})

describe('a draft that cannot be kept', () => {
  it('does not stop the check, and nobody is told that the answers stay', async () => {
    world.services.records.putDraft = () => Promise.resolve(failed('TZ-D04'))
    await toCard()
    expect(capture.step).toBe('place')
    expect(capture.answersKept).toBe(false)
    await capture.placeCard()
    await capture.submitPin(pin('1234'))
    expect(capture.step).toBe('saved')
  })

  it('is said to stay only once it does', async () => {
    await toCard()
    expect(capture.answersKept).toBe(true)
    capture.begin(VISIT.id)
    expect(capture.answersKept).toBe(false)
  })
})

describe('the vault closing in the middle', () => {
  it.each<SignOutcome>([
    { kind: 'signed', signature: 'c2ln' },
    { kind: 'wrongPin', triesLeft: 2 },
    { kind: 'unknown', code: 'TZ-C04' },
    { kind: 'refused', code: 'TZ-C05' },
  ])('leaves no trace of a card that ends $kind afterwards', async (outcome) => {
    const finish = slowSigning()
    await toPin()
    const submitted = capture.submitPin(pin('1234'))
    await vi.waitFor(() => expect(world.presentedPins).toHaveLength(1))
    await capture.cancel()
    const prepares = world.calls.filter((call) => call === 'prepare').length
    finish(outcome)
    await submitted
    expect([capture.step, capture.error, capture.stage]).toEqual(['idle', null, 'idle'])
    expect(world.saved).toEqual([])
    expect(world.calls.filter((call) => call === 'prepare')).toHaveLength(prepares)
  })

  it('shows no saved screen for a check that no longer is on it', async () => {
    const commit = pending<Result<null>>()
    world.services.sync.save = () => commit.promise
    await toPin()
    const submitted = capture.submitPin(pin('1234'))
    await vi.waitFor(() => expect(capture.stage).toBe('saving'))
    await capture.cancel()
    commit.settle(ok(null))
    await submitted
    expect(capture.step).toBe('idle')
  })

  it('is not undone by a draft that is still being written', async () => {
    const kept = pending<Result<null>>()
    world.services.records.putDraft = () => kept.promise
    capture.begin(VISIT.id)
    capture.startPatientSide()
    capture.startPatientSide()
    const deciding = capture.decideConsent(CONSENT)
    await capture.cancel()
    kept.settle(ok(null))
    await deciding
    expect([capture.step, capture.answersKept]).toEqual(['idle', false])
  })

  it('is not undone by a draft that is still being read', async () => {
    await toCard()
    await capture.cancel()
    const draft = world.drafts.get(VISIT.id) ?? null
    const read = pending<typeof draft>()
    world.services.records.draft = () => read.promise
    const resuming = capture.resumeDraft(VISIT.id)
    const leaving = capture.cancel()
    read.settle(draft)
    await Promise.all([resuming, leaving])
    expect(capture.step).toBe('idle')
  })
})

describe('a card that is still being read when staff take the tablet back', () => {
  it('says nothing any more, so that the next search begins by itself', async () => {
    let tell: Parameters<CardPort['prepare']>[0] = () => undefined
    const reading = pending<Result<typeof PREPARED>>()
    world.services.card.prepare = (onStage) => {
      tell = onStage
      return reading.promise
    }
    await toCard()
    const placing = capture.placeCard()
    tell('reading', 0.3)
    expect(capture.stage).toBe('reading')
    capture.returnToStaff()
    tell('reading', 0.6)
    reading.settle(failed('TZ-C14'))
    await placing
    expect([capture.stage, capture.progress, capture.error]).toEqual(['idle', 0, null])
  })
})

describe('two searches at once', () => {
  it('are one: the later one counts', async () => {
    const first = pending<Result<typeof PREPARED>>()
    const answers = [first.promise, Promise.resolve(ok({ ...PREPARED, triesLeft: 2 }))]
    world.services.card.prepare = () => answers.shift() ?? Promise.resolve(failed('TZ-C09'))
    await toCard()
    const searches = [capture.placeCard(), capture.placeCard()]
    await searches[1]
    first.settle(ok({ ...PREPARED, triesLeft: 3 }))
    await Promise.all(searches)
    expect([capture.step, capture.triesLeft]).toEqual(['pin', 2])
  })
})

describe('a search that was given up between two tries', () => {
  it('does not take the card away from the search that followed it', async () => {
    world.prepares = [failed('TZ-R08'), ok(PREPARED)]
    await toCard()
    const first = capture.placeCard()
    await vi.waitFor(() => expect(world.calls.filter((call) => call === 'prepare')).toHaveLength(1))
    await Promise.resolve()
    await Promise.all([first, capture.placeCard()])
    expect(world.calls.filter((call) => call === 'prepare')).toHaveLength(2)
    expect(capture.step).toBe('pin')
  })
})

describe('a fault that nobody expected', () => {
  it('never leaves the patient at 「離さないでください」 while the card is signing', async () => {
    world.services.card.sign = () => Promise.reject(new Error('a bug'))
    await toPin()
    const digits = pin('1234')
    await expect(capture.submitPin(digits)).rejects.toThrow('a bug')
    expect([...digits]).toEqual([0, 0, 0, 0])
    expect([capture.step, capture.error]).toEqual(['place', 'TZ-C09'])
  })

  it('keeps the signed check for another try when the saving itself breaks', async () => {
    world.services.sync.save = () => Promise.reject(new Error('a bug'))
    await toPin()
    await expect(capture.submitPin(pin('1234'))).rejects.toThrow('a bug')
    expect([capture.step, capture.error]).toEqual(['hold', 'TZ-D04'])
    world.services.sync.save = () => Promise.resolve(ok(null))
    await capture.saveAgain()
    expect(capture.step).toBe('saved')
  })

  it('does not take back that a check is saved', async () => {
    world.services.card.release = () => Promise.reject(new Error('a bug'))
    await toPin()
    await expect(capture.submitPin(pin('1234'))).rejects.toThrow('a bug')
    expect([capture.step, capture.error]).toEqual(['saved', null])
  })

  it('ends a search with words instead of searching for ever', async () => {
    world.services.card.prepare = () => Promise.reject(new Error('a bug'))
    await toCard()
    await expect(capture.placeCard()).rejects.toThrow('a bug')
    expect([capture.stage, capture.error]).toEqual(['idle', 'TZ-C09'])
  })
})

describe('a signed check for which there is no room', () => {
  beforeEach(async () => {
    await toPin()
    world.saveResult = failed('TZ-D04')
    await capture.submitPin(pin('1234'))
  })

  it('goes back to staff with the tablet and can be saved there', async () => {
    capture.returnToStaff()
    expect([capture.patientSide, capture.step]).toEqual([false, 'hold'])
    world.saveResult = ok(null)
    await capture.saveAgain()
    expect(capture.step).toBe('saved')
    expect(world.saved).toHaveLength(1)
  })

  it('is not pushed aside by another check', async () => {
    const { checkId } = capture
    capture.returnToStaff()
    capture.begin(null)
    await capture.resumeDraft(null)
    expect([capture.step, capture.checkId]).toEqual(['hold', checkId])
  })

  it('is given up only when staff say so', async () => {
    capture.returnToStaff()
    await capture.cancel()
    expect(capture.step).toBe('idle')
    await capture.saveAgain()
    expect(world.saved).toEqual([])
  })
})

describe('a second beginning of the patient’s part', () => {
  it('does not show what went wrong with the card before', async () => {
    world.signs = [{ kind: 'wrongPin', triesLeft: 2 }]
    await toPin()
    await capture.submitPin(pin('0000'))
    capture.returnToStaff()
    expect(capture.error).toBe('TZ-C01')
    capture.startPatientSide()
    capture.startPatientSide()
    expect([capture.step, capture.error]).toEqual(['place', null])
  })
})

describe('another card after a torn-off VERIFY', () => {
  it('is not compared with the first one’s tries', async () => {
    world.prepares = [ok(PREPARED), ok({ ...PREPARED, certificate: 'MIIC', triesLeft: 2 })]
    world.signs = [{ kind: 'unknown', code: 'TZ-C04' }]
    await toPin()
    await capture.submitPin(pin('1234'))
    expect([capture.step, capture.unknownOutcome, capture.triesBefore]).toEqual([
      'pin',
      false,
      null,
    ])
  })
})

describe('a setting in which consent lives otherwise (R32)', () => {
  it('asks the patient anew, who was told another time', async () => {
    await toCard()
    capture.returnToStaff()
    capture.chooseSetting('houseCall')
    expect(capture.reconsidering).toBe(true)
    capture.startPatientSide()
    capture.startPatientSide()
    expect(capture.step).toBe('consent')
  })

  it('asks nothing anew when the setting was only touched by mistake', async () => {
    await toCard()
    capture.returnToStaff()
    capture.chooseSetting('houseCall')
    capture.chooseSetting('treatmentRoom')
    expect(capture.reconsidering).toBe(false)
    capture.chooseSetting('homeNursing')
    expect(capture.reconsidering).toBe(false)
  })

  it('keeps the answer where it lives as long', async () => {
    await toCard()
    capture.returnToStaff()
    capture.chooseSetting('homeMedicalCare')
    capture.startPatientSide()
    capture.startPatientSide()
    expect(capture.step).toBe('place')
  })
})

describe('a draft of another day', () => {
  const DAY = 86_400_000

  it('is not taken up: the answers were for that day’s visit', async () => {
    capture.begin(null)
    capture.chooseSetting('homeNursing')
    capture.startPatientSide()
    capture.startPatientSide()
    await capture.decideConsent(CONSENT)
    const { checkId } = capture
    await capture.cancel()
    world.nowMs += DAY
    await capture.loadDrafts()
    expect(capture.hasDraft(null)).toBe(false)
    expect(world.drafts.has(null)).toBe(false)
    await capture.resumeDraft(null)
    expect(capture.checkId).not.toBe(checkId)
    expect(capture.consent).toBeNull()
  })
})
