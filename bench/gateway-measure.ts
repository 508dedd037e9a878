/** One gateway in this process, on one database filled for so many facilities: what it accepts, and what its parts alone would allow. */
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { envelopeAad } from '../api/envelope'
import { fromBase64Url, fromUtf8 } from '../api/bytes'
import { unseal } from '../api/seal'
import type { Envelope } from '../api/wire'
import { cardSigningInput } from '../domain/check'
import { isSignedByCard } from '../server/checks/card-signature'
import { isSignedBy } from '../server/checks/open-envelope'
import { createGatewayKeys } from '../server/keys/gateway-keys'
import { openPostgresStore, openSqliteStore } from '../server/store/open'
import { openPostgres } from '../server/store/postgres/connection'
import type { Database } from '../server/store/sql'
import { openSqlite } from '../server/store/sqlite/connection'
import type { Store } from '../server/store/store'
import { activateDevice, type DeviceClient } from '../test/support/device-client'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../test/support/gateway'
import { startPostgres, type PostgresServer } from '../test/support/postgres/server'
import { acceptedOf, deviceOf } from '../test/server/store/contract'
import { createActivationCode, hashActivationCode } from '../server/activation/code'
import { spreadOf, type Spread } from './figures'

export interface MeasurePlan {
  database: 'sqlite' | 'postgres'
  facilities: number
  checks: number
}

export interface Measured {
  /** Checks a second, of each block. */
  accepted: Spread
  limit: Spread
  ratio: Spread
  /** Of a request of ten checks, ms. */
  p50: number
  p95: number
  p99: number
  rssMb: number
}

/** Facilities whose tablets send during the measurement; the others are there. */
const MOST_SENDING = 50
/** A tablet sends one request after another (src/sync/courier), so there are as many tablets as requests in flight. */
const LEAST_TABLETS = 8
/** What each facility has from before. */
const EARLIER = 3
const BATCH = 10
/** Whom each facility looks after. A tablet's batch is of as many patients as checks. */
const PATIENTS = 200
const IN_FLIGHT = LEAST_TABLETS
const BLOCKS = 5

interface Prepared {
  device: DeviceClient
  checks: Envelope[]
}

export async function measureGateway(plan: MeasurePlan): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'tazune-bench-gateway-'))
  const server = plan.database === 'postgres' ? await startPostgres() : null
  const keys = await createGatewayKeys()
  const store = server
    ? await openPostgresStore(await server.newDatabase(), keys.columns)
    : openSqliteStore(join(folder, 'gateway.sqlite'), keys.columns)
  const peer = await openPeer(server, folder)
  const gateway = await createTestGateway({ store, keys, people: ONE_PERSON })
  try {
    const devices = await fill(gateway, plan.facilities)
    const perBlock = Math.floor(plan.checks / BLOCKS)
    const latencies: number[] = []
    const accepted: number[] = []
    const limit: number[] = []
    for (let block = 0; block < BLOCKS; block++) {
      const own = await prepare(gateway, devices, perBlock)
      const others = await prepare(gateway, devices, perBlock)
      accepted.push(await rate(own, (batch) => send(batch, latencies)))
      limit.push(await rate(others, (batch) => verifyAndInsert(batch, keys, gateway, peer)))
    }
    const sorted = latencies.toSorted((one, other) => one - other)
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
    return {
      accepted: spreadOf(accepted),
      limit: spreadOf(limit),
      ratio: spreadOf(accepted.map((each, index) => each / (limit[index] ?? Number.NaN))),
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      rssMb: process.memoryUsage.rss() / 1e6,
    }
  } finally {
    await gateway.end()
    await peer.close()
    await server?.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Facilities with a tablet and checks of earlier days; the first of them get one that sends. */
async function fill(gateway: TestGateway, facilities: number): Promise<DeviceClient[]> {
  const { store } = gateway
  const sending: DeviceClient[] = []
  const tablets = Math.ceil(LEAST_TABLETS / Math.min(facilities, MOST_SENDING))
  for (let at = 0; at < facilities; at++) {
    const id = `facility-${String(at + 1).padStart(5, '0')}`
    await store.facilities.put({ id, name: `施設${at + 1}`, staff: [] })
    if (at >= MOST_SENDING) await addEarlier(store, id)
    else for (let made = 0; made < tablets; made++) sending.push(await newTablet(gateway, id))
  }
  return sending
}

async function newTablet(gateway: TestGateway, facilityId: string): Promise<DeviceClient> {
  const code = await addCode(gateway.store, facilityId)
  return activateDevice(code, { fetch: gateway.fetch })
}

async function addCode(store: Store, facilityId: string): Promise<string> {
  const code = createActivationCode((length) => crypto.getRandomValues(new Uint8Array(length)))
  const createdAt = Date.now()
  const expiresAt = createdAt + 3_600_000
  await store.devices.addCode({ hash: hashActivationCode(code), facilityId, createdAt, expiresAt })
  return code
}

async function addEarlier(store: Store, facilityId: string): Promise<void> {
  const id = crypto.randomUUID()
  const hash = hashActivationCode(await addCode(store, facilityId))
  await store.devices.activate(hash, { ...deviceOf(id), facilityId }, Date.now())
  const earlier = Array.from({ length: EARLIER }, (_, at) =>
    acceptedOf(`${id}-${at}`, { deviceId: id }),
  )
  await store.checks.record(facilityId, earlier)
}

/** Checks as tablets send them, ready before the clock runs. */
async function prepare(
  gateway: TestGateway,
  devices: readonly DeviceClient[],
  count: number,
): Promise<Prepared[]> {
  const card = gateway.card('valid-30')
  const batches: Prepared[] = []
  for (let made = 0; made < count; made += BATCH) {
    const device = devices[(made / BATCH) % devices.length]
    if (!device) throw new Error('nobody sends')
    const checks: Envelope[] = []
    for (const [at, challenge] of (await device.fetchChallenges(BATCH)).entries()) {
      const statement = { patientId: `patient-${(made + at) % PATIENTS}` }
      checks.push(await device.createCheck({ card, challenge, statement }))
    }
    batches.push({ device, checks })
  }
  return batches
}

/** Checks a second, so many requests in flight. */
async function rate(
  batches: readonly Prepared[],
  work: (batch: Prepared) => Promise<void>,
): Promise<number> {
  const waiting = [...batches]
  const startedAt = performance.now()
  const lane = async () => {
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) await work(batch)
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  const count = batches.reduce((sum, { checks }) => sum + checks.length, 0)
  return (count * 1000) / (performance.now() - startedAt)
}

async function send({ device, checks }: Prepared, latencies: number[]): Promise<void> {
  const startedAt = performance.now()
  const results = await device.sendChecks(checks)
  latencies.push(performance.now() - startedAt)
  if (results.some(({ outcome }) => outcome !== 'accepted')) throw new Error('not accepted')
}

/** What no gateway can leave out: the device's proof, its signature, the seal, the card's signature; and the row, durable. */
async function verifyAndInsert(
  { device, checks }: Prepared,
  keys: Awaited<ReturnType<typeof createGatewayKeys>>,
  gateway: TestGateway,
  peer: Database,
): Promise<void> {
  // Token and proof of the request: as a tablet makes them, and two signatures to verify.
  const headers = await device.authorize('POST', '/v1/checks')
  const { jwtVerify } = await import('jose')
  await jwtVerify((headers['Authorization'] ?? '').slice(5), keys.token.publicKey)
  await jwtVerify(headers['DPoP'] ?? '', device.keys.signing.publicKey)
  const certificate = new X509Certificate(
    Buffer.from(gateway.card('valid-30').certificate, 'base64url'),
  )
  const key = { kind: 'rsa', key: certificate.publicKey } as const
  for (const check of checks) {
    if (!(await isSignedBy(check, device.keys.signing.publicKey))) throw new Error('signature')
    const content = await unseal(keys.currentPair, check, envelopeAad(check.header))
    const payload = JSON.parse(fromUtf8(content)) as {
      statement: string
      evidence: { challenge: string; signature: string }
    }
    const { challenge, signature } = payload.evidence
    const statement = createHash('sha256').update(payload.statement).digest()
    const input = cardSigningInput(fromBase64Url(challenge), statement)
    if (!isSignedByCard(key, input, fromBase64Url(signature))) throw new Error('card')
  }
  await peer.transaction((sql) =>
    sql.run(
      `INSERT INTO raw (id, header, enc, ciphertext, signature)
       VALUES ${checks.map(() => '(?, ?, ?, ?, ?)').join(', ')}`,
      checks.flatMap(({ id, header, enc, ciphertext, signature }) => [
        id,
        header,
        enc,
        ciphertext,
        signature,
      ]),
    ),
  )
}

async function openPeer(server: PostgresServer | null, folder: string): Promise<Database> {
  const sql = `CREATE TABLE raw (id TEXT PRIMARY KEY, header TEXT, enc TEXT, ciphertext TEXT,
    signature TEXT)`
  const migrations = [{ version: 1, sql }]
  return server
    ? openPostgres(await server.newDatabase(), migrations)
    : openSqlite(join(folder, 'peer.sqlite'), migrations)
}
