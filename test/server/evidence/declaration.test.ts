import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CheckStatement } from '../../../domain/check'
import { addDays, dayInJapan } from '../../../domain/days'
import type { Declaration } from '../../../domain/declaration/declaration'
import { PATHS, WithdrawalsResponse } from '../../../api/wire'
import * as v from 'valibot'
import { declarationEvidence } from '../../support/cardless'
import { DAY_MS, FACILITY } from '../../support/gateway'
import { openEvidenceWorld, type EvidenceWorld } from './world'

let world: EvidenceWorld
beforeAll(async () => {
  world = await openEvidenceWorld(['valid-30'])
})
afterAll(() => world.gateway.end())

function verdictOf(change: Partial<Declaration> = {}, statement: Partial<CheckStatement> = {}) {
  return world.verdictOf(declarationEvidence(world.clock.now(), change), statement)
}

async function closeAt(ids: string[]): Promise<string[]> {
  const reply = await world.device.request('POST', PATHS.withdrawals, { ids })
  const { results } = v.parse(WithdrawalsResponse, await reply.json())
  return results.map(({ outcome }) => outcome)
}

async function save() {
  return world.device.createUnsigned(declarationEvidence(world.clock.now()))
}

describe('申立書 (R55)', () => {
  it('is accepted and kept, and nobody is asked with it, however long it waits', async () => {
    const check = await save()
    expect(await world.device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
    for (let days = 0; days < 3; days += 1) {
      expect(await world.answerOf(check.id)).toBeNull()
      world.pass(DAY_MS)
    }
    const asked = await world.gateway.sandbox.askedCounts()
    expect(asked.get(check.id)).toBeUndefined()
    expect(await world.gateway.store.work.nextDueAt()).toBeNull()
    expect(world.gateway.log.some((line) => line.event === 'worker')).toBe(false)
  })

  it('is destroyed when its claim work is done, and the same bytes again change nothing', async () => {
    const check = await save()
    await world.device.sendChecks([check])
    expect(await closeAt([check.id])).toEqual(['withdrawn'])
    expect(await closeAt([check.id])).toEqual(['withdrawn'])
    expect(await world.device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
    expect(await world.answerOf(check.id)).toBeNull()
  })

  it('is destroyed as it comes when its end came before it', async () => {
    const check = await save()
    expect(await closeAt([check.id])).toEqual(['unknown'])
    expect(await world.device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
    expect(await closeAt([check.id])).toEqual(['withdrawn'])
  })

  it('may be signed by somebody else, who is named', async () => {
    expect(await verdictOf({ relation: '長女' })).toBe('accepted')
  })

  it('may be brought along afterwards', async () => {
    const earlier = new Date(world.clock.now() - 3 * DAY_MS).toISOString()
    const signedOn = dayInJapan(earlier)
    expect(await verdictOf({ signedOn })).toBe('accepted')
    const tomorrow = addDays(dayInJapan(world.clock.now()), 1)
    expect(await verdictOf({ signedOn: tomorrow })).toBe('TZ-G57')
  })

  it('is judged by the device’s own day, though its clock runs ahead', async () => {
    const ahead = world.clock.now() + DAY_MS
    const statement = { capturedAt: new Date(ahead).toISOString() }
    expect(await verdictOf({ signedOn: dayInJapan(ahead) }, statement)).toBe('accepted')
  })

  it.each<[string, Partial<Declaration>]>([
    ['社保 without a place of work', { workplace: null }],
    ['an insurer left out where the kind is known', { insurerName: null }],
    ['a place of work of 後期', { insuranceKind: 'latterStage', share: 10 }],
    ['a 国保組合 that is no 国保', { nationalUnion: true }],
    ['a signature too short to be one', { signature: [[[1, 1]]] }],
    ['somebody born tomorrow', { birthdate: '2030-01-01' }],
    ['no share where the age leaves it open', { birthdate: '1952-01-01', share: null }],
  ])('is refused with %s', async (_, change) => {
    expect(await verdictOf(change)).toBe('TZ-G57')
  })

  it.each<[string, object]>([
    ['a 個人番号 in an address', { address: '1234-5678-9018' }],
    ['a stroke outside the box', { signature: [[[1_001, 10]]] }],
    ['a telephone number that is none', { phone: '123' }],
    [
      'more points than a hand makes',
      { signature: Array.from({ length: 5 }, () => Array.from({ length: 900 }, () => [1, 1])) },
    ],
    ['a field of its own', { income: '0' }],
  ])('does not fit with %s', async (_, change) => {
    expect(await verdictOf(change as Partial<Declaration>)).toBe('TZ-G08')
  })

  it.each<[string, object]>([
    ['is not complete', { workplace: null }],
    ['does not fit', { address: '1234-5678-9018' }],
  ])('leaves nothing at the gateway when it %s', async (_, change) => {
    const evidence = declarationEvidence(world.clock.now(), change)
    const check = await world.device.createUnsigned(evidence)
    const kept = vi.spyOn(world.gateway.store.checks, 'record')
    expect(await world.device.sendChecks([check])).toMatchObject([{ outcome: 'rejected' }])
    expect(kept.mock.calls.flatMap(([, records]) => records)).toMatchObject([
      { id: check.id, verdict: 'rejected' },
    ])
    expect(JSON.stringify(kept.mock.calls)).not.toContain(check.ciphertext)
    kept.mockRestore()
  })

  it.each(['treatmentRoom', 'healthCheckup', 'midwifery'] as const)(
    'is not for a %s (R54)',
    async (setting) => {
      expect(await verdictOf({}, { setting, channel: 'eligibilityOnly' })).toBe('TZ-G51')
    },
  )

  it('is destroyed after its last day where no tablet ever says that its work is done', async () => {
    const own = await openEvidenceWorld(['valid-30'])
    const check = await own.device.createUnsigned(declarationEvidence(own.clock.now()))
    await own.device.sendChecks([check])
    const destroyed = vi.spyOn(own.gateway.store.withdrawals, 'destroyDeclarations')
    own.pass(Date.parse('2027-01-11T00:00:00+09:00') - own.clock.now())
    own.gateway.worker.start()
    await expect.poll(() => destroyed.mock.calls.length).toBeGreaterThan(0)
    await own.gateway.worker.stop()
    expect(destroyed.mock.calls[0]?.[0]).toBe(Date.parse('2026-12-01T00:00:00+09:00'))
    const row = await own.gateway.store.checks.verdicts(FACILITY.id, [check.id])
    expect(row.get(check.id)?.verdict).toBe('accepted')
    expect(await own.gateway.store.withdrawals.destroyDeclarations(own.clock.now(), 0)).toBe(0)
    await own.gateway.end()
  })
})
