/**
 * What the repositories speak to: SQL that SQLite and PostgreSQL both run, `?` for each value. Rows come as they are;
 * the helpers below turn a column into what the schema says it holds.
 */
export type SqlValue = string | number | null

export type Row = Record<string, unknown>

export interface Sql {
  /** How many rows were changed. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>
  get(sql: string, values?: readonly SqlValue[]): Promise<Row | undefined>
  all(sql: string, values?: readonly SqlValue[]): Promise<Row[]>
}

/** Inside a transaction. */
export interface Transaction extends Sql {
  /**
   * Keeps every other transaction that names the same out until this one has ended: for what rests on rows that are not
   * there yet. A database that runs one writer at a time has nothing to do.
   */
  lock(name: string): Promise<void>
  /** Whether nobody holds that name ({@link Database.hold}); if so, nobody can until this transaction has ended. */
  isFree(name: string): Promise<boolean>
  /** Tells every process that listens on this database, once the transaction has been committed. */
  announce(topic: string, text: string): void
}

export interface Database extends Sql {
  /**
   * All of `work`, durably, or nothing of it. It may run again from its beginning (a deadlock), so it changes nothing but
   * rows. Only through its own argument does it speak to the database.
   */
  transaction<T>(work: (sql: Transaction) => Promise<T>): Promise<T>
  /** Whether several processes may serve from it. */
  readonly isShared: boolean
  /** Ends a select that takes rows of a queue: what another worker is taking is passed over. */
  readonly skipLocked: string
  /**
   * Holds a name for as long as this process lives and reaches the database; a killed one lets go at once. Resolves with
   * what ends it.
   */
  hold(name: string): Promise<() => Promise<void>>
  /**
   * Hears what is announced, also by other processes. A message may be lost with a connection: whoever rests on it looks
   * for itself now and then. Resolves with what ends it.
   */
  listen(topic: string, hear: (text: string) => void): Promise<() => Promise<void>>
  /** The last migration it has been through, as it stands now: a newer gateway may have come meanwhile. */
  version(): Promise<number>
  /** Empties the log in which what was overwritten still stands, where that is the database user's to do. */
  emptyLog(): Promise<void>
  close(): Promise<void>
}

/** A column that must hold text. @throws TypeError when the schema and the code disagree */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('column is not text')
  return value
}

/** A column that must hold a number. @throws TypeError */
export function integer(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('column is not a number')
  return value
}

export function integerOrNull(value: unknown): number | null {
  return value === null ? null : integer(value)
}

export function textOrNull(value: unknown): string | null {
  return value === null ? null : text(value)
}
