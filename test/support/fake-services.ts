/** Services for store tests: in memory, every fault played by setting a field. */
import { NO_READER_KEYS } from '../../src/stores/reader-keys'
import type { EligibilityAnswer } from '../../domain/answer'
import type { CardImage } from '../../domain/card-image'
import type { CheckPayload } from '../../domain/check'
import type { ClaimWork } from '../../domain/claim/work'
import { needsFollowUp } from '../../domain/decide'
import { createCheckId } from '../../domain/ids'
import { failed, ok, type Result } from '../../domain/outcome'
import type { VisitTag } from '../../domain/tags'
import type { MedicalCopy } from '../../domain/medical-information'
import type { Visit } from '../../domain/visit'
import { type ClaimSettings, USUAL_SETTINGS } from '../../src/stores/claims-port'
import type { HeldConsent } from '../../src/stores/consents-port'
import type {
  FaceOutcome,
  PreparedCard,
  PreparedFace,
  ReaderInfo,
  SeenFace,
  SignOutcome,
} from '../../src/stores/card-port'
import type { FacePasscodeStanding } from '../../src/stores/face-passcode-port'
import type { DeviceInfo, LineInfo, Services, StaffProof } from '../../src/stores/services'
import type { IdentityStanding, IdentityStart } from '../../src/stores/identity-port'
import type { TagRow } from '../../src/stores/tag-port'
import type {
  CheckNote,
  CheckRow,
  Draft,
  EntryDraft,
  KeptForClaim,
} from '../../src/stores/view-types'

export const VISIT: Visit = {
  id: 'visit-1',
  patientId: 'patient-1',
  scheduledAt: '2026-11-21T01:00:00Z',
  name: '見本　花子',
  nameKana: 'ミホン ハナコ',
  birthdate: '1950-03-03',
  setting: 'homeNursing',
  need: { kind: 'card' },
  cardHasPin: true,
}

export const PREPARED: PreparedCard = {
  certificate: 'MIIB',
  certificateLastDay: '2029-03-03',
  cardExpiry: '2034-03-03',
  triesLeft: 3,
}

export const PREPARED_FACE: PreparedFace = {
  triesLeft: 10,
  certificate: 'MIIB',
  certificateLastDay: '2029-03-03',
  cardExpiry: '2034-03-03',
}

/** The facility's 目視パスコード. */
export const FACE_DIGITS = '4096'

/** A face that counts how often it was drawn and forgotten. */
export function createSeenFace(change: Partial<SeenFace> = {}): SeenFace & {
  drawn: () => number
  forgotten: () => number
} {
  let drawn = 0
  let forgotten = 0
  return Object.freeze({
    birthdate: VISIT.birthdate,
    sex: '2' as const,
    nameImage: new Uint8Array([1]),
    addressImage: new Uint8Array([2]),
    unsignedExpiry: '2034-03-03',
    issuer: 'trusted' as const,
    drawPhoto: () => {
      drawn += 1
    },
    forget: () => {
      forgotten += 1
    },
    drawn: () => drawn,
    forgotten: () => forgotten,
    ...change,
  })
}

export function verifiedFace(face: SeenFace = createSeenFace()): FaceOutcome {
  const proof = {
    certificate: 'certificate',
    keyGroup: 'keyGroup',
    textDigest: 'textDigest',
    photoDigest: 'photoDigest',
    faceSignature: 'faceSignature',
    signature: 'signature',
  }
  return { kind: 'verified', face, proof }
}

export interface FakeWorld {
  services: Services
  info: DeviceInfo
  unlockResult: Result<null>
  /** What `prepare` answers, in turn; the last one repeats. */
  prepares: Result<PreparedCard>[]
  /** What `sign` answers, in turn. */
  signs: SignOutcome[]
  /** What the card was asked to verify, as it stood at that moment. */
  presentedPins: number[][]
  signedInputs: Uint8Array[]
  /** What `prepareFace` answers, in turn; the last one repeats. */
  preparedFaces: Result<PreparedFace>[]
  /** What `checkFace` answers, in turn. */
  faces: FaceOutcome[]
  /** 照合番号B as it stood when it was presented. */
  presentedCodes: string[]
  passcode: FacePasscodeStanding
  saved: { payload: CheckPayload; note: CheckNote; kept?: KeptForClaim }[]
  saveResult: Result<null>
  challenge: { id: string; challenge: string } | null
  visits: Visit[]
  drafts: Map<string | null, Draft>
  /** What stands in unfinished forms, by the check's id. */
  entries: Map<string, EntryDraft>
  /** What is kept for the claim, by the check's id. */
  kept: Map<string, KeptForClaim>
  works: Map<string, ClaimWork>
  claimSettings: ClaimSettings
  /** Of everything that is kept for a claim. */
  workResult: Result<null>
  closeResult: Result<null>
  answers: Map<string, EligibilityAnswer>
  rows: CheckRow[]
  refused: CheckRow[]
  overdue: CheckRow[]
  counts: { waiting: number; refused: number; awaiting: number; answered: number }
  calls: string[]
  /** Who vouched for each colleague that was added. */
  proofs: (StaffProof | null)[]
  released: number
  nowMs: number
  consents: HeldConsent[]
  copies: Map<string, MedicalCopy>
  /** What the gateway would fetch, the first. */
  fetchable: MedicalCopy[]
  /** Of a withdrawal, and of a request for medical information. */
  consentResult: Result<null>
  clockSetBack: boolean
  /** What a session of デジタル認証アプリ begins with, in turn; the last one repeats. */
  identityStarts: Result<IdentityStart>[]
  /** How it stands when it is looked up. */
  identityStanding: IdentityStanding
  /** Ends the requests that are held open. */
  tellIdentity: (found: Result<IdentityStanding>) => void
  /** Of every operation with a tag. */
  tagResult: Result<null>
  tagRows: Map<string, TagRow>
  /** Holds a tag to the device, while it listens. */
  holdTag: (read: Result<VisitTag>) => void
  changed(): void
  lineIs(line: LineInfo): void
  lockedBy(code: Parameters<Parameters<Services['device']['onLocked']>[0]>[0]): void
}

export function createFakeWorld(): FakeWorld {
  const changeListeners = new Set<() => void>()
  const lineListeners = new Set<(line: LineInfo) => void>()
  const lockListeners = new Set<Parameters<Services['device']['onLocked']>[0]>()
  const readerListeners = new Set<(reader: ReaderInfo) => void>()
  let line: LineInfo = { state: 'online', lastSyncAt: null }
  let reader: ReaderInfo = {
    bluetoothAvailable: true,
    bridgeAvailable: true,
    state: 'none',
    kind: null,
    name: '',
    battery: null,
    cardPresent: null,
    trainingCard: null,
  }

  const setReader = (next: Partial<ReaderInfo>): void => {
    reader = { ...reader, ...next }
    for (const listener of readerListeners) listener(reader)
  }

  const world: FakeWorld = {
    info: {
      phase: 'locked',
      deviceId: 'device-1',
      facility: { id: 'facility-1', name: '訓練訪問看護ステーション' },
      mode: 'training',
      staffDirectory: [{ id: 'staff-1', name: '看護　太郎' }],
      staffOnDevice: [{ id: 'staff-1', name: '看護　太郎', method: 'passcode' }],
      triesLeft: 10,
      erased: null,
      lockAfterMinutes: 10,
    },
    unlockResult: ok(null),
    prepares: [ok(PREPARED)],
    signs: [{ kind: 'signed', signature: 'c2ln' }],
    presentedPins: [],
    signedInputs: [],
    preparedFaces: [ok(PREPARED_FACE)],
    faces: [],
    presentedCodes: [],
    passcode: { kind: 'open', triesLeft: 5, hint: null },
    saved: [],
    saveResult: ok(null),
    challenge: { id: 'challenge-1', challenge: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' },
    visits: [VISIT],
    drafts: new Map(),
    entries: new Map(),
    kept: new Map(),
    works: new Map(),
    claimSettings: USUAL_SETTINGS,
    workResult: ok(null),
    closeResult: ok(null),
    answers: new Map(),
    rows: [],
    refused: [],
    overdue: [],
    counts: { waiting: 0, refused: 0, awaiting: 0, answered: 0 },
    calls: [],
    proofs: [],
    released: 0,
    consents: [],
    copies: new Map(),
    fetchable: [],
    consentResult: ok(null),
    clockSetBack: false,
    identityStarts: [ok({ state: 'open', address: 'https://tazune.example/identity/ticket' })],
    identityStanding: { state: 'none' },
    tellIdentity: () => undefined,
    tagResult: ok(null),
    tagRows: new Map(),
    holdTag: () => undefined,
    nowMs: Date.parse('2026-11-21T01:00:00Z'),
    changed: () => changeListeners.forEach((listener) => listener()),
    lineIs: (next) => {
      line = next
      lineListeners.forEach((listener) => listener(next))
    },
    lockedBy: (code) => lockListeners.forEach((listener) => listener(code)),
    services: {
      device: {
        load: () => Promise.resolve(world.info),
        activate: (code, name) => {
          world.calls.push(`activate ${code} ${name}`)
          world.info = { ...world.info, phase: 'needsStaff' }
          return Promise.resolve(ok(world.info))
        },
        setUpPasscode: (staffId, _passcode, proof) => {
          world.proofs.push(proof)
          world.calls.push(`setUpPasscode ${staffId}`)
          return Promise.resolve(world.unlockResult)
        },
        setUpPasskey: (staffId, proof) => {
          world.proofs.push(proof)
          world.calls.push(`setUpPasskey ${staffId}`)
          return Promise.resolve(world.unlockResult)
        },
        unlock: () => Promise.resolve(world.unlockResult),
        unlockWithPasskey: () => Promise.resolve(world.unlockResult),
        lock: () => world.calls.push('lock'),
        erase: () => {
          world.calls.push('erase')
          return Promise.resolve()
        },
        capabilities: () => Promise.resolve([]),
        storage: () => Promise.resolve({ usedBytes: 1, quotaBytes: 2, persisted: false }),
        requestPersistence: () => Promise.resolve(true),
        onLocked: (listener) => {
          lockListeners.add(listener)
          return () => lockListeners.delete(listener)
        },
      },
      records: {
        visits: () => Promise.resolve(world.visits),
        refreshVisits: () =>
          Promise.resolve(line.state === 'online' ? ok(world.visits) : failed('TZ-D01')),
        draft: (visitId) => Promise.resolve(world.drafts.get(visitId) ?? null),
        putDraft: (draft) => {
          world.drafts.set(draft.visitId, draft)
          return Promise.resolve(ok(null))
        },
        dropDraft: (visitId) => {
          world.drafts.delete(visitId)
          return Promise.resolve()
        },
        trainingCards: () => Promise.resolve([] as CardImage[]),
        answer: (id) => Promise.resolve(world.answers.get(id) ?? null),
        keptForClaim: (id) => Promise.resolve(world.kept.get(id) ?? null),
        allKept: () =>
          Promise.resolve(
            new Map([...world.kept].sort(([one], [other]) => (one < other ? -1 : 1))),
          ),
        entryDrafts: () =>
          Promise.resolve(
            [...world.entries.values()].sort((one, other) => other.savedAt - one.savedAt),
          ),
        putEntryDraft: (draft) => {
          const isSaved = world.saved.some(({ note }) => note.id === draft.id)
          if (!isSaved) world.entries.set(draft.id, draft)
          return Promise.resolve(ok(null))
        },
        dropEntryDraft: (id) => {
          world.entries.delete(id)
          return Promise.resolve()
        },
      },
      sync: {
        counts: () => Promise.resolve(world.counts),
        rows: (before, limit) => {
          const from = before ? world.rows.findIndex((row) => row.id === before) + 1 : 0
          return Promise.resolve(world.rows.slice(from, from + limit))
        },
        refusedRows: () => Promise.resolve(world.refused),
        followUps: () =>
          Promise.resolve(
            world.rows.flatMap((row) => {
              const answer = world.answers.get(row.id)
              const waits = row.state === 'answered' && answer && needsFollowUp(answer)
              return waits ? [{ row, answer }] : []
            }),
          ),
        overdueWaits: () => Promise.resolve(world.overdue),
        row: (id) => Promise.resolve(world.rows.find((row) => row.id === id) ?? null),
        fetchAhead: () => void world.calls.push('fetchAhead'),
        sendNow: () => {
          world.calls.push('sendNow')
          return Promise.resolve()
        },
        save: (payload, note, kept) => {
          if (world.saveResult.ok) {
            world.saved.push({ payload, note, ...(kept && { kept }) })
            world.entries.delete(note.id)
            if (kept) world.kept.set(note.id, kept)
          }
          return Promise.resolve(world.saveResult)
        },
        closeClaim: (id) => {
          world.calls.push(`closeClaim ${id}`)
          if (world.closeResult.ok) {
            world.kept.delete(id)
            world.works.delete(id)
          }
          return Promise.resolve(world.closeResult)
        },
        reserveChallenge: (checkId) => {
          world.calls.push(`reserve ${checkId}`)
          return Promise.resolve(world.challenge)
        },
        withdraw: (id, reason) => {
          world.calls.push(`withdraw ${id} ${reason}`)
          return Promise.resolve()
        },
        stopWaiting: (id, reason) => {
          world.calls.push(`stopWaiting ${id} ${reason}`)
          return Promise.resolve()
        },
        retry: (id) => {
          world.calls.push(`retry ${id}`)
          return Promise.resolve()
        },
        settle: (id) => {
          world.calls.push(`settle ${id}`)
          return Promise.resolve()
        },
        exportRefused: () => Promise.resolve('{}'),
        line: () => line,
        onLine: (listener) => {
          lineListeners.add(listener)
          return () => lineListeners.delete(listener)
        },
        onChange: (listener) => {
          changeListeners.add(listener)
          return () => changeListeners.delete(listener)
        },
      },
      card: {
        readerKeys: NO_READER_KEYS,
        reader: () => reader,
        onReader: (listener) => {
          readerListeners.add(listener)
          return () => readerListeners.delete(listener)
        },
        lookForBluetooth: () => Promise.resolve(),
        connectBluetooth: () => {
          setReader({ state: 'ready', kind: 'acr1255', name: 'ACR1255U-J1-001234' })
          return Promise.resolve(ok(null))
        },
        connectBridge: () => {
          setReader({ state: 'none', kind: 'bridge' })
          return Promise.resolve(failed('TZ-B03'))
        },
        pairBridge: (code) => {
          world.calls.push(`pairBridge ${code}`)
          setReader({ state: 'ready', kind: 'bridge', name: 'Sony FeliCa Port/PaSoRi 4.0' })
          return Promise.resolve(ok(null))
        },
        useTrainingCard: (card) => {
          setReader({ state: 'ready', kind: 'training', trainingCard: card.personaId })
          return Promise.resolve(ok(null))
        },
        liftTrainingCard: () => setReader({ trainingCard: null }),
        disconnect: () => {
          setReader({ state: 'none', kind: null, name: '' })
          return Promise.resolve()
        },
        prepare: () => {
          world.calls.push('prepare')
          const next = world.prepares.length > 1 ? world.prepares.shift() : world.prepares[0]
          return Promise.resolve(next ?? failed('TZ-R08'))
        },
        sign: (pin, input) => {
          world.presentedPins.push([...pin])
          world.signedInputs.push(input)
          return Promise.resolve(world.signs.shift() ?? { kind: 'refused', code: 'TZ-C09' })
        },
        prepareFace: () => {
          world.calls.push('prepareFace')
          const { preparedFaces } = world
          const next = preparedFaces.length > 1 ? preparedFaces.shift() : preparedFaces[0]
          return Promise.resolve(next ?? failed('TZ-R08'))
        },
        checkFace: (code, input) => {
          world.presentedCodes.push(String.fromCharCode(...code))
          world.signedInputs.push(input)
          code.fill(0)
          return Promise.resolve(world.faces.shift() ?? { kind: 'refused', code: 'TZ-C09' })
        },
        release: () => {
          world.released += 1
          return Promise.resolve()
        },
      },
      facePasscode: {
        standing: () => Promise.resolve(world.passcode),
        check: (digits) =>
          Promise.resolve(
            digits === FACE_DIGITS
              ? { kind: 'right', passcode: { id: 'passcode-1', digits } }
              : { kind: 'wrong' },
          ),
      },
      claims: {
        works: (ids) =>
          Promise.resolve(new Map([...world.works].filter(([id]) => ids.includes(id)))),
        putWork: (id, work) => {
          if (world.workResult.ok) world.works.set(id, work)
          return Promise.resolve(world.workResult)
        },
        settings: () => Promise.resolve(world.claimSettings),
        putSettings: (settings) => {
          if (world.workResult.ok) world.claimSettings = settings
          return Promise.resolve(world.workResult)
        },
      },
      identity: {
        start: (checkId) => {
          world.calls.push(`start identity ${checkId}`)
          const starts = world.identityStarts
          const next = starts.length > 1 ? starts.shift() : starts[0]
          return Promise.resolve(next ?? failed('TZ-D02'))
        },
        standing: (_checkId, wait, signal) =>
          wait === 'atOnce'
            ? Promise.resolve(ok(world.identityStanding))
            : new Promise((resolve) => {
                world.tellIdentity = resolve
                signal.addEventListener('abort', () => resolve(failed('TZ-D02')))
              }),
        end: (checkId) => {
          world.calls.push(`end identity ${checkId}`)
          return Promise.resolve(ok({ state: 'ended', code: 'TZ-I13' }))
        },
      },
      tags: {
        isSupported: true,
        origin: 'https://app.example',
        permission: () => Promise.resolve('prompt'),
        scan: (onTag, signal) => {
          world.holdTag = onTag
          signal.addEventListener('abort', () => (world.holdTag = () => undefined))
          return Promise.resolve(world.tagResult)
        },
        write: (address) => {
          world.calls.push(`write ${address}`)
          return Promise.resolve(world.tagResult)
        },
        lock: (id) => {
          world.calls.push(`lock tag ${id}`)
          return Promise.resolve(world.tagResult)
        },
        rows: () => Promise.resolve([...world.tagRows.values()]),
        keep: (row) => {
          world.tagRows.set(row.row, row)
          return Promise.resolve(ok(null))
        },
        drop: (row) => {
          world.tagRows.delete(row)
          return Promise.resolve()
        },
        register: () => {
          if (line.state !== 'online') return Promise.resolve('TZ-D01')
          for (const [key, row] of world.tagRows) {
            if (row.state === 'waiting') world.tagRows.set(key, { ...row, state: 'registered' })
          }
          return Promise.resolve(null)
        },
      },
      consents: {
        list: () => Promise.resolve(world.consents),
        refresh: () => Promise.resolve(line.state === 'online' ? ok(null) : failed('TZ-D01')),
        withdraw: ({ checkId, items, decidedBy }) => {
          world.calls.push(`withdraw consent ${checkId} ${items.join(' ')} ${decidedBy.kind}`)
          if (world.consentResult.ok) {
            world.consents = world.consents.map((entry) =>
              entry.checkId === checkId
                ? { ...entry, withdrawn: [...entry.withdrawn, ...items] }
                : entry,
            )
            world.copies.delete(checkId)
          }
          return Promise.resolve(world.consentResult)
        },
        request: (checkId, staffId) => {
          world.calls.push(`request medical ${checkId} ${staffId}`)
          const [copy] = world.fetchable
          if (world.consentResult.ok && copy) world.copies.set(checkId, copy)
          return Promise.resolve(world.consentResult)
        },
        copy: (checkId) => Promise.resolve(world.copies.get(checkId) ?? null),
        sweep: (now) => {
          for (const [id, copy] of world.copies) {
            if (Date.parse(copy.keepUntil) <= now) world.copies.delete(id)
          }
          return Promise.resolve()
        },
        trustedNow: () => Promise.resolve(world.clockSetBack ? null : world.nowMs),
      },
      now: () => world.nowMs,
      createId: () =>
        createCheckId(world.nowMs, (length) => crypto.getRandomValues(new Uint8Array(length))),
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    },
  }
  return world
}
