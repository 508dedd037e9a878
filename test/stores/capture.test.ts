import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CheckStatement, Consent } from '../../domain/check'
import { failed, ok } from '../../domain/outcome'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import { provideServices } from '../../src/stores/services'
import { useVisitsStore } from '../../src/stores/visits'
import { createFakeWorld, PREPARED, VISIT, type FakeWorld } from '../support/fake-services'
import { HISTORY } from './reinquiry-world'

const CONSENT: Consent = {
  items: { diagnosis: true, medication: true, checkup: false, surgery: false },
  prescription: null,
  decidedBy: { kind: 'patient' },
  decidedAt: '2026-11-21T01:00:00.000Z',
}

const pin = (text: string): Uint8Array => Uint8Array.from(text, (digit) => digit.charCodeAt(0))

let world: FakeWorld

async function atThePin(): Promise<ReturnType<typeof useCaptureStore>> {
  const capture = useCaptureStore()
  capture.begin(VISIT.id)
  capture.startPatientSide()
  capture.startPatientSide()
  await capture.decideConsent(CONSENT)
  await capture.placeCard()
  return capture
}

beforeEach(async () => {
  setActivePinia(createPinia())
  world = createFakeWorld()
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
})

afterEach(() => vi.useRealTimers())

describe('a check from the visit to the saved record', () => {
  it('takes patient, setting and channel from the visit', () => {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    expect(capture.visit?.name).toBe(VISIT.name)
    expect(capture.setting).toBe('homeNursing')
    expect(capture.channel).toBe('homeConsent')
    expect(capture.step).toBe('setting')
  })

  it('asks the patient for consent in the home-consent channel, after the tablet was handed over', () => {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    capture.startPatientSide()
    expect([capture.step, capture.patientSide]).toEqual(['handOver', false])
    capture.startPatientSide()
    expect([capture.step, capture.patientSide]).toEqual(['consent', true])
  })

  it('has no consent screen in the eligibility-only channel (R4)', () => {
    const capture = useCaptureStore()
    capture.begin(null)
    capture.chooseSetting('treatmentRoom')
    capture.startPatientSide()
    capture.startPatientSide()
    expect(capture.step).toBe('place')
  })

  it('sends no consent from the eligibility-only channel even if one was decided before', async () => {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    capture.startPatientSide()
    capture.startPatientSide()
    await capture.decideConsent(CONSENT)
    capture.chooseSetting('treatmentRoom')
    await capture.placeCard()
    await capture.submitPin(pin('1234'))
    const statement = JSON.parse(world.saved[0]?.payload.statement ?? '{}') as CheckStatement
    expect(statement.consent).toBeNull()
  })

  it('knows the tries left before the first digit (R10)', async () => {
    const capture = await atThePin()
    expect([capture.step, capture.triesLeft, capture.pinGate]).toEqual(['pin', 3, 'go'])
  })

  it('signs the statement that it saves, over the gateway challenge', async () => {
    const capture = await atThePin()
    await capture.submitPin(pin('1234'))
    expect(capture.step).toBe('saved')
    const { payload, note } = world.saved[0] ?? {}
    const statement = JSON.parse(payload?.statement ?? '{}') as CheckStatement
    expect(statement).toMatchObject({
      id: capture.checkId,
      staffId: 'staff-1',
      visitId: VISIT.id,
      patientId: VISIT.patientId,
      consent: CONSENT,
      channel: 'homeConsent',
    })
    expect(payload?.evidence).toMatchObject({ challengeId: 'challenge-1' })
    expect(note).toMatchObject({ id: capture.checkId, name: VISIT.name, withChallenge: true })
    const digest = await crypto.subtle.digest(
      'SHA-256',
      new TextEncoder().encode(payload?.statement),
    )
    expect([...(world.signedInputs[0]?.slice(-32) ?? [])]).toEqual([...new Uint8Array(digest)])
  })

  it('goes on with a challenge of its own when none is left, and says so in the note', async () => {
    world.challenge = null
    const capture = await atThePin()
    await capture.submitPin(pin('1234'))
    expect(world.saved[0]?.payload.evidence).toMatchObject({
      challengeId: null,
      challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
    })
    expect(world.saved[0]?.note.withChallenge).toBe(false)
  })

  it('takes along the numbers that only the day’s list has (R60)', async () => {
    const onFile = { insurerNumber: '06139992', symbol: '12', number: '345', branch: null }
    world.visits = [{ ...VISIT, history: { ...HISTORY, onFile } }]
    await useVisitsStore().refresh()
    const capture = await atThePin()
    await capture.submitPin(pin('1234'))
    expect(world.kept.get(capture.checkId ?? '')).toEqual({ v: 1, kind: 'onFile', onFile })
  })

  it('zeroes the PIN after it was presented', async () => {
    const capture = await atThePin()
    const digits = pin('1234')
    await capture.submitPin(digits)
    expect([...digits]).toEqual([0, 0, 0, 0])
    expect(world.presentedPins).toEqual([[0x31, 0x32, 0x33, 0x34]])
  })

  it('zeroes the PIN even when it may not be presented', async () => {
    const capture = useCaptureStore()
    capture.begin(VISIT.id)
    const digits = pin('1234')
    await capture.submitPin(digits)
    expect([...digits]).toEqual([0, 0, 0, 0])
    expect(world.presentedPins).toEqual([])
  })

  it('lets the patient type again after a wrong PIN, with the tries the card says', async () => {
    world.signs = [
      { kind: 'wrongPin', triesLeft: 2 },
      { kind: 'signed', signature: 'c2ln' },
    ]
    const capture = await atThePin()
    await capture.submitPin(pin('0000'))
    expect([capture.step, capture.error, capture.triesLeft]).toEqual(['pin', 'TZ-C01', 2])
    await capture.submitPin(pin('1234'))
    expect(capture.step).toBe('saved')
    expect(capture.error).toBeNull()
  })

  it('asks before the last try, each time anew', async () => {
    world.prepares = [ok({ ...PREPARED, triesLeft: 1 })]
    const capture = await atThePin()
    expect(capture.pinGate).toBe('askLastTry')
    await capture.submitPin(pin('1234'))
    expect(world.presentedPins).toEqual([])
    capture.confirmLastTry()
    expect(capture.pinGate).toBe('go')
    await capture.submitPin(pin('1234'))
    expect(world.presentedPins).toHaveLength(1)
  })

  it('leads on without asking for a PIN when the card is locked', async () => {
    world.signs = [{ kind: 'wrongPin', triesLeft: 0 }]
    const capture = await atThePin()
    await capture.submitPin(pin('0000'))
    expect([capture.step, capture.error, capture.pinGate]).toEqual(['place', 'TZ-C02', 'locked'])
  })

  it('spends no try on a certificate that is dead (R23)', async () => {
    world.prepares = [ok({ ...PREPARED, certificateLastDay: '2026-07-31' })]
    const capture = await atThePin()
    expect([capture.step, capture.error, capture.pinGate]).toEqual(['place', 'TZ-C10', 'dead'])
  })

  it('reads the counter again after contact was lost inside VERIFY, and asks for the digits anew', async () => {
    world.prepares = [ok(PREPARED), ok({ ...PREPARED, triesLeft: 2 })]
    world.signs = [{ kind: 'unknown', code: 'TZ-C04' }]
    const capture = await atThePin()
    await capture.submitPin(pin('1234'))
    expect(world.presentedPins).toHaveLength(1)
    expect(capture.step).toBe('pin')
    expect(capture.unknownOutcome).toBe(true)
    expect([capture.triesBefore, capture.triesLeft]).toEqual([3, 2])
  })

  it('uses the same id and asks for the same challenge when the signing is tried again', async () => {
    world.signs = [
      { kind: 'unknown', code: 'TZ-C04' },
      { kind: 'signed', signature: 'c2ln' },
    ]
    const capture = await atThePin()
    await capture.submitPin(pin('1234'))
    await capture.submitPin(pin('1234'))
    const reserved = world.calls.filter((call) => call.startsWith('reserve'))
    expect(new Set(reserved).size).toBe(1)
    expect(reserved).toHaveLength(2)
  })

  it('waits for the card while the reader has none', async () => {
    vi.useFakeTimers()
    world.prepares = [failed('TZ-R08'), failed('TZ-R08'), ok(PREPARED)]
    const capture = useCaptureStore()
    capture.begin(null)
    capture.chooseSetting('treatmentRoom')
    capture.startPatientSide()
    capture.startPatientSide()
    const placed = capture.placeCard()
    await vi.advanceTimersByTimeAsync(5_000)
    await placed
    expect(world.calls.filter((call) => call === 'prepare')).toHaveLength(3)
    expect(capture.step).toBe('pin')
  })

  it('goes on looking when the card is lifted while it is read', async () => {
    vi.useFakeTimers()
    world.prepares = [failed('TZ-C05'), ok(PREPARED)]
    const capture = useCaptureStore()
    capture.begin(null)
    capture.chooseSetting('treatmentRoom')
    capture.startPatientSide()
    capture.startPatientSide()
    const placed = capture.placeCard()
    await vi.advanceTimersByTimeAsync(5_000)
    await placed
    expect([capture.step, capture.error]).toEqual(['pin', null])
  })

  it.each([
    ['TZ-C05', 'TZ-C05'],
    ['TZ-R10', 'TZ-C17'],
  ] as const)('says so when the card stays mute or shaky: %s is told as %s', async (code, told) => {
    vi.useFakeTimers()
    world.prepares = [failed(code)]
    const capture = useCaptureStore()
    capture.begin(null)
    capture.chooseSetting('treatmentRoom')
    capture.startPatientSide()
    capture.startPatientSide()
    const placed = capture.placeCard()
    await vi.advanceTimersByTimeAsync(10_000)
    await placed
    expect([capture.step, capture.error]).toEqual(['place', told])
    expect(world.calls.filter((call) => call === 'prepare')).toHaveLength(5)
  })

  it('has wiped the PIN while it still waits for a torn card to come back', async () => {
    vi.useFakeTimers()
    world.signs = [{ kind: 'unknown', code: 'TZ-C04' }]
    const capture = await atThePin()
    world.prepares = [failed('TZ-R08')]
    const digits = pin('1234')
    const submitted = capture.submitPin(digits)
    await vi.waitFor(() => expect(capture.step).toBe('place'))
    expect([...digits]).toEqual([0, 0, 0, 0])
    world.prepares = [ok(PREPARED)]
    await vi.advanceTimersByTimeAsync(5_000)
    await submitted
  })

  it('asks the patient again when they want to change their answer, and keeps the earlier one until then', async () => {
    const capture = await atThePin()
    capture.returnToStaff()
    capture.reconsiderConsent()
    capture.startPatientSide()
    capture.startPatientSide()
    expect(capture.step).toBe('consent')
    expect(capture.consent).toEqual(CONSENT)
    await capture.decideConsent({ ...CONSENT, prescription: 'paper' })
    expect(capture.consent?.prescription).toBe('paper')
  })

  it('takes up a walk-in’s draft too', async () => {
    const capture = useCaptureStore()
    capture.begin(null)
    capture.chooseSetting('homeNursing')
    capture.startPatientSide()
    capture.startPatientSide()
    await capture.decideConsent(CONSENT)
    const { checkId } = capture
    await capture.cancel()
    expect(capture.hasDraft(null)).toBe(true)
    await capture.resumeDraft(null)
    expect(capture.checkId).toBe(checkId)
  })

  it('keeps what was decided when the reader is lost', async () => {
    world.prepares = [failed('TZ-R04')]
    const capture = await atThePin()
    expect([capture.step, capture.error]).toEqual(['place', 'TZ-R04'])
    expect(capture.consent).toEqual(CONSENT)
  })

  it('takes up a draft after a reload with the same id', async () => {
    const before = await atThePin()
    const { checkId } = before
    setActivePinia(createPinia())
    await useDeviceStore().start()
    await useVisitsStore().refresh()
    const after = useCaptureStore()
    await after.loadDrafts()
    expect(after.hasDraft(VISIT.id)).toBe(true)
    await after.resumeDraft(VISIT.id)
    expect(after.checkId).toBe(checkId)
    expect(after.consent).toEqual(CONSENT)
  })
})

describe('a save that the device refuses', () => {
  it('never says saved, keeps the signed check, and saves it without the card once there is room', async () => {
    world.saveResult = failed('TZ-D04')
    const capture = await atThePin()
    await capture.submitPin(pin('1234'))
    expect([capture.step, capture.error]).toEqual(['hold', 'TZ-D04'])
    expect(world.saved).toEqual([])
    world.saveResult = ok(null)
    await capture.saveAgain()
    expect(capture.step).toBe('saved')
    expect(world.saved).toHaveLength(1)
    expect(world.presentedPins).toHaveLength(1)
  })
})
