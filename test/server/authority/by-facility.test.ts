import { describe, expect, it } from 'vitest'
import type { Authority, EligibilityQuery } from '../../../server/authority/authority'
import { dispatchByFacility } from '../../../server/authority/by-facility'

function named(name: string, heard: string[]): Authority {
  const note = (act: string) => heard.push(`${name} ${act}`)
  return {
    ask: (id) => (note(`ask ${id}`), Promise.resolve({ kind: 'pending' })),
    find: (id) => (note(`find ${id}`), Promise.resolve({ kind: 'neverAsked' })),
    findAcceptance: ({ patientId }) => (note(`accepted ${patientId}`), Promise.resolve(null)),
    fetchMedical: ({ checkId }) => (
      note(`medical ${checkId}`),
      Promise.resolve({ kind: 'refused' })
    ),
    withdrawConsent: ({ withdrawalId }) => (
      note(`withdraw ${withdrawalId}`),
      Promise.resolve({ kind: 'told' })
    ),
  }
}

function aboutOf(facilityId: string): EligibilityQuery {
  return {
    subject: { kind: 'patient', patientId: 'p' },
    ...{ facilityId, asOf: '2026-11-22' },
    channel: 'homeConsent',
    setting: 'homeNursing',
    consent: null,
  }
}

function open() {
  const heard: string[] = []
  const all = new Map(['f1', 'f2'].map((id) => [id, named(id, heard)]))
  return { heard, authority: dispatchByFacility((id) => all.get(id)) }
}

describe('the authority of several facilities', () => {
  it('asks, finds, looks, fetches and tells at the facility that it is about, and at no other', async () => {
    const { heard, authority } = open()
    for (const facilityId of ['f2', 'f1']) {
      await authority.ask('c', aboutOf(facilityId))
      await authority.find('c', facilityId)
      await authority.findAcceptance({ facilityId, patientId: 'p', since: '2026-11-22' })
      await authority.fetchMedical({ facilityId, checkId: 'c', items: [] })
      await authority.withdrawConsent({ withdrawalId: 'w', facilityId, checkId: 'c', items: [] })
    }
    const acts = ['ask c', 'find c', 'accepted p', 'medical c', 'withdraw w']
    expect(heard).toEqual([...acts.map((act) => `f2 ${act}`), ...acts.map((act) => `f1 ${act}`)])
  })

  it('concludes nothing about a facility that it does not have', async () => {
    const { heard, authority } = open()
    await expect(authority.find('c', 'f3')).rejects.toThrow(/no authority/)
    await expect(authority.ask('c', aboutOf('f3'))).rejects.toThrow(/no authority/)
    expect(heard).toEqual([])
  })
})
