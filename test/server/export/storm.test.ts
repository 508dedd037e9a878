/** ORCA in a storm: every step may be lost, cut or refused for a while, gateways die; in the end each is written once. */
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { addressRule } from '../../../server/export/http/addresses'
import { createSend } from '../../../server/export/http/send'
import { createOrcaCall, type CallOrca } from '../../../server/export/orca/api'
import { deliverToOrca } from '../../../server/export/orca/deliver'
import { createExportWorker } from '../../../server/export/queue/worker'
import { answerOf, type ExportRecord } from '../../../server/export/record'
import { createRandom } from '../../../tools/fuzz/random'
import {
  type FakeOrca,
  ORCA_LOGIN,
  type OrcaFault,
  type OrcaStep,
  startFakeOrca,
} from '../../support/fake-orca'
import { createLockNotes } from './lock-notes'
import { ALONE, createMemoryQueue } from './memory-queue'
import { CAPTURED_AT, sampleRecord } from './sample-records'

const PEOPLE = [
  'valid-30',
  'valid-20',
  'valid-10',
  'limit-a01',
  'limit-b05',
  'name-toku',
  'kana-large',
  'disease-dialysis',
]
const STEPS: readonly OrcaStep[] = ['01', '02', '03', '99', 'list', 'unlock']
const FAULTS: readonly [OrcaFault, ...OrcaFault[]] = [
  'lostRequest',
  'lostReply',
  'http500',
  'html',
  'cutOff',
  'notUtf8',
  'http401',
]
/** Weather: so many rounds of faults, then a clear sky. */
const STORMY_ROUNDS = 12

let orca: FakeOrca | undefined

afterEach(() => orca?.close())

describe('ORCA in a storm', () => {
  it.each([1, 2, 3, 4, 5])(
    'has each answer once and no lock in the end (seed %i)',
    async (seed) => {
      const random = createRandom(seed, 'orca-storm', 0)
      const clock = { now: CAPTURED_AT }
      const fake = (orca = await startFakeOrca(() => clock.now))
      const records = new Map(PEOPLE.map((id) => [sampleRecord(id).check.id, sampleRecord(id)]))
      for (const record of records.values()) admit(fake, record)
      const queue = createMemoryQueue()
      const notes = createLockNotes()
      const send = createSend({
        timeoutMs: 5_000,
        maxBytes: 1_000_000,
        rule: addressRule(['127.0.0.1']),
        allowHttp: true,
      })
      const call = createOrcaCall({ baseUrl: fake.url, login: ORCA_LOGIN }, send)

      /** Runs a gateway that dies at its n-th request: what was under way ends, and from then on nothing of it happens. */
      function runGateway(diesAt: number): Promise<unknown> {
        let requests = 0
        let underWay = 0
        let die: () => void = () => undefined
        const death = new Promise<void>((resolve) => (die = resolve))
        const dieWhenStill = () => {
          if (requests > diesAt && underWay === 0) setImmediate(die)
        }
        const dying: CallOrca = async (...request) => {
          requests += 1
          if (requests > diesAt) {
            dieWhenStill()
            return new Promise(() => undefined)
          }
          underWay += 1
          try {
            return await call(...request)
          } finally {
            underWay -= 1
            dieWhenStill()
          }
        }
        const worker = createExportWorker({
          ...ALONE,
          queue,
          loadRecord: (_, checkId) => Promise.resolve(records.get(checkId) ?? null),
          destination: () =>
            Promise.resolve((record) =>
              deliverToOrca(record, {
                call: dying,
                notes,
                now: () => clock.now,
                randomId: randomUUID,
              }),
            ),
          now: () => clock.now,
          random: () => random.below(1_000) / 1_000,
          randomId: randomUUID,
          timers: { setTimeout, clearTimeout },
          log: (line) => {
            if ('fault' in line) throw new Error(`a bug: ${JSON.stringify(line)}`)
          },
        })
        return Promise.race([worker.runDue(), death])
      }

      await queue.add(
        [...records.keys()].map((checkId) => ({
          facilityId: 'facility-1',
          checkId,
          destination: 'orca',
        })),
        clock.now,
      )
      for (let round = 0; (await queue.nextDueAt()) !== null; round += 1) {
        expect(round).toBeLessThan(200)
        clock.now = Math.max(clock.now, (await queue.nextDueAt()) ?? 0)
        if (round < STORMY_ROUNDS) {
          for (const step of STEPS) {
            if (random.below(10) < 6) fake.fail(step, random.pick(FAULTS))
          }
          await runGateway(random.below(10))
        } else {
          await runGateway(Number.POSITIVE_INFINITY)
        }
      }

      expect(await queue.list('facility-1', 'done', 99)).toHaveLength(PEOPLE.length)
      expect(await queue.list('facility-1', 'stopped', 99)).toEqual([])
      expect([...fake.patients.values()].map(({ insurances }) => insurances.length)).toEqual(
        PEOPLE.map(() => 1),
      )
      expect(fake.writes).toBe(PEOPLE.length)
      expect(fake.steps.length).toBeGreaterThan(PEOPLE.length * 3)

      // Whatever a dead gateway left is given back by the next that comes, even where nothing is to be written.
      clock.now += 300_000
      const [any] = records.values()
      if (any) {
        await deliverToOrca(any, { call, notes, now: () => clock.now, randomId: randomUUID })
      }
      expect([...fake.locks]).toEqual([])
      expect([...notes.held]).toEqual([])
    },
  )
})

function admit(fake: FakeOrca, record: ExportRecord): void {
  const [told] = answerOf(record)?.coverages ?? []
  fake.patients.set(record.patient.number ?? '', {
    WholeName: told?.name ?? '',
    WholeName_inKana: told?.nameKana ?? '',
    BirthDate: told?.birthdate ?? '',
    Sex: '1',
    insurances: [],
    publicExpenses: [],
  })
}
