import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import { PATHS, WithdrawalsResponse } from '../../../api/wire'
import type { EligibilityAnswer } from '../../../domain/answer'
import { addDays, dayInJapan } from '../../../domain/days'
import { createCheckId } from '../../../domain/ids'
import { lookAgainMs } from '../../../server/handoff/look-again'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import type { FaultPoint } from '../../../server/authority/sandbox/sandbox'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  DAY_MS,
  HOUR_MS,
  randomBytes,
  type TestClock,
  type TestGateway,
  type TestGatewayOptions,
} from '../../support/gateway'

const PEOPLE = SANDBOX_PEOPLE.filter(({ id }) => id.startsWith('official-') || id === 'valid-30')
const soon = { patientId: 'patient-official-soon' }
const late = { patientId: 'patient-official-late', setting: 'homeMedicalCare' } as const
const never = { patientId: 'patient-official-never' }

let gateway: TestGateway
let device: DeviceClient
let clock: TestClock

/** Noon in Japan, so that no test runs over midnight. */
const NOON = Date.parse('2026-11-23T03:00:00Z')

async function start(options: TestGatewayOptions = {}): Promise<void> {
  clock = createTestClock(NOON)
  gateway = await createTestGateway({ people: PEOPLE, now: clock.now, ...options })
  device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch, now: clock.now })
}

afterEach(() => gateway.end())

async function send(...checks: unknown[]): Promise<unknown> {
  // Hours may have passed, and a token lives for minutes.
  device.forgetToken()
  return (await device.sendChecks(checks)).map(({ outcome, ...rest }) =>
    'code' in rest ? rest.code : outcome,
  )
}

/** Lets the worker look once more after each of these times. */
async function look(...afterMs: number[]): Promise<number> {
  let answered = 0
  for (const ms of afterMs) {
    clock.advance(ms)
    answered += await gateway.worker.runDue()
  }
  return answered
}

async function answers(): Promise<EligibilityAnswer[]> {
  device.forgetToken()
  const { answers: sealed } = await device.fetchAnswers()
  return Promise.all(sealed.map((each) => device.openAnswer(each)))
}

async function askedIds(): Promise<[string, number][]> {
  return [...(await gateway.sandbox.askedCounts())]
}

describe('a check handed over to the official page', () => {
  it('is accepted without a consent of ours and waits: nothing is asked before there is an acceptance', async () => {
    await start()
    expect(await send(await device.createHandOff(soon))).toEqual(['accepted'])
    expect(await look(0)).toBe(0)
    expect(await answers()).toEqual([])
    expect(await askedIds()).toEqual([])
    expect(await gateway.store.checks.countWaiting()).toBe(1)
  })

  it('is answered once the patient has accepted, with the consent they gave there', async () => {
    await start()
    const check = await device.createHandOff(soon)
    await send(check)
    expect(await look(0, 3_000, 3_000)).toBe(1)
    const [answer] = await answers()
    expect(answer).toMatchObject({
      checkId: check.id,
      asOf: dayInJapan(NOON),
      validity: 'valid',
      certificate: null,
      assurance: 'official',
      consentedItems: ['diagnosis', 'medication', 'checkup', 'surgery'],
      consentUntil: null,
      acceptance: {
        registeredAt: new Date(NOON + 3_000).toISOString(),
        consent: { prescription: 'electronic', decidedBy: { kind: 'patient' } },
      },
    })
    expect(answer?.coverages[0]?.name).toBe('受付　早苗')
    expect(await askedIds()).toEqual([[check.id, 1]])
  })

  it('is answered late, and a refusal of consent is an answer as well (R31)', async () => {
    await start()
    await send(await device.createHandOff(late))
    expect(await look(0, 300_000)).toBe(0)
    expect(await look(300_000, 600_000)).toBe(1)
    expect((await answers())[0]).toMatchObject({
      validity: 'valid',
      consentedItems: [],
      consentUntil: null,
      acceptance: { consent: { items: { medication: false } } },
    })
  })

  it('waits on where no acceptance ever comes, without asking and without an end', async () => {
    await start()
    await send(await device.createHandOff(never))
    await look(0, 3_000, HOUR_MS, DAY_MS, 7 * DAY_MS)
    expect(await answers()).toEqual([])
    expect(await askedIds()).toEqual([])
    expect(await gateway.store.checks.countWaiting()).toBe(1)
  })

  const withdraw = async (...ids: string[]): Promise<unknown> => {
    device.forgetToken()
    const reply = await device.request('POST', PATHS.withdrawals, { ids })
    expect(reply.status).toBe(200)
    const { results } = v.parse(WithdrawalsResponse, await reply.json())
    expect(results.map(({ id }) => id)).toEqual(ids)
    return results.map(({ outcome }) => outcome)
  }

  it('is looked for no more once it is withdrawn, whatever the patient does then', async () => {
    await start()
    const check = await device.createHandOff(late)
    await send(check)
    await look(0, 3_000)
    expect(await withdraw(check.id)).toEqual(['withdrawn'])
    expect(await withdraw(check.id)).toEqual(['withdrawn'])
    expect(await look(600_000, DAY_MS)).toBe(0)
    expect(await answers()).toEqual([])
    expect(await askedIds()).toEqual([])
    expect(await gateway.store.work.nextDueAt()).toBeNull()
  })

  it('that comes after its withdrawal is accepted, withdrawn at once and asked of nobody', async () => {
    await start()
    const [check, byCard] = [
      await device.createHandOff(soon),
      await device.createCheck({ card: gateway.card('valid-30') }),
    ]
    expect(await withdraw(check.id, byCard.id)).toEqual(['unknown', 'unknown'])
    expect(await send(check, byCard)).toEqual(['accepted', 'accepted'])
    expect(await send(check, byCard)).toEqual(['accepted', 'accepted'])
    expect(await look(0, 6_000, DAY_MS)).toBe(0)
    expect(await askedIds()).toEqual([])
    expect(await answers()).toEqual([])
    expect(await withdraw(check.id, byCard.id)).toEqual(['withdrawn', 'withdrawn'])
  })

  it('that comes after another device’s withdrawal of its id is asked about as ever', async () => {
    await start()
    const check = await device.createHandOff(soon)
    const other = await activateDevice(await gateway.newCode(), {
      fetch: gateway.fetch,
      now: clock.now,
    })
    await other.request('POST', PATHS.withdrawals, { ids: [check.id] })
    await send(check)
    expect(await look(0, 6_000)).toBe(1)
  })

  it('is withdrawn in the middle of a look: what is found then is not asked about', async () => {
    let goOn = (): void => undefined
    let hasFound = (): void => undefined
    const found = new Promise<void>((resolve) => (hasFound = resolve))
    await start({
      wrapAuthority: (authority) => ({
        ...authority,
        async findAcceptance(query) {
          const acceptance = await authority.findAcceptance(query)
          if (!acceptance) return acceptance
          hasFound()
          await new Promise<void>((resolve) => (goOn = resolve))
          return acceptance
        },
      }),
    })
    const check = await device.createHandOff(soon)
    await send(check)
    await look(0)
    clock.advance(6_000)
    const looking = gateway.worker.runDue()
    await found
    expect(await withdraw(check.id)).toEqual(['withdrawn'])
    goOn()
    expect(await looking).toBe(0)
    expect(await askedIds()).toEqual([])
    expect(await answers()).toEqual([])
  })

  it('is answered all the same when the withdrawal comes after the asking', async () => {
    await start()
    const check = await device.createHandOff(soon)
    await send(check)
    await look(0, 6_000)
    expect(await withdraw(check.id)).toEqual(['asked'])
    expect((await answers()).map(({ checkId }) => checkId)).toEqual([check.id])
  })

  it('is withdrawn by the device that sent it only', async () => {
    await start()
    const check = await device.createHandOff(soon)
    await send(check)
    const other = await activateDevice(await gateway.newCode(), {
      fetch: gateway.fetch,
      now: clock.now,
    })
    const reply = await other.request('POST', PATHS.withdrawals, { ids: [check.id] })
    expect(await reply.json()).toEqual({ results: [{ id: check.id, outcome: 'unknown' }] })
    expect(await look(0, 6_000)).toBe(1)
  })

  it.each([
    { ids: [] },
    { ids: ['not an id'] },
    {},
    { ids: Array(101).fill(createCheckId(NOON, randomBytes)) },
  ])('is not withdrawn by what is no list of ids', async (body) => {
    await start()
    const reply = await device.request('POST', PATHS.withdrawals, body)
    expect([reply.status, (await reply.json()) as unknown]).toMatchObject([400, { code: 'TZ-G01' }])
  })

  it('does not hold up the checks beside it', async () => {
    await start()
    const byCard = await device.createCheck({ card: gateway.card('valid-30') })
    await send(await device.createHandOff(never), byCard)
    expect(await look(0)).toBe(1)
    expect((await answers()).map(({ checkId }) => checkId)).toEqual([byCard.id])
  })

  it('lives from the registration, not from when it was asked about (R32)', async () => {
    await start()
    await send(await device.createHandOff({ ...soon, setting: 'houseCall' }))
    await look(0, 2 * HOUR_MS)
    expect((await answers())[0]?.consentUntil).toBe(
      new Date(NOON + 3_000 + 24 * HOUR_MS).toISOString(),
    )
  })

  it('sent twice is one check, one asking and one answer', async () => {
    await start()
    const check = await device.createHandOff(soon)
    expect(await send(check)).toEqual(['accepted'])
    expect(await send(check)).toEqual(['accepted'])
    await look(0, 5_000)
    expect(await send(check)).toEqual(['accepted'])
    await look(5_000)
    expect(await answers()).toHaveLength(1)
    expect(await askedIds()).toEqual([[check.id, 1]])
  })

  it('under an id that was used for another is refused, and the first stands', async () => {
    await start()
    const check = await device.createHandOff(soon)
    await send(check)
    expect(await send(await device.createHandOff({ ...never, id: check.id }))).toEqual(['TZ-G09'])
  })

  it('tried again for the same visit: both checks get the one acceptance', async () => {
    await start()
    const [first, second] = [await device.createHandOff(soon), await device.createHandOff(soon)]
    await send(first, second)
    expect(await look(0, 5_000)).toBe(2)
    const registered = (await answers()).map(({ acceptance }) => acceptance?.registeredAt)
    expect(new Set(registered).size).toBe(1)
  })

  it('of tomorrow is not answered by today’s acceptance (R7)', async () => {
    await start()
    await send(await device.createHandOff(late))
    await look(0, 600_000)
    expect(await answers()).toHaveLength(1)
    clock.advance(DAY_MS)
    await send(await device.createHandOff(late))
    await look(0)
    expect(await answers()).toHaveLength(1)
    await look(600_000)
    expect((await answers()).map(({ asOf }) => asOf)).toEqual([
      dayInJapan(NOON),
      addDays(dayInJapan(NOON), 1),
    ])
  })
})

describe('faults on the way to the acceptance', () => {
  it('an authority that cannot be reached is looked at again, and asked once in the end', async () => {
    let faults = 3
    await start({
      sandbox: {
        fault: (point: FaultPoint) => {
          if (point === 'findAcceptance' && faults-- > 0) throw new Error('no authority')
        },
      },
    })
    const check = await device.createHandOff(soon)
    await send(check)
    await look(0, HOUR_MS, HOUR_MS, HOUR_MS, HOUR_MS)
    expect(faults).toBeLessThan(0)
    expect(await answers()).toHaveLength(1)
    expect(await askedIds()).toEqual([[check.id, 1]])
  })

  it('a reply lost after the asking is found again, not asked again', async () => {
    let lost = false
    await start({
      sandbox: {
        fault: (point: FaultPoint) => {
          if (point === 'afterRecord' && !lost) {
            lost = true
            throw new Error('reply lost')
          }
        },
      },
    })
    const check = await device.createHandOff(soon)
    await send(check)
    await look(0, 5_000, HOUR_MS, HOUR_MS)
    expect(lost).toBe(true)
    expect(await answers()).toHaveLength(1)
    expect(await askedIds()).toEqual([[check.id, 1]])
  })
})

describe('a hand-off is refused', () => {
  it('TZ-G08: with a consent, which is the official page’s to ask', async () => {
    await start()
    const { consent } = device.statementOf()
    expect(await send(await device.createHandOff({ ...soon, consent }))).toEqual(['TZ-G08'])
  })

  it('TZ-G08: without a consent, when it is a card check of ②', async () => {
    await start()
    const check = await device.createCheck({
      card: gateway.card('valid-30'),
      statement: { consent: null },
    })
    expect(await send(check)).toEqual(['TZ-G08'])
  })

  it.each([
    ['③, which has no consent', { channel: 'eligibilityOnly', setting: 'treatmentRoom' }],
    ['② in a setting of ③', { setting: 'treatmentRoom' }],
    ['the counter', { channel: 'counter', setting: 'counter' }],
  ] as const)('TZ-G25: under %s', async (_, statement) => {
    await start()
    expect(await send(await device.createHandOff({ ...soon, ...statement }))).toEqual(['TZ-G25'])
  })

  it('TZ-G28: of a walk-in, whose acceptance could be anybody’s', async () => {
    await start()
    expect(await send(await device.createHandOff({ patientId: null }))).toEqual(['TZ-G28'])
  })

  it('TZ-G08: with an evidence of no kind we know', async () => {
    await start()
    expect(await send(await device.createHandOff(soon, { kind: 'officialapp' }))).toEqual([
      'TZ-G08',
    ])
  })
})

describe('looking again', () => {
  it('begins at three seconds, doubles every five looks, and stays at ten minutes', () => {
    const waits = Array.from({ length: 60 }, (_, looks) => lookAgainMs(looks))
    expect(waits.slice(0, 6)).toEqual([3_000, 3_000, 3_000, 3_000, 3_000, 6_000])
    expect(waits.at(-1)).toBe(600_000)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(lookAgainMs(1_000_000)).toBe(600_000)
  })
})

describe('the facility’s address', () => {
  const officialWeb = 'https://uketsuke.example/1234567890'

  it('comes with the activation and with each access, and goes when it is taken away', async () => {
    await start()
    const facility = await gateway.store.facilities.get('facility-1')
    if (!facility) throw new Error('no facility')
    expect((await device.access()).officialWeb).toBeNull()
    await gateway.store.facilities.put({ ...facility, officialWeb })
    expect((await device.access()).officialWeb).toBe(officialWeb)
    const other = await activateDevice(await gateway.newCode(), {
      fetch: gateway.fetch,
      now: clock.now,
    })
    expect(other.activation.officialWeb).toBe(officialWeb)
    await gateway.store.facilities.put({ ...facility, officialWeb: null })
    expect((await device.access()).officialWeb).toBeNull()
  })
})
