import { afterEach, describe, expect, it } from 'vitest'
import type { CheckStatement, Consent } from '../../../domain/check'
import { consentToAll } from '../../../domain/consent'
import { dayInJapan, startOfDay, addDays } from '../../../domain/days'
import { PATHS } from '../../../api/wire'
import { createCheckId } from '../../../domain/ids'
import { hashActivationCode } from '../../../server/activation/code'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import {
  fetchConsents,
  fetchMedical,
  openCopy,
  requestMedical,
  sealWithdrawal,
  withdrawalOf,
} from '../../support/consent-client'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  FACILITY,
  HOUR_MS,
  randomBytes,
  type TestClock,
  type TestGateway,
  type TestGatewayOptions,
} from '../../support/gateway'

/** 10:00 in Japan, so that 24 hours end on the next day and a copy's day ends before them. */
const MORNING = Date.parse('2026-11-22T01:00:00Z')
const PEOPLE = SANDBOX_PEOPLE.filter(({ id }) =>
  ['valid-10', 'cert-grace', 'cert-alert'].includes(id),
)

let gateway: TestGateway
let device: DeviceClient
let clock: TestClock

afterEach(() => gateway.end())

async function begin(options: TestGatewayOptions = {}): Promise<void> {
  clock = createTestClock(MORNING)
  gateway = await createTestGateway({ now: clock.now, people: PEOPLE, random: () => 0, ...options })
  device = await newDevice()
}

function newDevice(): Promise<DeviceClient> {
  return gateway.newCode().then((code) => activateDevice(code, { ...gateway, now: clock.now }))
}

/** Tokens are short-lived; a tablet asks for a new one by itself. */
function pass(ms: number): void {
  clock.advance(ms)
  device.forgetToken()
}

const agreed = (items: Partial<Consent['items']> = consentToAll(true)): Consent => ({
  items: { ...consentToAll(false), ...items },
  prescription: 'paper',
  decidedBy: { kind: 'patient' },
  decidedAt: new Date(clock.now()).toISOString(),
  wording: 'consent-1',
})

/** Captured, accepted and answered. */
async function check(statement: Partial<CheckStatement> = {}, card = 'valid-10'): Promise<string> {
  const id = statement.id ?? createCheckId(clock.now(), randomBytes)
  const patientId = `patient-${card}`
  const envelope = await device.createCheck({
    card: gateway.card(card),
    statement: { id, patientId, consent: agreed(), ...statement },
  })
  expect(await device.sendChecks([envelope])).toEqual([{ id, outcome: 'accepted' }])
  await gateway.worker.runDue()
  return id
}

async function withdraw(checkId: string, change: Parameters<typeof withdrawalOf>[3] = {}) {
  const withdrawal = withdrawalOf(device, checkId, clock.now(), change)
  const sent = await device.sendChecks([await sealWithdrawal(device, withdrawal)])
  expect(sent).toEqual([{ id: withdrawal.id, outcome: 'accepted' }])
  return withdrawal
}

describe('medical information under a consent in force', () => {
  it('is fetched, sealed to the device that asks, and kept to the end of the day', async () => {
    await begin()
    const id = await check()
    expect(await requestMedical(device, id)).toBeNull()
    const { entries, next } = await fetchMedical(device)
    expect(entries).toMatchObject([{ checkId: id, state: 'open', seq: next }])
    const copy = await openCopy(device, entries[0] ?? fail())
    expect(copy.information.checkId).toBe(id)
    expect(copy.information.checkup?.map(({ values }) => values.hba1c)).toContain(6.8)
    expect(copy.information.surgery).toHaveLength(1)
    expect(copy.keepUntil).toBe(startOfDay(addDays(dayInJapan(MORNING), 1)))
    expect((await fetchMedical(device, next)).entries).toEqual([])
  })

  it('brings only what was agreed to; the rest is not even empty (R30)', async () => {
    await begin()
    const id = await check({ consent: agreed({ medication: true }) })
    await requestMedical(device, id)
    const copy = await openCopy(device, (await fetchMedical(device)).entries[0] ?? fail())
    expect(copy.information).toMatchObject({ diagnosis: null, checkup: null, surgery: null })
    expect(copy.information.medication).not.toBeNull()
  })

  it('opens to no other device', async () => {
    await begin()
    const id = await check()
    await requestMedical(device, id)
    const other = await newDevice()
    const { entries } = await fetchMedical(device)
    await expect(openCopy(other, entries[0] ?? fail())).rejects.toThrow()
    expect((await fetchMedical(other)).entries).toEqual([])
  })

  it('asked for again takes the earlier copy’s place under a new number', async () => {
    await begin()
    const id = await check()
    await requestMedical(device, id)
    const first = await fetchMedical(device)
    await requestMedical(device, id)
    const { entries } = await fetchMedical(device, first.next)
    expect(entries).toMatchObject([{ checkId: id, state: 'open' }])
    expect((await fetchMedical(device)).entries).toHaveLength(1)
  })

  it('leaves in the log who asked under which check, and nothing of what it says', async () => {
    await begin()
    const id = await check()
    await requestMedical(device, id)
    const lines = gateway.log.filter(({ event }) => event === 'medical')
    expect(lines).toMatchObject([{ deviceId: device.deviceId, staffId: 'staff-1', checkId: id }])
    expect(JSON.stringify(gateway.log)).not.toContain('水晶体')
  })

  it('leaves it in the audit too, granted or refused', async () => {
    await begin()
    const id = await check()
    await requestMedical(device, id)
    const unknown = createCheckId(gateway.now(), randomBytes)
    await requestMedical(device, unknown)
    const rows = await gateway.store.audit.list(FACILITY.id, null, 2)
    const who = { kind: 'device', id: device.deviceId }
    expect(rows).toMatchObject([
      { who, act: 'medicalAsked', about: { check: unknown, person: 'staff-1', code: 'TZ-G45' } },
      { who, act: 'medicalAsked', about: { check: id, person: 'staff-1' } },
    ])
  })

  it('asked for in the name of nobody here leaves no name in log and audit', async () => {
    await begin()
    const id = await check()
    const asked = { checkId: id, staffId: '山田 太郎 090-0000-0000' }
    expect((await device.request('POST', PATHS.medical, asked)).status).toBe(200)
    const [line] = gateway.log.filter(({ event }) => event === 'medical')
    expect(line).toMatchObject({ staffId: null, checkId: id })
    expect(JSON.stringify(gateway.log)).not.toContain('山田')
    const [row] = await gateway.store.audit.list(FACILITY.id, null, 1)
    expect(row?.about).toEqual({ check: id })
  })
})

describe('medical information that may not be looked up', () => {
  it('is refused in ③ (R4)', async () => {
    await begin()
    const id = await check({ setting: 'treatmentRoom', channel: 'eligibilityOnly', consent: null })
    expect(await requestMedical(device, id)).toBe('TZ-G40')
    expect(await gateway.store.consents.get(FACILITY.id, id)).toBeUndefined()
  })

  it('is refused after a refusal, which is registered (R31)', async () => {
    await begin()
    const id = await check({ consent: agreed({}) })
    expect(await requestMedical(device, id)).toBe('TZ-G41')
    expect(await gateway.store.consents.get(FACILITY.id, id)).toMatchObject({
      items: [],
      wording: 'consent-1',
    })
  })

  it('is refused in grace, whatever was agreed to (R22)', async () => {
    await begin()
    const id = await check({}, 'cert-grace')
    expect(await requestMedical(device, id)).toBe('TZ-G42')
  })

  it('is refused from the day after the certificate’s last day, under a consent without an end (R22)', async () => {
    await begin()
    const id = await check({}, 'cert-alert')
    const lastDay = (await gateway.store.consents.get(FACILITY.id, id))?.certificateLastDay ?? ''
    pass(Date.parse(startOfDay(addDays(lastDay, 1))) - 1 - clock.now())
    expect(await requestMedical(device, id)).toBeNull()
    pass(1)
    expect(await requestMedical(device, id)).toBe('TZ-G42')
  })

  it('is refused at the end of 24 hours and not a millisecond before (R32)', async () => {
    await begin()
    const id = await check({ setting: 'houseCall' })
    pass(24 * HOUR_MS - 1)
    expect(await requestMedical(device, id)).toBeNull()
    pass(1)
    expect(await requestMedical(device, id)).toBe('TZ-G44')
  })

  it('is refused before the answer, for a check of nobody, and for one of another facility', async () => {
    await begin({ sandbox: { delayMs: HOUR_MS } })
    const waiting = await check()
    expect(await requestMedical(device, waiting)).toBe('TZ-G45')
    pass(HOUR_MS)
    await gateway.worker.runDue()
    expect(await requestMedical(device, waiting)).toBeNull()
    await gateway.store.facilities.put({ ...FACILITY, id: 'facility-2' })
    const code = 'AAAABBBBCCCCDDDD'
    await gateway.store.devices.addCode({
      hash: hashActivationCode(code),
      facilityId: 'facility-2',
      createdAt: clock.now(),
      expiresAt: clock.now() + HOUR_MS,
    })
    const stranger = await activateDevice(code, { ...gateway, now: clock.now })
    expect(await requestMedical(stranger, waiting)).toBe('TZ-G45')
    const theirs = withdrawalOf(stranger, waiting, clock.now())
    await stranger.sendChecks([await sealWithdrawal(stranger, theirs)])
    expect(await requestMedical(device, waiting)).toBeNull()
    expect(await requestMedical(device, createCheckId(MORNING, randomBytes))).toBe('TZ-G45')
  })

  it('is refused when the authority itself holds no consent', async () => {
    await begin({
      wrapAuthority: (authority) => ({
        ...authority,
        fetchMedical: () => Promise.resolve({ kind: 'refused' }),
      }),
    })
    expect(await requestMedical(device, await check())).toBe('TZ-G46')
    expect((await fetchMedical(device)).entries).toEqual([])
  })

  it('is not kept when the consent ends while the authority is being asked', async () => {
    await begin({
      wrapAuthority: (authority) => ({
        ...authority,
        async fetchMedical(query) {
          const found = await authority.fetchMedical(query)
          await withdraw(query.checkId, { items: ['surgery'] })
          return found
        },
      }),
    })
    const id = await check()
    expect(await requestMedical(device, id)).toBeNull()
    const copy = await openCopy(device, (await fetchMedical(device)).entries[0] ?? fail())
    expect(copy.information.surgery).toBeNull()
  })
})

describe('a withdrawal at the gateway (R34)', () => {
  it('closes the copy at once, and the gateway refuses from then on', async () => {
    await begin()
    const id = await check()
    await requestMedical(device, id)
    const before = await fetchMedical(device)
    await withdraw(id)
    const { entries } = await fetchMedical(device, before.next)
    expect(entries).toMatchObject([{ checkId: id, state: 'closed', code: 'TZ-G43', left: [] }])
    expect(await requestMedical(device, id)).toBe('TZ-G43')
  })

  it('leaves what was not withdrawn', async () => {
    await begin()
    const id = await check()
    await requestMedical(device, id)
    await withdraw(id, { items: ['medication', 'checkup'] })
    const { entries } = await fetchMedical(device)
    expect(entries).toMatchObject([{ state: 'closed', left: ['diagnosis', 'surgery'] }])
    expect(await requestMedical(device, id)).toBeNull()
    const copy = await openCopy(device, (await fetchMedical(device)).entries[0] ?? fail())
    expect(copy.information).toMatchObject({ medication: null, checkup: null })
    expect(copy.information.surgery).not.toBeNull()
  })

  it('is told to the authority, which opens nothing any more', async () => {
    await begin()
    const id = await check()
    await withdraw(id)
    await gateway.worker.runDue()
    const query = { facilityId: 'facility-1', checkId: id, items: ['medication'] as const }
    expect(await gateway.sandbox.fetchMedical(query)).toEqual({ kind: 'refused' })
    expect(await gateway.store.checks.countWaiting()).toBe(0)
  })

  it('is told until the authority has heard it', async () => {
    let faults = 2
    const told: string[] = []
    await begin({
      wrapAuthority: (authority) => ({
        ...authority,
        withdrawConsent(notice) {
          told.push(notice.withdrawalId)
          if (faults-- > 0) return Promise.reject(new Error('no line'))
          return authority.withdrawConsent(notice)
        },
      }),
    })
    const id = await check()
    const { id: withdrawalId } = await withdraw(id)
    for (let round = 0; round < 4; round += 1) {
      await gateway.worker.runDue()
      pass(HOUR_MS)
    }
    expect(told).toEqual([withdrawalId, withdrawalId, withdrawalId])
    expect(await gateway.store.checks.countWaiting()).toBe(0)
  })

  it('that comes again, or twice in one batch, counts once', async () => {
    await begin()
    const id = await check()
    const withdrawal = withdrawalOf(device, id, clock.now())
    const envelope = await sealWithdrawal(device, withdrawal)
    await device.sendChecks([envelope])
    const again = await device.sendChecks([envelope, envelope])
    expect(again.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    expect(await gateway.store.consents.withdrawals('facility-1')).toHaveLength(1)
  })

  it('that overtakes its check leaves nothing to consent to, and waits to be told', async () => {
    await begin()
    const id = createCheckId(clock.now(), randomBytes)
    await withdraw(id)
    await gateway.worker.runDue()
    expect(await gateway.store.checks.countWaiting()).toBe(1)
    await check({ id })
    const [answer] = (await device.fetchAnswers()).answers
    expect((await device.openAnswer(answer ?? fail())).consentedItems).toEqual([])
    expect(await requestMedical(device, id)).toBe('TZ-G43')
    pass(HOUR_MS)
    await gateway.worker.runDue()
    expect(await gateway.store.checks.countWaiting()).toBe(0)
  })

  it('of a check that was refused has nothing to tell anybody', async () => {
    await begin()
    const id = createCheckId(clock.now(), randomBytes)
    const refused = await device.createCheck({
      card: gateway.card('valid-10'),
      statement: { id, consent: agreed() },
      statementText: (text) => text.replace('staff-1', 'staff-2'),
    })
    expect(await device.sendChecks([refused])).toMatchObject([{ outcome: 'rejected' }])
    await withdraw(id)
    await gateway.worker.runDue()
    expect(await gateway.store.checks.countWaiting()).toBe(0)
  })

  it('is no answer, and brings none to the device', async () => {
    await begin()
    const id = await check()
    await withdraw(id)
    await gateway.worker.runDue()
    expect((await device.fetchAnswers()).answers.map((answer) => answer.id)).toEqual([id])
  })

  it('is refused as a whole where it is not of its envelope, of another facility, or empty', async () => {
    await begin()
    const id = await check()
    const wrong = [
      withdrawalOf(device, id, clock.now(), { facilityId: 'facility-9' }),
      withdrawalOf(device, id, clock.now(), { deviceId: 'device-9' }),
      withdrawalOf(device, id, clock.now(), { items: [] }),
      // A 個人番号 in a free text (R13).
      withdrawalOf(device, id, clock.now(), {
        decidedBy: { kind: 'proxy', relation: '123456789018' },
      }),
    ]
    for (const withdrawal of wrong) {
      const sent = await device.sendChecks([await sealWithdrawal(device, withdrawal)])
      expect(sent).toEqual([{ id: withdrawal.id, outcome: 'rejected', code: 'TZ-G08' }])
    }
    expect(await requestMedical(device, id)).toBeNull()
  })

  it('cannot be passed off as a check, nor a check as a withdrawal', async () => {
    await begin()
    const id = await check()
    const withdrawal = withdrawalOf(device, id, clock.now())
    const asCheck = await device.envelopeOf(withdrawal.id, withdrawal)
    expect(await device.sendChecks([asCheck])).toMatchObject([{ code: 'TZ-G08' }])
    const said = device.statementOf({ consent: null })
    const asWithdrawal = await device.envelopeOf(
      said.id,
      { v: 1, statement: JSON.stringify(said), evidence: { kind: 'officialApp' } },
      { kind: 'consentWithdrawal' },
    )
    expect(await device.sendChecks([asWithdrawal])).toMatchObject([{ code: 'TZ-G08' }])
  })
})

describe('a copy whose time is over', () => {
  it('is forgotten by the gateway at the end of the day, by itself', async () => {
    await begin()
    const id = await check()
    await requestMedical(device, id)
    const { next } = await fetchMedical(device)
    pass(Date.parse(startOfDay(addDays(dayInJapan(MORNING), 1))) - 1 - clock.now())
    expect(await gateway.store.medical.closeExpired(clock.now())).toEqual([])
    pass(1)
    expect(await gateway.store.medical.closeExpired(clock.now())).toEqual([device.deviceId])
    const { entries } = await fetchMedical(device, next)
    expect(entries).toMatchObject([{ checkId: id, state: 'closed', code: 'TZ-G44', left: [] }])
  })

  it('is never sent, even where nobody has looked since', async () => {
    await begin()
    const id = await check({ setting: 'houseCall' })
    pass(23 * HOUR_MS)
    await requestMedical(device, id)
    pass(HOUR_MS)
    expect((await fetchMedical(device)).entries).toMatchObject([{ state: 'closed' }])
  })
})

describe('the register of the day’s patients', () => {
  it('tells another tablet of the facility what is in force, under which words and until when', async () => {
    await begin()
    const id = await check({ consent: agreed({ medication: true, surgery: true }) })
    const other = await newDevice()
    expect(await fetchConsents(other)).toMatchObject([
      {
        checkId: id,
        patientId: 'patient-valid-10',
        items: ['medication', 'surgery'],
        withdrawn: [],
        wording: 'consent-1',
        until: null,
        decidedBy: { kind: 'patient' },
      },
    ])
  })

  it('leaves out what has ended, was withdrawn, or was refused', async () => {
    await begin()
    await check({ consent: agreed({}) })
    const withdrawn = await check()
    await withdraw(withdrawn)
    await check({ setting: 'houseCall' })
    expect(await fetchConsents(device)).toHaveLength(1)
    pass(24 * HOUR_MS)
    expect(await fetchConsents(device)).toEqual([])
  })

  it('lets a tablet that did not capture the consent ask under it, and withdraw it', async () => {
    await begin()
    const id = await check()
    const captured = device
    await requestMedical(captured, id)
    device = await newDevice()
    expect(await requestMedical(device, id)).toBeNull()
    await withdraw(id)
    for (const each of [device, captured]) {
      expect((await fetchMedical(each)).entries).toMatchObject([{ state: 'closed' }])
    }
  })
})

function fail(): never {
  throw new Error('nothing there')
}
