/** What the benchmark does inside the browser, with the app's own code. Bundled and put into a page as `tazuneBench`. */
import { BatchRequest, MAX_BATCH } from '../api/wire'
import type { CheckPayload } from '../domain/check'
import { noteKey } from '../src/stores/check-rows'
import { sealAndSave } from '../src/stores/seal-and-save'
import type { CheckNote } from '../src/stores/view-types'
import { createDeviceServices, type DeviceServices } from '../src/sync/device-services'
import { readProfile, readRow } from '../src/sync/device-rows'
import { createEnvelope } from '../src/sync/envelope'
import { countOutbox, listPage } from '../src/sync/listing'
import type { OutboxRecord, SealedNote } from '../src/sync/schema'
import type { UnlockedVault } from '../src/sync/unlocked-vault'
import { listStaff, unlock } from '../src/sync/vault'
import * as v from 'valibot'
import { createRawPeer, likenOf, type RawPeer, type RawPut } from './raw-peer'

export interface SignedCheck {
  payload: CheckPayload
  note: CheckNote
}

export interface BlockTime {
  count: number
  ms: number
}

export interface PostedBytes extends BlockTime {
  bytes: number
  requests: number
}

let services: DeviceServices | null = null
let vault: UnlockedVault | null = null
let peer: RawPeer | null = null
const given: SignedCheck[] = []

async function opened(): Promise<DeviceServices> {
  services ??= await createDeviceServices({ onFault: (cause) => reportError(cause) })
  return services
}

/** Runs `work` for each item with so many under way at any moment; resolves with the milliseconds it took. */
async function timeEach<T>(
  items: readonly T[],
  inFlight: number,
  work: (item: T) => Promise<void>,
): Promise<number> {
  const queue = items.values()
  async function lane(): Promise<void> {
    for (const item of queue) await work(item)
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: inFlight }, lane))
  return performance.now() - from
}

async function saveOne({ payload, note }: SignedCheck): Promise<void> {
  const saved = await sealAndSave(await opened(), vault, payload, note)
  if (!saved.ok) throw new Error(saved.code)
}

function take(count: number): SignedCheck[] {
  const taken = given.splice(0, count)
  if (taken.length < count) throw new Error('the page has too few checks')
  return taken
}

async function sealBoth({ payload, note }: SignedCheck) {
  const { db } = await opened()
  const [profile, keys] = await Promise.all([readProfile(db), readRow(db, 'keys')])
  if (vault === null || profile === undefined || keys === undefined) throw new Error('locked')
  const { deviceId, gatewayKey } = profile
  const parties = { deviceId, gatewayKey, signingKey: keys.signing.privateKey }
  const [envelope, sealed] = await Promise.all([
    createEnvelope(note.id, payload, parties),
    vault.seal(noteKey(note.id), note),
  ])
  return { envelope, sealed, deviceId }
}

async function readOutbox(): Promise<OutboxRecord[]> {
  const { db } = await opened()
  return db.read(['outbox'], (tx) => tx.objectStore('outbox').getAll())
}

const tazuneBench = {
  /** Unlocks with the passcode of the first member of staff; resolves with who the device is. */
  async open(passcode: string) {
    const { db } = await opened()
    const [staff] = await listStaff(db)
    const unlocked = await unlock(db, staff?.id ?? '', { kind: 'passcode', passcode })
    if (!unlocked.ok) throw new Error(unlocked.code)
    vault = unlocked.value
    const profile = await readProfile(db)
    return { deviceId: profile?.deviceId ?? '', facilityId: profile?.facility.id ?? '' }
  },
  /** Lays checks ready, so that handing them over is no part of what is timed. */
  give(checks: SignedCheck[]): void {
    given.push(...checks)
  },
  /** Saves the next `count` of the given checks as the app does. */
  async saveBlock(count: number, inFlight: number): Promise<BlockTime> {
    return { count, ms: await timeEach(take(count), inFlight, saveOne) }
  },
  /** Puts as many records of the same bytes with nothing but IndexedDB. */
  async rawBlock(count: number, inFlight: number): Promise<BlockTime> {
    const [record] = await listPage((await opened()).db, 'outbox', { limit: 1 })
    const note = await (
      await opened()
    ).db.read(['vault'], (tx) => tx.objectStore('vault').get(noteKey(record?.id ?? '')))
    if (record === undefined || note === undefined) throw new Error('nothing to take the size from')
    peer ??= await createRawPeer()
    const { put } = peer
    const puts: RawPut[] = Array.from({ length: count }, () => likenOf(record, note))
    return { count, ms: await timeEach(puts, inFlight, put) }
  },
  /** Stands a filled outbox up quickly: real records, 500 to a transaction. */
  async fill(count: number): Promise<void> {
    const { db, clock } = await opened()
    for (let left = count; left > 0; left -= 500) {
      const records: { outbox: OutboxRecord; note: SealedNote }[] = []
      await timeEach(take(Math.min(500, left)), 4, async (check) => {
        const { envelope, sealed, deviceId } = await sealBoth(check)
        const fresh = { attempts: 0, refusals: 0, nextTryAt: 0, leaseUntil: 0, lastCode: null }
        const outbox = { id: envelope.id, envelope, deviceId, savedAt: clock.device(), ...fresh }
        records.push({ outbox, note: sealed })
      })
      await db.write(['outbox', 'vault'], (tx) =>
        Promise.all(
          records.flatMap(({ outbox, note }) => [
            tx.objectStore('outbox').add(outbox),
            tx.objectStore('vault').put(note),
          ]),
        ),
      )
    }
  },
  /** One run of the real courier. */
  async drain() {
    const { courier } = await opened()
    const from = performance.now()
    const report = await courier.run('manual')
    return { ms: performance.now() - from, report }
  },
  /** Posts what the courier would post, in its batches and one after another, to a server that only reads. */
  async post(url: string): Promise<PostedBytes> {
    const records = await readOutbox()
    const bodies: string[] = []
    for (let at = 0; at < records.length; at += MAX_BATCH) {
      const checks = records.slice(at, at + MAX_BATCH).map(({ envelope }) => envelope)
      bodies.push(JSON.stringify(v.parse(BatchRequest, { checks })))
    }
    let bytes = 0
    const from = performance.now()
    for (const body of bodies) {
      const response = await fetch(url, { method: 'POST', body, cache: 'no-store' })
      if (!response.ok) throw new Error(`the reading server answered ${response.status}`)
      await response.text()
      bytes += body.length
    }
    return { count: records.length, ms: performance.now() - from, bytes, requests: bodies.length }
  },
  async counts() {
    return countOutbox((await opened()).db)
  },
  /** Mean size of what one save writes, as JSON and bytes: to be told beside the figures. */
  async recordBytes(): Promise<{ envelope: number; note: number }> {
    const records = await listPage((await opened()).db, 'outbox', { limit: 100 })
    const notes = await (
      await opened()
    ).db.read(['vault'], (tx) =>
      Promise.all(records.map(({ id }) => tx.objectStore('vault').get(noteKey(id)))),
    )
    const mean = (sizes: number[]): number =>
      Math.round(sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length))
    return {
      envelope: mean(records.map(({ envelope }) => JSON.stringify(envelope).length)),
      note: mean(notes.map((note) => note?.ciphertext.length ?? 0)),
    }
  },
}

export type TazuneBench = typeof tazuneBench

Object.assign(globalThis, { tazuneBench })
