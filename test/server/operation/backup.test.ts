import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openSandboxFile } from '../../../server/authority/sandbox/sandbox-file'
import { createGatewayKeys, type GatewayKeys } from '../../../server/keys/gateway-keys'
import { backUp, type BackupOptions } from '../../../server/operation/backup/backup'
import { readManifest } from '../../../server/operation/backup/manifest'
import { restore } from '../../../server/operation/backup/restore'
import { StartError } from '../../../server/start-error'
import { openPostgresStore, openSqliteStore } from '../../../server/store/open'
import type { Store } from '../../../server/store/store'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../../support/gateway'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'

const folder = mkdtempSync(join(tmpdir(), 'tazune-backup-'))
const newFolder = () => mkdtempSync(join(folder, 'at-'))
let server: PostgresServer
let keys: GatewayKeys

beforeAll(async () => {
  server = await startPostgres()
  keys = await createGatewayKeys()
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

interface Place {
  database: BackupOptions['database']
  open: (at?: string | null) => Promise<Store>
}

const KINDS: [string, () => Promise<Place>][] = [
  [
    'SQLite',
    () => {
      const path = join(newFolder(), 'gateway.sqlite')
      const open = (at: string | null = path) =>
        Promise.resolve(openSqliteStore(at ?? path, keys.columns))
      return Promise.resolve({ database: { kind: 'sqlite', path }, open })
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const url = await server.newDatabase()
      const open = () => openPostgresStore(url, keys.columns)
      return { database: { kind: 'postgres', url }, open }
    },
  ],
]

async function backUpAt(place: Place): Promise<string> {
  const to = join(newFolder(), 'backup')
  await backUp({ folder: to, database: place.database, mode: 'training', keys })
  return to
}

function restoreTo(place: Place, from: string, given: Partial<Parameters<typeof restore>[0]> = {}) {
  return restore({ folder: from, ...place, mode: 'training', keys, ...given })
}

describe.each(KINDS)('a backup on %s', (_, newPlace) => {
  let gateway: TestGateway | undefined
  afterEach(async () => {
    await gateway?.end()
    gateway = undefined
  })

  async function serve(place: Place, sandbox: string): Promise<TestGateway> {
    const paths = { store: '', sandbox }
    const store = await place.open()
    gateway = await createTestGateway({ people: ONE_PERSON, store, keys, paths })
    return gateway
  }

  async function send(served: TestGateway, device: DeviceClient): Promise<string> {
    const check = await device.createCheck({ card: served.card('valid-30') })
    expect(await device.sendChecks([check])).toMatchObject([{ outcome: 'accepted' }])
    return check.id
  }

  it('made while it serves is restored, and a tablet’s answers go on above all it has seen', async () => {
    const place = await newPlace()
    const sandbox = join(newFolder(), 'sandbox.sqlite')
    const before = await serve(place, sandbox)
    const reach: typeof fetch = (...of) => (gateway ?? before).fetch(...of)
    const device = await activateDevice(await before.newCode(), { fetch: reach })
    const unused = await before.newCode()
    const answered = await send(before, device)
    await before.worker.runDue()
    const waiting = await send(before, device)
    const from = await backUpAt(place)
    // All of this is lost with the disk; only the tablet, and the authority, know of it.
    await before.worker.runDue()
    for (let round = 0; round < 3; round++) await send(before, device)
    await before.worker.runDue()
    const { next: seen } = await device.fetchAnswers(0)
    expect(seen).toBe(5)
    await before.end()

    const empty = await newPlace()
    const manifest = await restoreTo(empty, from)
    expect(manifest.tables).toMatchObject({ checks: 2, answers: 1, devices: 1, facilities: 1 })
    const after = await serve(empty, sandbox)
    await after.worker.runDue()
    const again = await send(after, device)
    await after.worker.runDue()
    const late = await device.fetchAnswers(seen)
    expect(late.answers.map(({ id }) => id)).toEqual([waiting, again])
    const all = await device.fetchAnswers(0)
    expect(all.answers.map(({ id }) => id)).toEqual([answered, waiting, again])
    for (const answer of all.answers) {
      expect(await device.openAnswer(answer)).toMatchObject({ validity: 'valid' })
    }
    await expect(activateDevice(unused, { fetch: after.fetch })).rejects.toThrow(/refused/)
    await after.end()
    const file = openSandboxFile(sandbox)
    expect((await file.askedCounts()).get(waiting)).toBe(1)
    await file.close()
    gateway = undefined
  })

  it('is restored twice, each time above what the time before had given', async () => {
    const place = await newPlace()
    const sandbox = join(newFolder(), 'sandbox.sqlite')
    const first = await serve(place, sandbox)
    const reach: typeof fetch = (...of) => (gateway ?? first).fetch(...of)
    const device = await activateDevice(await first.newCode(), { fetch: reach })
    const from = await backUpAt(place)
    await first.end()
    let seen = 0
    for (const now of [1_800_000_000_000, 1_800_000_009_000]) {
      const empty = await newPlace()
      await restoreTo(empty, from, { now: () => now })
      const served = await serve(empty, sandbox)
      const id = await send(served, device)
      await served.worker.runDue()
      const { answers, next } = await device.fetchAnswers(seen)
      expect(answers.map((answer) => answer.id)).toEqual([id])
      expect(next).toBe(now / 1_000 + 1)
      seen = next
      await served.end()
      gateway = undefined
    }
  })

  it('is restored into an empty place only, with its own keys, mode and bytes', async () => {
    const place = await newPlace()
    const store = await place.open()
    await store.facilities.put({ id: 'f', name: '施設', staff: [] })
    const from = await backUpAt(place)
    await expect(restoreTo(place, from)).rejects.toThrow(StartError)
    await store.close()
    const empty = await newPlace()
    const others = await createGatewayKeys()
    await expect(restoreTo(empty, from, { keys: others })).rejects.toThrow(/keys\.json/)
    await expect(restoreTo(empty, from, { mode: 'production' })).rejects.toThrow(/training/)
    const [, elsewhere] = KINDS.find(([kind]) => kind !== _) ?? []
    if (!elsewhere) throw new Error('one kind only')
    await expect(restoreTo(await elsewhere(), from)).rejects.toThrow(/This is a backup of/)
    const damaged = newFolder()
    cpSync(from, damaged, { recursive: true })
    const { kind } = readManifest(damaged)
    appendFileSync(join(damaged, kind === 'sqlite' ? 'gateway.sqlite' : 'gateway.dump'), 'x')
    await expect(restoreTo(empty, damaged)).rejects.toThrow(/damaged/)
    const miscounted = newFolder()
    cpSync(from, miscounted, { recursive: true })
    const text = readFileSync(join(miscounted, 'manifest.json'), 'utf8')
    writeFileSync(
      join(miscounted, 'manifest.json'),
      text.replace('"facilities": 1', '"facilities": 2'),
    )
    const wrong = await newPlace()
    await expect(restoreTo(wrong, miscounted)).rejects.toThrow(/does not hold/)
    await restoreTo(empty, from)
    const restored = await empty.open()
    expect(await restored.facilities.get('f')).toMatchObject({ name: '施設' })
    await restored.close()
  })

  it('goes into an empty folder, for its owner only, without the keys', async () => {
    const place = await newPlace()
    const store = await place.open()
    const from = await backUpAt(place)
    expect(statSync(from).mode & 0o777).toBe(0o700)
    expect(existsSync(join(from, 'keys.json'))).toBe(false)
    await expect(
      backUp({ folder: from, database: place.database, mode: 'training', keys }),
    ).rejects.toThrow(/not empty/)
    await store.close()
  })
})

describe('a restore on SQLite that ends before its end', () => {
  it('leaves the data folder as empty as it was, and is begun anew', async () => {
    const [, newPlace] = KINDS[0] ?? []
    if (!newPlace) throw new Error('no kind')
    const place = await newPlace()
    await (await place.open()).close()
    const from = await backUpAt(place)
    const empty = await newPlace()
    if (empty.database.kind !== 'sqlite') throw new Error('another kind')
    const { path } = empty.database
    const failing = async (at?: string | null) => {
      // Whoever starts a gateway now finds no database, rather than one that goes on where the tablets were long ago.
      expect(existsSync(path)).toBe(false)
      const store = await empty.open(at)
      const beginAnew = () => Promise.reject(new Error('no room'))
      return { ...store, operation: { ...store.operation, beginAnew } }
    }
    await expect(restoreTo(empty, from, { open: failing })).rejects.toThrow('no room')
    expect(readdirSync(dirname(path))).toEqual([])
    // As a process that was killed leaves it.
    writeFileSync(`${path}.restoring`, 'half')
    await restoreTo(empty, from)
    expect(readdirSync(dirname(path))).toEqual(['gateway.sqlite'])
  })
})

describe('a folder that holds no backup', () => {
  it('is not restored', async () => {
    const [, newPlace] = KINDS[0] ?? []
    if (!newPlace) throw new Error('no kind')
    const place = await newPlace()
    await expect(restoreTo(place, newFolder())).rejects.toThrow(/no backup/)
    const broken = newFolder()
    writeFileSync(join(broken, 'manifest.json'), '{')
    await expect(restoreTo(place, broken)).rejects.toThrow(/cannot be read/)
    const nothing = {
      folder: newFolder(),
      database: place.database,
      mode: 'training',
      keys,
    } as const
    await expect(backUp(nothing)).rejects.toThrow(/nothing to back up/)
  })
})
