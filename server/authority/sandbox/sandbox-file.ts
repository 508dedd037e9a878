/** The sandbox's own file: its CA, its cards and every request that reached it. It survives a killed process. */
import * as v from 'valibot'
import { integer, text, textOrNull } from '../../store/sql'
import { openDatabase, type Migration } from '../../store/sqlite/database'
import { settle } from '../../store/sqlite/settle'
import type { AuthorityReply } from '../authority'

const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL);
      CREATE TABLE issued (fingerprint TEXT PRIMARY KEY, persona_id TEXT NOT NULL);
      CREATE TABLE requests (
        request_id TEXT PRIMARY KEY,
        asked INTEGER NOT NULL,
        first_asked_at INTEGER NOT NULL,
        answer_at INTEGER NOT NULL,
        reply TEXT
      );
    `,
  },
]

export interface SandboxRequest {
  asked: number
  /** From then on the answer may be seen. */
  answerAt: number
  reply: AuthorityReply
}

export interface SandboxFile {
  keep(name: string, value: unknown): Promise<void>
  kept<S extends v.GenericSchema>(name: string, schema: S): Promise<v.InferOutput<S> | undefined>
  /** Remembers whose certificate or face it is, for as long as the file lives. */
  addIssued(entries: readonly { fingerprint: string; personaId: string }[]): Promise<void>
  personaOf(fingerprint: string): Promise<string | undefined>
  /** Counts the request and keeps the first reply; what stands then. */
  recordRequest(
    id: string,
    request: { now: number; answerAt: number; reply: AuthorityReply },
  ): Promise<SandboxRequest>
  findRequest(id: string): Promise<SandboxRequest | undefined>
  /** How often each request id was asked. */
  askedCounts(): Promise<Map<string, number>>
  close(): Promise<void>
}

/** @param path a file, or `:memory:` */
export function openSandboxFile(path: string): SandboxFile {
  const database = openDatabase(path, MIGRATIONS)

  function find(id: string): SandboxRequest | undefined {
    const row = database.get('SELECT * FROM requests WHERE request_id = ?', [id])
    const reply = row && textOrNull(row.reply)
    return row && typeof reply === 'string'
      ? {
          asked: integer(row.asked),
          answerAt: integer(row.answer_at),
          reply: JSON.parse(reply) as AuthorityReply,
        }
      : undefined
  }

  return {
    keep(name, value) {
      return settle(() => {
        database.run(
          'INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
          [name, JSON.stringify(value)],
        )
      })
    },
    kept(name, schema) {
      return settle(() => {
        const row = database.get('SELECT value FROM kept WHERE name = ?', [name])
        return row && v.parse(schema, JSON.parse(text(row.value)))
      })
    },
    addIssued(entries) {
      return settle(() => {
        database.transaction(() => {
          for (const { fingerprint, personaId } of entries) {
            database.run(
              'INSERT INTO issued (fingerprint, persona_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
              [fingerprint, personaId],
            )
          }
        })
      })
    },
    personaOf(fingerprint) {
      return settle(() => {
        const row = database.get('SELECT persona_id FROM issued WHERE fingerprint = ?', [
          fingerprint,
        ])
        return row && text(row.persona_id)
      })
    },
    recordRequest(id, { now, answerAt, reply }) {
      return settle(() =>
        database.transaction(() => {
          database.run(
            `INSERT INTO requests (request_id, asked, first_asked_at, answer_at, reply)
             VALUES (?, 1, ?, ?, ?)
             ON CONFLICT (request_id) DO UPDATE SET asked = asked + 1`,
            [id, now, answerAt, JSON.stringify(reply)],
          )
          return find(id) ?? { asked: 1, answerAt, reply }
        }),
      )
    },
    findRequest: (id) => settle(() => find(id)),
    askedCounts() {
      return settle(
        () =>
          new Map(
            database
              .all('SELECT request_id, asked FROM requests')
              .map((row) => [text(row.request_id), integer(row.asked)]),
          ),
      )
    },
    close: () => settle(() => database.close()),
  }
}
