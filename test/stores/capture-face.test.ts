import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CardFaceEvidence, CheckStatement, Consent } from '../../domain/check'
import { failed, ok } from '../../domain/outcome'
import { useCaptureStore } from '../../src/stores/capture'
import { useFaceStore } from '../../src/stores/capture-face'
import type { FaceOutcome } from '../../src/stores/card-port'
import { useDeviceStore } from '../../src/stores/device'
import { useReaderStore } from '../../src/stores/reader'
import { provideServices } from '../../src/stores/services'
import { useVisitsStore } from '../../src/stores/visits'
import {
  createFakeWorld,
  createSeenFace,
  FACE_DIGITS,
  PREPARED_FACE,
  verifiedFace,
  VISIT,
  type FakeWorld,
} from '../support/fake-services'

const CONSENT: Consent = {
  items: { diagnosis: true, medication: true, checkup: false, surgery: false },
  prescription: null,
  decidedBy: { kind: 'patient' },
  decidedAt: '2026-11-21T01:00:00.000Z',
}
const CODE = '25030320344321'
const MINUTE = 60_000

const typed = (digits = CODE) => Uint8Array.from(digits, (digit) => digit.charCodeAt(0))

let world: FakeWorld
let capture: ReturnType<typeof useCaptureStore>
let face: ReturnType<typeof useFaceStore>

async function open(change: Partial<typeof VISIT> = {}): Promise<void> {
  setActivePinia(createPinia())
  world = createFakeWorld()
  world.visits = [{ ...VISIT, ...change }]
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
  await useReaderStore().connectBluetooth()
  capture = useCaptureStore()
  face = useFaceStore()
  await face.lookForPasscode()
  capture.begin(VISIT.id)
}

beforeEach(() => open())
afterEach(() => vi.useRealTimers())

/** To the staff's first screen, past the patient's consent. */
async function toPasscode(): Promise<void> {
  face.begin()
  capture.startPatientSide()
  await capture.decideConsent(CONSENT)
  capture.returnToStaff()
}

async function toPrinted(): Promise<void> {
  await toPasscode()
  await face.enterPasscode(FACE_DIGITS)
}

async function toCompare(seen = createSeenFace()): Promise<typeof seen> {
  world.faces = [verifiedFace(seen)]
  await toPrinted()
  await face.readCard(typed())
  expect(face.phase).toBe('compare')
  return seen
}

describe('目視 from the choice to the saved check', () => {
  it('asks the patient for consent first in ②, on their own side, and comes back to staff', async () => {
    face.begin()
    expect([capture.step, capture.patientSide]).toEqual(['handOver', false])
    capture.startPatientSide()
    expect([capture.step, capture.patientSide]).toEqual(['consent', true])
    await capture.decideConsent(CONSENT)
    expect([capture.step, capture.patientSide]).toEqual(['face', true])
    capture.returnToStaff()
    expect([capture.step, capture.patientSide]).toEqual(['face', false])
  })

  it('asks nobody for consent in ③ (R4)', () => {
    capture.chooseSetting('treatmentRoom')
    face.begin()
    expect([capture.step, capture.patientSide]).toEqual(['face', false])
  })

  it('does not ask again for what the patient has decided', async () => {
    await toPasscode()
    capture.leaveFace()
    face.begin()
    expect(capture.step).toBe('face')
  })

  it('takes refusal for an answer like any other (R31)', async () => {
    const refusal = { diagnosis: false, medication: false, checkup: false, surgery: false }
    face.begin()
    capture.startPatientSide()
    await capture.decideConsent({ ...CONSENT, items: refusal })
    capture.returnToStaff()
    world.faces = [verifiedFace()]
    await face.enterPasscode(FACE_DIGITS)
    await face.readCard(typed())
    await face.attest()
    const statement = JSON.parse(world.saved[0]?.payload.statement ?? '{}') as CheckStatement
    expect(statement.consent?.items).toEqual(refusal)
  })

  it('begins only where the rule opens it', () => {
    capture.chooseSetting('counter')
    face.begin()
    expect(capture.step).toBe('setting')
  })

  it('saves proof, passcode, who attested, when and in which words', async () => {
    await toCompare()
    world.nowMs += 2 * MINUTE
    await face.attest()
    expect(capture.step).toBe('saved')
    const { payload, note } = world.saved[0] ?? {}
    const statement = JSON.parse(payload?.statement ?? '{}') as CheckStatement
    expect(statement).toMatchObject({ id: capture.checkId, staffId: 'staff-1', consent: CONSENT })
    expect(payload?.evidence).toEqual({
      kind: 'cardFace',
      certificate: 'certificate',
      keyGroup: 'keyGroup',
      textDigest: 'textDigest',
      photoDigest: 'photoDigest',
      faceSignature: 'faceSignature',
      signature: 'signature',
      challengeId: 'challenge-1',
      challenge: world.challenge?.challenge ?? '',
      cardExpiry: '2034-03-03',
      passcode: { id: 'passcode-1', digits: FACE_DIGITS },
      attestation: { wording: 'face-1', attestedAt: '2026-11-21T01:02:00.000Z' },
    } satisfies CardFaceEvidence)
    expect(note).toMatchObject({
      way: 'cardFace',
      faceIssuer: 'trusted',
      staffName: '看護　太郎',
      withChallenge: true,
      certificateLastDay: '2029-03-03',
    })
    expect(statement.capturedAt).toBe('2026-11-21T01:00:00.000Z')
  })

  it('has the card sign the statement that it saves', async () => {
    await toCompare()
    await face.attest()
    const digest = await crypto.subtle.digest(
      'SHA-256',
      new TextEncoder().encode(world.saved[0]?.payload.statement),
    )
    expect([...(world.signedInputs[0]?.slice(-32) ?? [])]).toEqual([...new Uint8Array(digest)])
  })

  it('says in the note that nobody vouched for the issuer', async () => {
    await toCompare(createSeenFace({ issuer: 'noAnchor' }))
    await face.attest()
    expect(world.saved[0]?.note).toMatchObject({ faceIssuer: 'noAnchor' })
  })

  it('takes the face’s own expiry, which is unsigned, only where the card tells no other', async () => {
    world.preparedFaces = [ok({ ...PREPARED_FACE, cardExpiry: null, certificateLastDay: null })]
    await toCompare(createSeenFace({ unsignedExpiry: '2031-01-01' }))
    await face.attest()
    expect(world.saved[0]?.payload.evidence).toMatchObject({ cardExpiry: '2031-01-01' })
  })

  it('keeps the signed check on a full disk without the face, and saves it when there is room', async () => {
    const seen = await toCompare()
    world.saveResult = failed('TZ-D04')
    await face.attest()
    expect([capture.step, capture.error]).toEqual(['hold', 'TZ-D04'])
    expect(seen.forgotten()).toBe(1)
    world.saveResult = ok(null)
    await capture.saveAgain()
    expect([capture.step, world.saved.length]).toEqual(['saved', 1])
  })

  it('saves once, however often the button is tapped', async () => {
    await toCompare()
    await Promise.all([face.attest(), face.attest()])
    expect(world.saved).toHaveLength(1)
  })
})

describe('目視パスコード', () => {
  it('opens the way only when it is right', async () => {
    await toPasscode()
    await face.enterPasscode('0000')
    expect([face.phase, face.wrongPasscode]).toEqual(['passcode', true])
    await face.enterPasscode(FACE_DIGITS)
    expect([face.phase, face.wrongPasscode]).toEqual(['printed', false])
  })

  it('closes the way where the facility has issued none, and says whom to ask', async () => {
    world.passcode = { kind: 'none' }
    await face.lookForPasscode()
    expect(face.plan).toMatchObject({ open: false, rule: 'R12' })
  })

  it('says why it could not be judged, and stays', async () => {
    await toPasscode()
    const { facePasscode } = world.services
    facePasscode.check = () => Promise.resolve({ kind: 'failed', code: 'TZ-D04' })
    await face.enterPasscode(FACE_DIGITS)
    expect([face.phase, face.error, face.wrongPasscode]).toEqual(['passcode', 'TZ-D04', false])
  })

  it('is asked for anew by the next check', async () => {
    await toPrinted()
    await capture.cancel()
    capture.begin(VISIT.id)
    await toPasscode()
    expect(face.phase).toBe('passcode')
  })

  it('does not reach into the next check when it was found right too late', async () => {
    await toPasscode()
    const late = face.enterPasscode(FACE_DIGITS)
    await capture.cancel()
    await late
    expect(face.phase).toBe('passcode')
  })
})

describe('when 目視 comes first', () => {
  it('does for a card that has no PIN (R11) and one whose PIN is locked (R10)', async () => {
    expect(face.plan).toEqual({ open: true, first: false })
    world.prepares = [
      ok({ certificate: 'MIIB', certificateLastDay: '2029-03-03', cardExpiry: null, triesLeft: 0 }),
    ]
    capture.startPatientSide()
    capture.startPatientSide()
    await capture.decideConsent(CONSENT)
    await capture.placeCard()
    expect(capture.error).toBe('TZ-C02')
    capture.returnToStaff()
    expect(face.plan).toEqual({ open: true, first: true })
    await open({ cardHasPin: false })
    expect(face.plan).toEqual({ open: true, first: true })
  })

  it('is closed for a dead certificate (R23)', async () => {
    world.prepares = [
      ok({ certificate: 'MIIB', certificateLastDay: '2026-01-01', cardExpiry: null, triesLeft: 3 }),
    ]
    capture.startPatientSide()
    capture.startPatientSide()
    await capture.decideConsent(CONSENT)
    await capture.placeCard()
    capture.returnToStaff()
    expect(face.plan).toMatchObject({ open: false, rule: 'R23' })
  })
})

describe('照合番号B', () => {
  it('is presented once and wiped, whatever comes of it', async () => {
    for (const outcome of [
      verifiedFace(),
      { kind: 'wrongCode', triesLeft: 9 },
      { kind: 'refused', code: 'TZ-C28' },
    ] satisfies FaceOutcome[]) {
      await open()
      await toPrinted()
      world.faces = [outcome]
      const code = typed()
      await face.readCard(code)
      expect(world.presentedCodes).toEqual([CODE])
      expect([...code].every((byte) => byte === 0)).toBe(true)
    }
  })

  it('is wiped unpresented where no reading can begin', async () => {
    await toPasscode()
    const code = typed()
    await face.readCard(code)
    expect(world.presentedCodes).toEqual([])
    expect([...code].every((byte) => byte === 0)).toBe(true)
  })

  it('goes back to what is printed after a wrong one, with the tries left', async () => {
    await toPrinted()
    world.faces = [{ kind: 'wrongCode', triesLeft: 7 }]
    await face.readCard(typed())
    expect([face.phase, face.error, face.triesLeft]).toEqual(['printed', 'TZ-C20', 7])
    world.faces = [verifiedFace()]
    await face.readCard(typed())
    expect([face.phase, face.error]).toEqual(['compare', null])
  })

  it('is asked for at the last try, and not presented unless staff go on', async () => {
    await toPrinted()
    world.preparedFaces = [ok({ ...PREPARED_FACE, triesLeft: 1 })]
    world.faces = [verifiedFace()]
    const given = vi.spyOn(world.services.card, 'checkFace')
    const code = typed()
    const reading = face.readCard(code)
    await vi.waitFor(() => expect(face.phase).toBe('lastTry'))
    face.confirmLastTry(false)
    await reading
    expect([face.phase, world.presentedCodes.length, code[0]]).toEqual(['printed', 0, 0])
    const again = face.readCard(typed())
    await vi.waitFor(() => expect(face.phase).toBe('lastTry'))
    face.confirmLastTry(true)
    await again
    expect(face.phase).toBe('compare')
    expect(given.mock.calls[0]?.[2]).toMatchObject({ lastTryConfirmed: true })
  })

  it.each([
    [9, 'counted'],
    [10, 'notCounted'],
  ] as const)(
    'is not sent again after contact was lost: with %i tries left it was %s',
    async (triesLeft, torn) => {
      await toPrinted()
      world.preparedFaces = [ok(PREPARED_FACE), ok({ ...PREPARED_FACE, triesLeft })]
      world.faces = [{ kind: 'unknown', code: 'TZ-C22' }]
      await face.readCard(typed())
      expect(world.presentedCodes).toHaveLength(1)
      expect([face.phase, face.torn, face.triesLeft]).toEqual(['printed', torn, triesLeft])
    },
  )

  it('says nothing of a try of one card when another was laid down after it', async () => {
    await toPrinted()
    const other = { ...PREPARED_FACE, certificate: 'MIIC', triesLeft: 9 }
    world.preparedFaces = [ok(PREPARED_FACE), ok(other)]
    world.faces = [{ kind: 'unknown', code: 'TZ-C22' }]
    await face.readCard(typed())
    expect([face.phase, face.torn]).toEqual(['printed', null])
  })
})

describe('the card', () => {
  it('is waited for, and what lies there by accident is told', async () => {
    vi.useFakeTimers()
    await toPrinted()
    world.preparedFaces = [failed('TZ-R08'), failed('TZ-R10'), ok(PREPARED_FACE)]
    world.faces = [verifiedFace()]
    const reading = face.readCard(typed())
    await vi.advanceTimersByTimeAsync(2_000)
    await reading
    expect(face.phase).toBe('compare')
  })

  it.each(['TZ-C21', 'TZ-C25', 'TZ-C06', 'TZ-R04'] as const)(
    'that cannot be read (%s) is told where it lies, and may be laid down once more',
    async (code) => {
      await toPrinted()
      world.preparedFaces = [failed(code), ok(PREPARED_FACE)]
      await face.readCard(typed())
      expect([face.phase, face.error, face.stage]).toEqual(['card', code, 'idle'])
      world.faces = [verifiedFace()]
      await face.readCard(typed())
      expect(face.phase).toBe('compare')
    },
  )

  it.each([
    'TZ-C26',
    'TZ-C27',
    'TZ-C28',
    'TZ-C29',
    'TZ-C30',
    'TZ-C31',
    'TZ-C32',
    'TZ-C33',
  ] as const)('whose face is refused (%s) shows none, and nothing is saved', async (code) => {
    await toPrinted()
    world.faces = [{ kind: 'refused', code }]
    await face.readCard(typed())
    expect([face.phase, face.error, face.face]).toEqual(['card', code, null])
    await face.attest()
    expect(world.saved).toEqual([])
  })

  it('with a dead certificate is not asked for its face (R23), one in its grace is (R22)', async () => {
    await toPrinted()
    world.preparedFaces = [ok({ ...PREPARED_FACE, certificateLastDay: '2026-07-31' })]
    await face.readCard(typed())
    expect([face.error, world.presentedCodes.length]).toEqual(['TZ-C10', 0])
    world.preparedFaces = [ok({ ...PREPARED_FACE, certificateLastDay: '2026-08-31' })]
    world.faces = [verifiedFace()]
    await face.readCard(typed())
    expect(face.phase).toBe('compare')
  })

  it('past its own last day proves nobody (R20)', async () => {
    await toPrinted()
    world.preparedFaces = [ok({ ...PREPARED_FACE, cardExpiry: '2026-11-20' })]
    await face.readCard(typed())
    expect([face.error, world.presentedCodes.length]).toEqual(['TZ-C34', 0])
    const seen = createSeenFace({ unsignedExpiry: '2026-11-20' })
    world.preparedFaces = [ok({ ...PREPARED_FACE, cardExpiry: null, certificateLastDay: null })]
    world.faces = [verifiedFace(seen)]
    await face.readCard(typed())
    expect([face.error, face.face, seen.forgotten()]).toEqual(['TZ-C34', null, 1])
  })

  it('that breaks the driver is refused, with the cause kept for the console', async () => {
    await toPrinted()
    world.services.card.checkFace = () => Promise.reject(new Error('a fault of ours'))
    const code = typed()
    await expect(face.readCard(code)).rejects.toThrow('a fault of ours')
    expect([face.phase, face.error, code[0]]).toEqual(['card', 'TZ-C09', 0])
  })

  it('is let go as soon as its face is there', async () => {
    await toCompare()
    expect(world.released).toBe(1)
  })
})

describe('the photo', () => {
  it.each<[string, () => unknown]>([
    ['saved', () => face.attest()],
    ['given up', () => capture.cancel()],
    ['left for another screen', () => face.leaveScreen()],
    ['not the person’s', () => face.decline('differs')],
  ])('is forgotten when the check is %s', async (_how, act) => {
    const seen = await toCompare()
    await act()
    expect([seen.forgotten(), face.face]).toEqual([1, null])
  })

  it('is forgotten when it comes after the screen has gone', async () => {
    const seen = createSeenFace()
    let finish: (outcome: FaceOutcome) => void = () => undefined
    const asked = vi.fn(
      () =>
        new Promise<FaceOutcome>((resolve) => {
          finish = resolve
        }),
    )
    world.services.card.checkFace = asked
    await toPrinted()
    const reading = face.readCard(typed())
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce())
    face.leaveScreen()
    finish(verifiedFace(seen))
    await reading
    expect([seen.forgotten(), face.face, face.phase]).toEqual([1, null, 'printed'])
  })

  it('is not in what tools make of the state, nor are passcode and proof', async () => {
    await toCompare()
    const shown = JSON.stringify({ capture: capture.$state, face: face.$state })
    expect(shown).not.toContain(FACE_DIGITS)
    expect(shown).not.toContain('photoDigest')
    expect(Object.isFrozen(face.face)).toBe(true)
  })
})

describe('whether it is the person', () => {
  it.each(['differs', 'unsure'] as const)('「%s」 saves nothing and leads on', async (why) => {
    await toCompare()
    face.decline(why)
    expect([capture.step, face.doubt, world.saved.length]).toEqual(['setting', why, 0])
    await face.attest()
    expect(world.saved).toEqual([])
  })

  it('is a doubt of that check only', async () => {
    await toCompare()
    face.decline('differs')
    await capture.cancel()
    capture.begin(VISIT.id)
    expect(face.doubt).toBeNull()
  })

  it('may be attested until thirty minutes after the card was read, not a second later', async () => {
    await toCompare()
    world.nowMs += 30 * MINUTE
    await face.attest()
    expect(capture.step).toBe('saved')
    await open()
    const seen = await toCompare()
    world.nowMs += 30 * MINUTE + 1
    await face.attest()
    expect(world.saved).toEqual([])
    expect([face.phase, face.error, seen.forgotten()]).toEqual(['printed', 'TZ-C35', 1])
  })
})
