import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { DB_VERSION, openTazuneDb } from '../../src/sync/db'
import { StoreFault } from '../../src/sync/store-fault'
import { makeDeviceKeys, openRegistered, saveEnvelope, makeEnvelope } from '../support/sync-device'
import { listUntriaged } from '../../src/sync/triage'
import { countOutbox } from '../../src/sync/listing'

const NEWER = DB_VERSION + 1
const challenge = { id: 'c1', challenge: 'AA', expiresAt: 1, reservedFor: null }

describe('the database', () => {
  let factory: IDBFactory
  beforeEach(() => {
    factory = new IDBFactory()
  })

  it('keeps all or nothing of a transaction whose work fails', async () => {
    const db = await openTazuneDb({ indexedDB: factory })
    const failing = db.write(['challenges'], async (tx) => {
      await tx.objectStore('challenges').put(challenge)
      throw new RangeError('in the middle')
    })
    await expect(failing).rejects.toThrow(RangeError)
    expect(await db.read(['challenges'], (tx) => tx.objectStore('challenges').count())).toBe(0)
  })

  it('aborts also when the work throws before it awaits anything', async () => {
    const db = await openTazuneDb({ indexedDB: factory })
    const failing = db.write(['challenges'], (tx) => {
      tx.objectStore('challenges')
        .put(challenge)
        .catch(() => undefined)
      throw new RangeError('at once')
    })
    await expect(failing).rejects.toThrow(RangeError)
    expect(await db.read(['challenges'], (tx) => tx.objectStore('challenges').count())).toBe(0)
  })

  it('opens anew and goes on when the connection was closed under it', async () => {
    const connections: IDBDatabase[] = []
    const open = factory.open.bind(factory)
    factory.open = (name: string, version?: number) => {
      const request = open(name, version)
      request.addEventListener('success', () => connections.push(request.result))
      return request
    }
    const db = await openTazuneDb({ indexedDB: factory })
    connections.at(-1)?.close()
    await db.write(['challenges'], (tx) => tx.objectStore('challenges').put(challenge))
    expect(await db.read(['challenges'], (tx) => tx.objectStore('challenges').count())).toBe(1)
    expect(connections).toHaveLength(2)
  })

  it('opens anew after the browser terminated the connection, and says so', async () => {
    const told: string[] = []
    const connections: IDBDatabase[] = []
    const open = factory.open.bind(factory)
    factory.open = (name: string, version?: number) => {
      const request = open(name, version)
      request.addEventListener('success', () => connections.push(request.result))
      return request
    }
    const db = await openTazuneDb({ indexedDB: factory, onTerminated: () => told.push('cut') })
    connections[0]?.dispatchEvent(new IDBVersionChangeEvent('close'))
    await db.read(['outbox'], (tx) => tx.objectStore('outbox').count())
    expect(told).toEqual(['cut'])
    expect(connections).toHaveLength(2)
  })

  it('lets go when a newer version opens in another tab, and writes no more with old code', async () => {
    let superseded = 0
    const old = await openTazuneDb({ indexedDB: factory, onSuperseded: () => (superseded += 1) })
    const newer = await openTazuneDb({ indexedDB: factory, version: NEWER })
    expect(superseded).toBe(1)
    const writing = old.write(['challenges'], (tx) => tx.objectStore('challenges').put(challenge))
    await expect(writing).rejects.toMatchObject({ name: 'StoreFault', code: 'TZ-D13' })
    await newer.write(['challenges'], (tx) => tx.objectStore('challenges').put(challenge))
  })

  it('refuses to open what a newer version has made, and names the reason', async () => {
    await openTazuneDb({ indexedDB: factory, version: NEWER })
    const opening = openTazuneDb({ indexedDB: factory })
    await expect(opening).rejects.toMatchObject({ code: 'TZ-D13' })
  })

  it('keeps every check through an update of the database', async () => {
    const keys = await makeDeviceKeys()
    const old = await openRegistered(keys, 0, factory)
    await saveEnvelope(old, await makeEnvelope(keys), 0)
    const newer = await openTazuneDb({ indexedDB: factory, version: NEWER })
    expect(await countOutbox(newer)).toEqual({ waiting: 1, refused: 0, awaiting: 0 })
  })

  it('marks answers from before the index as not looked at, unless they are settled', async () => {
    const request = factory.open('tazune', 1)
    request.addEventListener('upgradeneeded', () => {
      const answers = request.result.createObjectStore('answers', { keyPath: 'id' })
      const sealed = { enc: 'AA', ciphertext: 'AA' }
      const times = { savedAt: 1, acceptedAt: 2, receivedAt: 3 }
      answers.put({ id: 'a', seq: 1, sealed, ...times, settledAt: null })
      answers.put({ id: 'b', seq: 2, sealed, ...times, settledAt: 4 })
    })
    await new Promise((resolve) => request.addEventListener('success', resolve))
    request.result.close()
    const db = await openTazuneDb({ indexedDB: factory })
    expect((await listUntriaged(db, 10)).map(({ id }) => id)).toEqual(['a'])
    expect(await db.read(['answers'], (tx) => tx.objectStore('answers').count())).toBe(2)
  })

  it('tells the gateway of waits that were given up before it could be told', async () => {
    const request = factory.open('tazune', 2)
    request.addEventListener('upgradeneeded', () => {
      const refused = request.result.createObjectStore('refused', { keyPath: 'id' })
      const withdrawn = { kind: 'withdrawn', code: 'TZ-D16', at: 3 }
      refused.put({ id: 'a', ...withdrawn, record: null, sent: { id: 'a', savedAt: 1 } })
      refused.put({ id: 'b', ...withdrawn, record: { id: 'b', attempts: 0 } })
    })
    await new Promise((resolve) => request.addEventListener('success', resolve))
    request.result.close()
    const db = await openTazuneDb({ indexedDB: factory })
    expect(
      await db.read(['refused'], (tx) => tx.objectStore('refused').index('untold').getAllKeys()),
    ).toEqual(['a'])
  })

  it('says when another tab does not let go', async () => {
    let blocked = 0
    const stubborn = factory.open('tazune', 1)
    await new Promise((resolve) => stubborn.addEventListener('success', resolve))
    const opening = openTazuneDb({
      indexedDB: factory,
      version: NEWER,
      onBlocked: () => (blocked += 1),
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(blocked).toBe(1)
    stubborn.result.close()
    await opening
  })

  it('does not open again once it was closed on purpose', async () => {
    const db = await openTazuneDb({ indexedDB: factory })
    db.close()
    const reading = db.read(['outbox'], (tx) => tx.objectStore('outbox').count())
    await expect(reading).rejects.toMatchObject({ code: 'TZ-D21' })
  })

  it('reports that the database cannot be opened as a fault with its cause', async () => {
    const cause = new DOMException('disk', 'UnknownError')
    factory.open = () => {
      throw cause
    }
    await expect(openTazuneDb({ indexedDB: factory })).rejects.toSatisfy(
      (fault: unknown) => fault === cause || (fault instanceof StoreFault && fault.cause === cause),
    )
  })
})
