/** Each start puts every facility of the configuration, and there may be ten thousand. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFacilityStore } from '../../../server/store/repositories/facilities'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import type { Database } from '../../../server/store/sql'
import { openSqlite } from '../../../server/store/sqlite/connection'
import type { FacilityStore } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'
import { counting } from './counting'

const COUNT = 45
const facilityOf = (at: number) => ({
  id: `f${at}`,
  name: `施設${at}`,
  staff: [
    { id: 's1', name: `看護　花子${at}` },
    { id: 's2', name: `看護　太郎${at}` },
  ],
  officialWeb: at % 2 === 0 ? 'https://zaitaku-uketsuke.example/kunren/1399999999' : null,
})
const FACILITIES = Array.from({ length: COUNT }, (_, at) => facilityOf(at))

describe('the facilities of a second start', () => {
  let database: Database
  let asked: () => number
  let facilities: FacilityStore
  beforeEach(async () => {
    const counted = counting(openSqlite(':memory:', sqliteMigrations(COLUMNS)))
    database = counted.database
    asked = counted.asked
    facilities = createFacilityStore(database, COLUMNS)
    await facilities.putAll(FACILITIES)
  })
  afterEach(() => database.close())

  async function rows() {
    return new Map(
      (await database.all('SELECT * FROM facilities')).map((row) => [String(row.id), row]),
    )
  }

  it('are read twenty at a time and not written where they are as they were', async () => {
    const before = await rows()
    const from = asked()
    await facilities.putAll(FACILITIES)
    expect(asked() - from).toBe(Math.ceil(COUNT / 20))
    // A sealed column differs each time that it is written.
    expect(await rows()).toEqual(before)
  })

  it.each([
    ['name', { name: '新しい名' }],
    ['list of staff', { staff: [{ id: 's3', name: '後から' }] }],
    ['address', { officialWeb: 'https://zaitaku-uketsuke.example/kunren/1300000000' }],
  ])('are written where their %s has changed, and no other with them', async (_, change) => {
    const before = await rows()
    await facilities.putAll(
      FACILITIES.map((one) => (one.id === 'f7' ? { ...one, ...change } : one)),
    )
    const after = await rows()
    expect(
      [...after.keys()].filter((id) => after.get(id)?.staff !== before.get(id)?.staff),
    ).toEqual(['f7'])
    const { name, officialWeb } = { ...facilityOf(7), ...change }
    expect(after.get('f7')).toMatchObject({ name, official_web: officialWeb })
    // People are changed elsewhere by now.
    expect((await facilities.get('f7'))?.staff).toEqual(facilityOf(7).staff)
  })

  it('are written anew where what was kept cannot be opened', async () => {
    await database.run("UPDATE facilities SET staff = 'c1.broken' WHERE id = 'f7'")
    await facilities.putAll(FACILITIES)
    const staff = String((await rows()).get('f7')?.staff)
    const place = { table: 'facilities', facilityId: 'f7', row: '' }
    expect(JSON.parse(COLUMNS.open(place, staff))).toEqual(facilityOf(7).staff)
  })
})
