import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../server/cli/open-store'
import {
  createGatewayKeys,
  openGatewayKeys,
  rotateSealKey,
} from '../../../server/keys/gateway-keys'
import { StartError } from '../../../server/start-error'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'

const folder = mkdtempSync(join(tmpdir(), 'tazune-keys-of-'))
let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const newFolder = () => mkdtempSync(join(folder, 'data-'))

const PLACES = [
  ['SQLite', () => Promise.resolve(null), /\(columns, patients, seal\)/],
  ['PostgreSQL', () => server.newDatabase(), /\(columns, patients, seal, token\)/],
] as const

describe.each(PLACES)('the keys of a database on %s', (_, newDatabase, uses) => {
  async function newPlace() {
    return { data: newFolder(), databaseUrl: await newDatabase() }
  }

  it('are those of the gateway that began it', async () => {
    const place = await newPlace()
    const keys = await openGatewayKeys(place.data)
    await (await openStore(place, keys)).close()
    await (await openStore(place, await openGatewayKeys(place.data))).close()
    const others = await createGatewayKeys()
    await expect(openStore(place, others)).rejects.toThrow(StartError)
    await expect(openStore(place, others)).rejects.toThrow(uses)
  })

  it('may be more later, and then each gateway needs the new one too', async () => {
    const place = await newPlace()
    const before = await openGatewayKeys(place.data)
    await (await openStore(place, before)).close()
    await (await openStore(place, await rotateSealKey(place.data))).close()
    await expect(openStore(place, before)).rejects.toThrow(/\(seal\)/)
  })
})

describe('the keys of a PostgreSQL that two gateways begin at once', () => {
  it('are those of one; the other is refused', async () => {
    const databaseUrl = await server.newDatabase()
    const places = [newFolder(), newFolder()].map((data) => ({ data, databaseUrl }))
    const opened = await Promise.allSettled(
      places.map(async (place) => openStore(place, await openGatewayKeys(place.data))),
    )
    expect(opened.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    for (const each of opened) if (each.status === 'fulfilled') await each.value.close()
  })
})

describe('a database that is not there', () => {
  it('is said in a sentence without its address', async () => {
    const place = { data: newFolder(), databaseUrl: 'postgres://u:geheim@127.0.0.1:1/n' }
    const opened = openStore(place, await createGatewayKeys())
    await expect(opened).rejects.toThrow(
      'PostgreSQL at DATABASE_URL cannot be used (ECONNREFUSED).',
    )
  })
})
