/** What every store of the roster must do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuditStore } from '../../../server/store/repositories/audit'
import { createRosterStore } from '../../../server/store/repositories/roster'
import { createTagStore } from '../../../server/store/repositories/tags'
import type { RosterStore } from '../../../server/store/roster-store'
import type { Database } from '../../../server/store/sql'
import { COLUMNS } from '../../support/columns'
import { NUMBERS, patientOf, visitOf } from './sample-roster'

const DAY = '2026-11-24'

export function describeRosterStore(name: string, open: () => Database | Promise<Database>): void {
  describe(`the roster (${name})`, () => {
    let database: Database
    let roster: RosterStore
    beforeEach(async () => {
      database = await open()
      for (const id of ['f1', 'f2']) {
        await database.run("INSERT INTO facilities (id, name, staff) VALUES (?, 'n', 's')", [id])
      }
      roster = createRosterStore(database, COLUMNS)
    })
    afterEach(() => database.close())

    const put = (...patients: ReturnType<typeof patientOf>[]) =>
      roster.change('f1', async (rows) => {
        for (const patient of patients) await rows.put(patient, 1)
      })

    it('gives back a patient as they were kept, by the facility’s own number', async () => {
      const patient = patientOf({
        former: [{ ...NUMBERS, number: '9' }],
        authorityName: { name: '見本　一●', nameKana: null, asOf: DAY },
        undecided: { why: 'severalPatients', on: DAY },
      })
      await put(patient)
      expect(await roster.of('f1').get('00209')).toEqual(patient)
      expect(await roster.of('f1').get('209')).toBeUndefined()
    })

    it('keeps the later of two', async () => {
      await put(patientOf())
      await put(patientOf({ name: '見本 二郎' }))
      expect((await roster.of('f1').get('00209'))?.name).toBe('見本 二郎')
      expect((await roster.page('f1', null, 10)).patients).toHaveLength(1)
    })

    it('finds by birth date those who were born on it, also after it was corrected', async () => {
      const twin = patientOf({ patientId: '00210', nameKana: 'ミホン ジロウ' })
      await put(patientOf(), twin, patientOf({ patientId: '3', birthdate: '1950-04-02' }))
      const born = await roster.of('f1').bornOn('1950-04-01')
      expect(born.map(({ patientId }) => patientId).sort()).toEqual(['00209', '00210'])
      await put({ ...twin, birthdate: '1950-04-03' })
      expect(await roster.of('f1').bornOn('1950-04-01')).toHaveLength(1)
      expect(await roster.of('f1').bornOn('1950-04-03')).toHaveLength(1)
    })

    it('shows a facility nothing of another’s, though the numbers are the same', async () => {
      await put(patientOf())
      await roster.change('f1', (rows) => rows.putVisits(DAY, [visitOf()]))
      await roster.change('f2', (rows) => rows.put(patientOf({ name: '別 人' }), 1))
      expect((await roster.of('f1').get('00209'))?.name).toBe('見本 一郎')
      expect(await roster.of('f2').visitsOn(DAY)).toEqual([])
      expect(await roster.of('f2').lastVisitBefore('00209', '2027-01-01')).toBeNull()
      expect((await roster.of('f2').bornOn('1950-04-01')).map(({ name: own }) => own)).toEqual([
        '別 人',
      ])
      expect(await roster.remove('f2', '00209')).toBe(true)
      expect(await roster.of('f1').get('00209')).toBeDefined()
      expect(await roster.of('f1').visitsOn(DAY)).toHaveLength(1)
    })

    it('gives every patient once, page by page', async () => {
      const ids = Array.from({ length: 25 }, (_, index) => `p${index}`)
      await put(...ids.map((patientId) => patientOf({ patientId })))
      const found: string[] = []
      let after: string | null = null
      do {
        const page = await roster.page('f1', after, 10)
        found.push(...page.patients.map(({ patientId }) => patientId))
        after = page.next
      } while (after !== null)
      expect(found.sort()).toEqual(ids.sort())
    })

    it('orders a day’s visits by their place in the round, then by time', async () => {
      await put(patientOf(), patientOf({ patientId: '2' }), patientOf({ patientId: '3' }))
      await roster.change('f1', (rows) =>
        rows.putVisits(DAY, [
          visitOf({ id: 'a', time: '08:00' }),
          visitOf({ id: 'b', patientId: '2', time: '15:00', order: 2 }),
          visitOf({ id: 'c', patientId: '3', time: '16:00', order: 1 }),
          visitOf({ id: 'd', patientId: '3', time: '07:00' }),
        ]),
      )
      const visits = await roster.of('f1').visitsOn(DAY)
      expect(visits.map(({ id }) => id)).toEqual(['c', 'b', 'd', 'a'])
      expect(visits[3]).toEqual(visitOf({ id: 'a', time: '08:00' }))
    })

    it('replaces a day’s list as a whole and leaves other days alone', async () => {
      await put(patientOf())
      await roster.change('f1', async (rows) => {
        await rows.putVisits(DAY, [visitOf(), visitOf({ id: 'visit-2', time: '14:00' })])
        await rows.putVisits('2026-11-25', [visitOf()])
      })
      await roster.change('f1', (rows) => rows.putVisits(DAY, [visitOf({ id: 'visit-3' })]))
      expect((await roster.of('f1').visitsOn(DAY)).map(({ id }) => id)).toEqual(['visit-3'])
      expect(await roster.of('f1').visitsOn('2026-11-25')).toHaveLength(1)
      expect(await roster.of('f1').lastVisitBefore('00209', '2026-11-25')).toBe(DAY)
      expect(await roster.of('f1').lastVisitBefore('00209', DAY)).toBeNull()
    })

    it('takes no visit of somebody who is not on the roster', async () => {
      await expect(
        roster.change('f1', (rows) => rows.putVisits(DAY, [visitOf({ patientId: 'nobody' })])),
      ).rejects.toThrow()
      expect(await roster.of('f1').visitsOn(DAY)).toEqual([])
    })

    it('keeps nothing of a change that fails', async () => {
      await expect(
        roster.change('f1', async (rows) => {
          await rows.put(patientOf(), 1)
          throw new Error('stop')
        }),
      ).rejects.toThrow('stop')
      expect(await roster.of('f1').get('00209')).toBeUndefined()
    })

    it('lets two changes that read before they write come one after the other', async () => {
      const add = (number: string) =>
        roster.change('f1', async (rows) => {
          const before = await rows.get('00209')
          const former = [...(before?.former ?? []), { ...NUMBERS, number }]
          await rows.put(patientOf({ former }), 1)
        })
      await Promise.all(['1', '2', '3', '4', '5'].map(add))
      const numbers = (await roster.of('f1').get('00209'))?.former.map(({ number }) => number)
      expect(numbers?.sort()).toEqual(['1', '2', '3', '4', '5'])
    })

    it('erases a patient with their visits, and visits that are long past', async () => {
      await put(patientOf(), patientOf({ patientId: '2' }))
      await roster.change('f1', async (rows) => {
        await rows.putVisits('2025-11-23', [visitOf({ patientId: '2' })])
        await rows.putVisits(DAY, [visitOf(), visitOf({ id: 'v2', patientId: '2' })])
      })
      expect(await roster.remove('f1', '00209')).toBe(true)
      expect(await roster.remove('f1', '00209')).toBe(false)
      expect((await roster.of('f1').visitsOn(DAY)).map(({ id }) => id)).toEqual(['v2'])
      expect(await roster.forgetVisits('2025-11-24')).toBe(1)
      expect(await roster.of('f1').visitsOn('2025-11-23')).toEqual([])
      expect(await roster.of('f1').visitsOn(DAY)).toHaveLength(1)
    })

    it('erases a patient for good, though a change has just read them', async () => {
      await put(patientOf())
      let erased: Promise<boolean> | undefined
      await roster.change('f1', async (rows) => {
        const patient = await rows.get('00209')
        erased ??= roster.remove('f1', '00209')
        // Whoever erases without waiting has done it by then.
        await Promise.race([erased, new Promise((resolve) => setTimeout(resolve, 200))])
        if (patient) await rows.put(patient, 2)
      })
      expect(await erased).toBe(true)
      expect(await roster.of('f1').get('00209')).toBeUndefined()
    })

    it('erases the tags of a patient with the patient, and writes it into the audit', async () => {
      const tags = createTagStore(database, COLUMNS)
      const tag = { kind: 'visit' as const, writtenAt: 1, retiredAt: null }
      await tags.keep('f1', [
        { ...tag, id: 't1', patientId: '00209' },
        { ...tag, id: 't2', patientId: '00209', retiredAt: 2 },
        { ...tag, id: 't3', patientId: '2' },
      ])
      await tags.keep('f2', [{ ...tag, id: 't1', patientId: '00209' }])
      await put(patientOf(), patientOf({ patientId: '2' }))
      const note = { at: 1, who: { kind: 'commandLine' as const }, act: 'patientErased' as const }
      expect(await roster.remove('f2', '2', note)).toBe(false)
      expect(await roster.remove('f1', '00209', note)).toBe(true)
      const left = await database.all('SELECT facility_id, id FROM visit_tags ORDER BY id')
      expect(left.map((row) => `${String(row.facility_id)} ${String(row.id)}`)).toEqual([
        'f2 t1',
        'f1 t3',
      ])
      const audit = createAuditStore(database, COLUMNS)
      expect((await audit.list('f1', null, 9)).map(({ act }) => act)).toEqual(['patientErased'])
      expect(await audit.list('f2', null, 9)).toEqual([])
    })

    it('holds no name, number, birth date or note in the clear', async () => {
      await put(patientOf())
      await roster.change('f1', (rows) =>
        rows.putVisits(DAY, [visitOf({ note: '玄関の鍵は植木鉢の下' })]),
      )
      const rows = [
        ...(await database.all('SELECT * FROM roster_patients')),
        ...(await database.all('SELECT * FROM roster_visits')),
      ]
      expect(rows).toHaveLength(2)
      expect(JSON.stringify(rows)).not.toMatch(/見本|ミホン|00209|1950|7890|501|植木鉢|09:30/)
    })

    it('gives no patient for a row that was moved to another facility', async () => {
      await put(patientOf())
      await database.run("UPDATE roster_patients SET facility_id = 'f2'")
      await expect(roster.page('f2', null, 10)).rejects.toThrow()
    })
  })
}
