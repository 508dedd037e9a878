import { beforeEach, describe, expect, it } from 'vitest'
import type { Exchange, ExchangeJournal } from '../../../../server/authority/oqs/journal'

export function exchange(particulars: Partial<Exchange> = {}): Exchange {
  const requestId = particulars.requestId ?? 'check-1'
  return {
    facilityId: 'facility-1',
    requestId,
    kind: 'siquc01',
    step: 'single',
    attempt: 0,
    fileName: `OQSsiquc01req_${requestId}`,
    workFile: `OQSsiquc01req_${requestId}.part`,
    institutionCode: '1319999999',
    fileIdentifier: 'abc',
    openedAt: 1_000,
    submittedAt: null,
    receptionNumber: null,
    state: 'intent',
    nextAt: null,
    result: null,
    ...particulars,
  }
}

/** What every journal of exchanges keeps to. */
export function describeJournal(name: string, open: () => Promise<ExchangeJournal>): void {
  describe(`the journal of exchanges in ${name}`, () => {
    let journal: ExchangeJournal

    beforeEach(async () => {
      journal = await open()
    })

    it('opens an exchange once and gives it back whole', async () => {
      expect(await journal.open(exchange())).toBe(true)
      expect(await journal.open(exchange({ fileName: 'OQSsiquc01req_other' }))).toBe(false)
      expect(await journal.get('facility-1', 'check-1')).toEqual(exchange())
    })

    it('keeps the facilities apart, whatever they call their exchanges', async () => {
      await journal.open(exchange())
      expect(await journal.open(exchange({ facilityId: 'facility-2', openedAt: 5 }))).toBe(true)
      expect(await journal.get('facility-2', 'check-1')).toMatchObject({ openedAt: 5 })
      const was = exchange()
      await journal.change('facility-2', 'check-1', was, { state: 'done', result: 'x' })
      expect(await journal.get('facility-1', 'check-1')).toEqual(exchange())
      expect(await journal.due('facility-2', 9_999, 10)).toEqual([])
      expect(await journal.eraseResults('facility-1', 9_999)).toBe(0)
    })

    it('finds an exchange by the file of its present step alone', async () => {
      const first = exchange({ kind: 'muquc', step: 'upload' })
      await journal.open(first)
      const next = { step: 'download', fileName: 'OQSmuquc02req_1', attempt: 1 } as const
      expect(await journal.change('facility-1', 'check-1', first, next)).toBe(true)
      expect(await journal.byFile('facility-1', first.fileName)).toBeUndefined()
      expect(await journal.byFile('facility-1', 'OQSmuquc02req_1')).toEqual({ ...first, ...next })
      expect(await journal.byFile('facility-2', 'OQSmuquc02req_1')).toBeUndefined()
    })

    it('changes nothing that somebody else has changed in between', async () => {
      const before = exchange()
      await journal.open(before)
      const changes = await Promise.all(
        ['one', 'other'].map((result) =>
          journal.change('facility-1', 'check-1', before, { state: 'done', result }),
        ),
      )
      expect(changes.filter(Boolean)).toHaveLength(1)
      expect(await journal.change('facility-1', 'nobody', before, { state: 'done' })).toBe(false)
    })

    it('names what is due: intents, and downloads whose time has come, the oldest first', async () => {
      const processing = { kind: 'muquc', step: 'upload', state: 'processing' } as const
      await journal.open(exchange({ requestId: 'c', openedAt: 3 }))
      await journal.open(exchange({ requestId: 'a', openedAt: 1, ...processing, nextAt: 100 }))
      await journal.open(exchange({ requestId: 'b', openedAt: 2, ...processing, nextAt: 101 }))
      await journal.open(exchange({ requestId: 'd', openedAt: 0, ...processing, nextAt: null }))
      await journal.open(exchange({ requestId: 'e', openedAt: 0, state: 'submitted' }))
      const ids = async (now: number, limit: number) =>
        (await journal.due('facility-1', now, limit)).map(({ requestId }) => requestId)
      expect(await ids(100, 10)).toEqual(['a', 'c'])
      expect(await ids(101, 10)).toEqual(['a', 'b', 'c'])
      expect(await ids(101, 2)).toEqual(['a', 'b'])
      expect(await ids(0, 10)).toEqual(['c'])
    })

    it('erases results and not that it was asked, but forgets lists whole', async () => {
      await journal.open(exchange({ requestId: 'a', openedAt: 1, state: 'done', result: '氏名' }))
      await journal.open(exchange({ requestId: 'b', openedAt: 2, state: 'done', result: '氏名' }))
      await journal.open(exchange({ requestId: 'consented:muhvq:x', openedAt: 1 }))
      await journal.open(exchange({ requestId: 'consented:muhvq:y', openedAt: 2 }))
      expect(await journal.eraseResults('facility-1', 2)).toBe(2)
      expect(await journal.get('facility-1', 'consented:muhvq:x')).toBeUndefined()
      expect(await journal.get('facility-1', 'consented:muhvq:y')).toBeDefined()
      expect(await journal.get('facility-1', 'a')).toMatchObject({ state: 'done', result: null })
      expect(await journal.get('facility-1', 'b')).toMatchObject({ result: '氏名' })
    })
  })
}
