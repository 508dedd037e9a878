/** The one database of the device: opening, the four life-cycle events, and strict transactions. */
import { wrap, type IDBPDatabase, type IDBPTransaction } from 'idb'
import {
  INDEXES,
  KEY_PATHS,
  type AnswerRecord,
  type RefusedRecord,
  type StoreName,
  type TazuneSchema,
} from './schema'
import { faultName, StoreFault } from './store-fault'

export const DB_NAME = 'tazune'
/** 2: answers that nobody has looked at are found by an index. 3: so are withdrawals that the gateway has not heard of. */
export const DB_VERSION = 3

export type ReadTx<Names extends StoreName[]> = IDBPTransaction<TazuneSchema, Names>
export type WriteTx<Names extends StoreName[]> = IDBPTransaction<TazuneSchema, Names, 'readwrite'>

export interface TazuneDb {
  /** Runs `work` in one read-only transaction. @throws StoreFault */
  read<Names extends StoreName[], T>(
    stores: Names,
    work: (tx: ReadTx<Names>) => Promise<T>,
  ): Promise<T>
  /**
   * Runs `work` in one readwrite transaction; resolves only after it committed, all or nothing.
   * `strict` (the default) is on the disk then; `relaxed` is for what may be lost in a power cut (leases, heartbeats).
   * @throws StoreFault `TZ-D04` when the device has no room, `TZ-D13` when a newer version took over
   */
  write<Names extends StoreName[], T>(
    stores: Names,
    work: (tx: WriteTx<Names>) => Promise<T> | T,
    durability?: IDBTransactionDurability,
  ): Promise<T>
  close(): void
}

export interface DbOptions {
  name?: string
  /** For tests of an update: what a newer build would ask for. */
  version?: number
  indexedDB?: IDBFactory
  /** An older tab does not let go of the database. */
  onBlocked?: () => void
  /** A newer version wants the database; this tab has let go and should ask for a reload. */
  onSuperseded?: () => void
  /** The browser cut the connection; the next use opens a new one. */
  onTerminated?: () => void
}

type Connection = IDBPDatabase<TazuneSchema>

/** Opens the database, making it where there is none. @throws StoreFault `TZ-D21` */
export async function openTazuneDb(options: DbOptions = {}): Promise<TazuneDb> {
  let connection: Promise<Connection> | null = null
  let superseded = false
  let closed = false

  function current(): Promise<Connection> {
    if (superseded) return Promise.reject(new StoreFault('TZ-D13'))
    if (closed) return Promise.reject(new StoreFault('TZ-D21'))
    if (connection !== null) return connection
    const opening = connect(options, {
      superseded() {
        superseded = true
        connection = null
        options.onSuperseded?.()
      },
      terminated() {
        connection = null
        options.onTerminated?.()
      },
    })
    connection = opening
    opening.catch(() => {
      // The failed opening is not kept: the next use tries again. The caller gets the rejection itself.
      if (connection === opening) connection = null
    })
    return opening
  }

  /** A connection can die between two uses (frozen tab, browser's own close): open anew once. */
  async function begin<Tx>(start: (db: Connection) => Tx): Promise<Tx> {
    const opened = current()
    try {
      return start(await opened)
    } catch (cause) {
      if (faultName(cause) !== 'InvalidStateError') throw toFault(cause)
      if (connection === opened) connection = null
      return start(await current())
    }
  }

  const db: TazuneDb = {
    async read(stores, work) {
      const tx = await begin((open) => open.transaction(stores, 'readonly'))
      return finish(tx, () => work(tx))
    },
    async write(stores, work, durability = 'strict') {
      const tx = await begin((open) => open.transaction(stores, 'readwrite', { durability }))
      return finish(tx, () => work(tx))
    },
    close() {
      closed = true
      const opened = connection
      connection = null
      void opened?.then((open) => open.close())
    },
  }
  await current()
  return db
}

/** The first cause of a failed transaction, after it has come to rest. */
async function finish<T>(
  tx: { done: Promise<void>; abort(): void },
  work: () => Promise<T> | T,
): Promise<T> {
  const done = tx.done.then(
    () => null,
    (cause: unknown) => ({ cause }),
  )
  let value: T
  try {
    value = await work()
  } catch (cause) {
    abortIfActive(tx)
    const end = await done
    // A full disk aborts the transaction: its requests only say AbortError, the transaction says why.
    throw toFault(faultName(cause) === 'AbortError' && end !== null ? end.cause : cause)
  }
  const end = await done
  if (end !== null) throw toFault(end.cause)
  return value
}

function abortIfActive(tx: { abort(): void }): void {
  try {
    tx.abort()
  } catch (cause) {
    // Already finished or aborted by the fault itself: nothing is left to undo.
    if (faultName(cause) !== 'InvalidStateError') throw cause
  }
}

function toFault(cause: unknown): unknown {
  if (cause instanceof StoreFault) return cause
  switch (faultName(cause)) {
    case 'QuotaExceededError':
    case 'UnknownError':
      // Chromium reports a disk that cannot be written as UnknownError.
      return new StoreFault('TZ-D04', { cause })
    case 'VersionError':
      return new StoreFault('TZ-D13', { cause })
    case 'InvalidStateError':
    case 'AbortError':
      return new StoreFault('TZ-D21', { cause })
    default:
      return cause
  }
}

function connect(
  options: DbOptions,
  on: { superseded: () => void; terminated: () => void },
): Promise<Connection> {
  const factory = options.indexedDB ?? indexedDB
  const request = factory.open(options.name ?? DB_NAME, options.version ?? DB_VERSION)
  request.addEventListener('upgradeneeded', ({ oldVersion }) => {
    createStores(request.result)
    if (request.transaction === null) return
    createIndexes(request.transaction)
    if (oldVersion === 1) markUntriaged(request.transaction.objectStore('answers'))
    if (oldVersion === 1 || oldVersion === 2) {
      markUntold(request.transaction.objectStore('refused'))
    }
  })
  request.addEventListener('blocked', () => options.onBlocked?.())
  const opened = wrap(request) as unknown as Promise<Connection>
  return opened.then(
    (db) => {
      db.addEventListener('versionchange', () => {
        // Holding on would block the newer version, and writing on with old code would spoil its data.
        db.close()
        on.superseded()
      })
      db.addEventListener('close', () => on.terminated())
      return db
    },
    (cause: unknown) => {
      throw faultName(cause) === 'VersionError'
        ? new StoreFault('TZ-D13', { cause })
        : new StoreFault('TZ-D21', { cause })
    },
  )
}

/** Adds what is missing and removes nothing: no version of Tazune may drop a store with checks in it. */
function createStores(db: IDBDatabase): void {
  for (const [name, keyPath] of Object.entries(KEY_PATHS)) {
    if (db.objectStoreNames.contains(name)) continue
    if (keyPath === null) db.createObjectStore(name)
    else db.createObjectStore(name, { keyPath })
  }
}

function createIndexes(tx: IDBTransaction): void {
  for (const { store, name, keyPath } of INDEXES) {
    const { indexNames } = tx.objectStore(store)
    if (!indexNames.contains(name)) tx.objectStore(store).createIndex(name, keyPath)
  }
}

/** Answers from before the index, which nobody has settled. */
function markUntriaged(answers: IDBObjectStore): void {
  changeEach<AnswerRecord>(answers, (record) =>
    record.settledAt === null ? { ...record, untriaged: 1 } : null,
  )
}

/** Checks of the gateway's for which staff stopped waiting before it was told of such things. */
function markUntold(refused: IDBObjectStore): void {
  changeEach<RefusedRecord>(refused, (record) =>
    record.record === null ? { ...record, untold: 1 } : null,
  )
}

function changeEach<T>(store: IDBObjectStore, change: (record: T) => T | null): void {
  const reading = store.openCursor()
  reading.addEventListener('success', () => {
    const cursor = reading.result
    if (cursor === null) return
    const changed = change(cursor.value as T)
    if (changed !== null) cursor.update(changed)
    cursor.continue()
  })
}
