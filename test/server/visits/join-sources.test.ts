import { describe, expect, it } from 'vitest'
import type { Visit } from '../../../domain/visit'
import { joinSources } from '../../../server/visits/join-sources'

const sourceOf = (...times: string[]) => ({
  visitsOn: (facilityId: string, day: string) =>
    Promise.resolve(
      times.map((time) => ({ id: facilityId, scheduledAt: `${day}T${time}Z` }) as Visit),
    ),
})

describe('visits of two sources', () => {
  it('are one list of the facility and the day, in the order of their times', async () => {
    const joined = joinSources(sourceOf('01:00', '05:00'), sourceOf('03:00'))
    const visits = await joined.visitsOn('f1', '2026-11-24')
    expect(visits.map(({ id, scheduledAt }) => `${id} ${scheduledAt}`)).toEqual([
      'f1 2026-11-24T01:00Z',
      'f1 2026-11-24T03:00Z',
      'f1 2026-11-24T05:00Z',
    ])
  })
})
