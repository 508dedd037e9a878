import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { consentsAad, envelopeAad, medicalAad, answerAad } from '../../api/envelope'
import { fromBase64Url, fromUtf8, utf8 } from '../../api/bytes'
import { importSealKey, seal, unseal } from '../../api/seal'
import type { MedicalEntry } from '../../api/wire'
import type { CheckStatement, ConsentItem } from '../../domain/check'
import { consentToAll } from '../../domain/consent'
import type { ConsentEntry } from '../../domain/consent-entry'
import type { ConsentWithdrawal } from '../../domain/consent-withdrawal'
import type { MedicalCopy } from '../../domain/medical-information'
import { type ConsentsPort, copyKey } from '../../src/stores/consents-port'
import type { OpenVault } from '../../src/stores/open-vault'
import { createRealConsents } from '../../src/stores/real-consents'
import { sealAndSave } from '../../src/stores/seal-and-save'
import { exportPublic } from '../../src/sync/access'
import { createClock } from '../../src/sync/clock'
import type { TazuneDb } from '../../src/sync/db'
import type { DeviceServices } from '../../src/sync/device-services'
import { markAccepted, markAnswered, withdraw } from '../../src/sync/moves'
import { createRegistration } from '../../src/sync/registration'
import { StoreFault } from '../../src/sync/store-fault'
import { answer as answerWith } from '../domain/answers'
import { VISIT } from '../support/fake-services'
import { openTablet } from '../support/open-tablet'
import { DEVICE_ID, makeDeviceKeys, nextId, type DeviceKeyring } from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20, 1)
const DAY = '2026-05-20'
const noLine = () => Promise.resolve({ ok: false, failure: { kind: 'stop', code: 'TZ-D01' } })

describe('consents and medical information on the device', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let open: OpenVault
  let consents: ConsentsPort
  let saved: number
  let now: number
  /** What the gateway would answer; without a line nothing. */
  let line: {
    register: ConsentEntry[]
    feed: MedicalEntry[]
    refusal: string | null
  } | null

  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })

  beforeEach(async () => {
    ;({ db, open } = await openTablet(keys, NOW))
    saved = 0
    now = NOW
    line = null
    const client = {
      async fetchConsents() {
        if (!line) return noLine()
        const sealed = await sealToDevice(line.register, consentsAad(DAY))
        return { ok: true, value: { day: DAY, sealed } }
      },
      fetchMedical(after: number) {
        if (!line) return noLine()
        const entries = line.feed.filter(({ seq }) => seq > after)
        return Promise.resolve({
          ok: true,
          value: { entries, next: entries.at(-1)?.seq ?? after },
        })
      },
      requestMedical: ({ checkId }: { checkId: string }) => {
        if (!line) return noLine()
        return Promise.resolve(
          line.refusal === null
            ? { ok: true, value: { checkId, state: 'ready' } }
            : { ok: false, failure: { kind: 'rejected', code: line.refusal } },
        )
      },
    }
    services = {
      db,
      client,
      clock: createClock({ now: () => now }),
      registration: createRegistration(db),
    } as unknown as DeviceServices
    consents = createRealConsents({
      sync: services,
      open,
      records: { visits: () => Promise.resolve([VISIT]) },
      saved: () => (saved += 1),
    })
  })

  let services: DeviceServices

  async function sealToDevice(value: unknown, aad: Uint8Array) {
    const key = await importSealKey(await exportPublic(keys.answer.publicKey))
    return seal(key, utf8(JSON.stringify(value)), aad)
  }

  /** A check captured here, its consent with it. */
  async function capture(change: Partial<CheckStatement> = {}): Promise<string> {
    const id = nextId()
    const decidedAt = new Date(now).toISOString()
    const statement: CheckStatement = {
      v: 1,
      id,
      facilityId: 'f1',
      deviceId: DEVICE_ID,
      staffId: 's1',
      visitId: VISIT.id,
      patientId: VISIT.patientId,
      setting: 'homeNursing',
      channel: 'homeConsent',
      consent: {
        items: consentToAll(true),
        prescription: 'paper',
        decidedBy: { kind: 'proxy', relation: '長男' },
        decidedAt,
        wording: 'consent-1',
      },
      capturedAt: decidedAt,
      ...change,
    }
    const saved = await sealAndSave(
      services,
      open.current(),
      { v: 1, statement: JSON.stringify(statement), evidence: { kind: 'officialApp' } },
      {
        v: 1,
        id,
        visitId: VISIT.id,
        name: VISIT.name,
        nameKana: VISIT.nameKana,
        setting: statement.setting,
        staffName: '看護 花子',
        capturedAt: decidedAt,
        withChallenge: true,
        certificateLastDay: '2029-03-03',
      },
    )
    expect(saved.ok).toBe(true)
    return id
  }

  function copyOf(checkId: string): MedicalCopy {
    return {
      v: 1,
      information: {
        v: 1,
        checkId,
        fetchedAt: new Date(NOW).toISOString(),
        diagnosis: [],
        medication: [{ day: DAY, institution: '秘密の医院', pharmacy: null, drugs: [] }],
        checkup: [],
        surgery: [],
      },
      until: null,
      keepUntil: '2026-05-20T15:00:00.000Z',
    }
  }

  async function bring(checkId: string, seq = 1): Promise<void> {
    const sealed = await sealToDevice(copyOf(checkId), medicalAad(checkId))
    line = { register: [], feed: [{ seq, checkId, state: 'open', sealed }], refusal: null }
    expect(await consents.request(checkId, 's1')).toEqual({ ok: true, value: null })
    line = null
  }

  const takeBack = (checkId: string, items: ConsentItem[]) =>
    consents.withdraw({
      checkId,
      items,
      decidedBy: { kind: 'patient' },
      wording: 'consent-1/vi',
      facilityId: 'f1',
      staff: { id: 's1', name: '看護 花子' },
    })

  const vaultKeys = () => db.read(['vault'], (tx) => tx.objectStore('vault').getAllKeys())
  const outbox = () => db.read(['outbox'], (tx) => tx.objectStore('outbox').getAll())

  it('lists what was agreed to with the check that asked it, by whom and under which words', async () => {
    const id = await capture()
    expect(await consents.list()).toMatchObject([
      {
        checkId: id,
        name: VISIT.name,
        items: ['diagnosis', 'medication', 'checkup', 'surgery'],
        withdrawn: [],
        decidedBy: { kind: 'proxy', relation: '長男' },
        wording: 'consent-1',
        until: null,
        certificateLastDay: '2029-03-03',
      },
    ])
  })

  it('lists nothing for ③, where none is asked (R4), and nothing while locked', async () => {
    await capture({ channel: 'eligibilityOnly', setting: 'treatmentRoom', consent: null })
    expect(await consents.list()).toEqual([])
    await capture()
    open.close(null)
    expect(await consents.list()).toEqual([])
  })

  it('takes the end of 24 hours from the answer: they run from the registration (R32)', async () => {
    const id = await capture({ setting: 'houseCall' })
    const answer = {
      ...answerWith(),
      checkId: id,
      consentedItems: ['medication'],
      consentUntil: '2026-05-21T01:00:07.000Z',
    }
    const sealed = await sealToDevice(answer, answerAad(id))
    expect((await consents.list())[0]?.until).toBe('2026-05-21T01:00:00.000Z')
    await markAnswered(db, [{ seq: 1, id, sealed }], 1, now)
    expect((await consents.list())[0]?.until).toBe('2026-05-21T01:00:07.000Z')
  })

  it('takes over what the gateway knows of the day’s patients, by the visit’s name', async () => {
    const other: ConsentEntry = {
      checkId: nextId(),
      patientId: VISIT.patientId,
      setting: 'homeNursing',
      channel: 'homeConsent',
      items: ['medication'],
      withdrawn: [],
      decidedBy: { kind: 'proxy', relation: null },
      decidedAt: '2026-04-01T01:00:00.000Z',
      wording: null,
      until: null,
      certificateLastDay: null,
    }
    line = { register: [other], feed: [], refusal: null }
    expect(await consents.refresh()).toEqual({ ok: true, value: null })
    expect(await consents.list()).toMatchObject([{ ...other, name: VISIT.name }])
    line = null
    expect(await consents.refresh()).toEqual({ ok: false, code: 'TZ-D01' })
    expect(await consents.list()).toHaveLength(1)
    now += 24 * 3_600_000
    expect(await consents.list()).toEqual([])
  })

  it('keeps information in the vault only, and reads it again without a line', async () => {
    const id = await capture()
    await bring(id)
    expect(await consents.copy(id)).toEqual(copyOf(id))
    const stored = await db.read(['vault'], (tx) => tx.objectStore('vault').getAll())
    expect(stored.every(({ ciphertext }) => !fromAnyBytes(ciphertext).includes('秘密'))).toBe(true)
    open.close(null)
    expect(await consents.copy(id)).toBeNull()
  })

  it('queues a withdrawal sealed, erases what it takes back, and says so on the register, at once', async () => {
    const id = await capture()
    await bring(id)
    expect(await takeBack(id, ['diagnosis', 'medication', 'checkup', 'surgery'])).toEqual({
      ok: true,
      value: null,
    })
    expect(await consents.copy(id)).toBeNull()
    expect(await vaultKeys()).not.toContain(copyKey(id))
    expect((await consents.list())[0]).toMatchObject({
      withdrawn: ['diagnosis', 'medication', 'checkup', 'surgery'],
      withdrawals: [{ decidedBy: { kind: 'patient' } }],
    })
    const [check, record] = await outbox()
    expect(check?.id).toBe(id)
    expect(record).toMatchObject({ kind: 'consentWithdrawal', attempts: 0 })
    expect(saved).toBe(1)
  })

  it('seals it to the gateway as a withdrawal of that check, after it in order', async () => {
    const id = await capture()
    await takeBack(id, ['surgery', 'diagnosis'])
    const record = (await outbox()).find(({ kind }) => kind !== undefined)
    if (!record) throw new Error('nothing queued')
    expect(record.id > id).toBe(true)
    const { header, ...sealed } = record.envelope
    const plain = fromUtf8(await unseal(keys.gateway, sealed, envelopeAad(header)))
    expect(JSON.parse(fromUtf8(fromBase64Url(header)))).toMatchObject({ kind: 'consentWithdrawal' })
    expect(JSON.parse(plain) as ConsentWithdrawal).toMatchObject({
      id: record.id,
      checkId: id,
      facilityId: 'f1',
      deviceId: DEVICE_ID,
      staffId: 's1',
      items: ['diagnosis', 'surgery'],
      wording: 'consent-1/vi',
    })
  })

  it('leaves of a copy what was not withdrawn', async () => {
    const id = await capture()
    await bring(id)
    await takeBack(id, ['medication'])
    const copy = await consents.copy(id)
    expect(copy?.information.medication).toBeNull()
    expect(copy?.information.diagnosis).toEqual([])
  })

  it('takes no copy from the gateway that is older than the patient’s word', async () => {
    const id = await capture()
    await takeBack(id, ['medication'])
    await bring(id)
    expect((await consents.copy(id))?.information.medication).toBeNull()
    await takeBack(id, ['diagnosis', 'checkup', 'surgery'])
    await bring(id, 2)
    expect(await consents.copy(id)).toBeNull()
  })

  it('stores nothing and erases nothing when the device has no room', async () => {
    const id = await capture()
    await bring(id)
    const full = {
      ...db,
      write: () => Promise.reject(new StoreFault('TZ-D04')),
    } as unknown as TazuneDb
    const broken = createRealConsents({
      sync: { ...services, db: full },
      open,
      records: { visits: () => Promise.resolve([]) },
      saved: () => (saved += 1),
    })
    const refused = await broken.withdraw({
      checkId: id,
      items: ['medication'],
      decidedBy: { kind: 'patient' },
      wording: 'consent-1/vi',
      facilityId: 'f1',
      staff: { id: 's1', name: '' },
    })
    expect(refused).toEqual({ ok: false, code: 'TZ-D04' })
    expect(saved).toBe(0)
    expect((await consents.list())[0]?.withdrawn).toEqual([])
    expect(await consents.copy(id)).not.toBeNull()
  })

  it('has nothing left in the outbox once the gateway has the withdrawal, and waits for no answer', async () => {
    const id = await capture()
    await takeBack(id, ['medication'])
    const record = (await outbox()).find(({ kind }) => kind !== undefined)
    await markAccepted(db, [record?.id ?? ''], now)
    expect((await outbox()).map((each) => each.id)).toEqual([id])
    expect(await db.read(['sent'], (tx) => tx.objectStore('sent').count())).toBe(0)
    expect((await consents.list())[0]?.withdrawn).toEqual(['medication'])
  })

  it('lets no member of staff take a patient’s withdrawal back', async () => {
    const id = await capture()
    await takeBack(id, ['medication'])
    const record = (await outbox()).find(({ kind }) => kind !== undefined)
    const reason = await open.current()?.seal('withdrawal:x', { v: 1, reason: 'まちがい' })
    if (!record || !reason) throw new Error('nothing queued')
    expect(await withdraw(db, record.id, reason, now)).toBe(false)
    expect(await outbox()).toHaveLength(2)
  })

  it('erases what the gateway closes, and strips what it narrows', async () => {
    const id = await capture()
    await bring(id)
    const closed = { checkId: id, state: 'closed', code: 'TZ-G43' } as const
    line = { register: [], feed: [{ ...closed, seq: 2, left: ['diagnosis'] }], refusal: null }
    await consents.refresh()
    expect((await consents.copy(id))?.information).toMatchObject({
      medication: null,
      diagnosis: [],
    })
    line.feed = [{ ...closed, seq: 3, left: [] }]
    await consents.refresh()
    expect(await consents.copy(id)).toBeNull()
  })

  it('erases what it has when the gateway refuses for good, and keeps it when there is no line', async () => {
    const id = await capture()
    await bring(id)
    expect(await consents.request(id, 's1')).toEqual({ ok: false, code: 'TZ-D01' })
    expect(await consents.copy(id)).not.toBeNull()
    line = { register: [], feed: [], refusal: 'TZ-G44' }
    expect(await consents.request(id, 's1')).toEqual({ ok: false, code: 'TZ-G44' })
    expect(await consents.copy(id)).toBeNull()
  })

  it('erases a copy at the end of its day, to the millisecond', async () => {
    const id = await capture()
    await bring(id)
    const end = Date.parse(copyOf(id).keepUntil)
    await consents.sweep(end - 1)
    expect(await consents.copy(id)).not.toBeNull()
    await consents.sweep(end)
    expect(await consents.copy(id)).toBeNull()
    expect(await vaultKeys()).not.toContain(copyKey(id))
  })
})

function fromAnyBytes(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
