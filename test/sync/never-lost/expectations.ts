/** What must hold of a tablet's checks, at any moment and in the end. */
import { expect } from 'vitest'
import type { TazuneDb } from '../../../src/sync/db'
import { countOutbox } from '../../../src/sync/listing'

/** What one schedule did, by the ids of the checks. */
export interface Tried {
  saved: string[]
  attempted: string[]
  takenBack: string[]
  /** Withdrawn, and the gateway has been told. */
  goneForGood: Set<string>
  /** 申立書 of which a living page has said so, and those of which it was begun. */
  closed: Set<string>
  begunToClose: Set<string>
  /** 申立書, over all schedules. */
  declared: ReadonlySet<string>
  /** How often the authority was asked, over all schedules. */
  asked: ReadonlyMap<string, number>
}

/**
 * At any moment: in exactly one store if it was saved, never in two.
 * @returns what is withdrawn and told of, and so must never be answered any more
 */
export async function expectOnePlaceEach(db: TazuneDb, saved: string[]): Promise<string[]> {
  const [refused, ...others] = await db.read(['outbox', 'sent', 'answers', 'refused'], (tx) =>
    Promise.all([
      tx.objectStore('refused').getAll(),
      tx.objectStore('outbox').getAllKeys(),
      tx.objectStore('sent').getAllKeys(),
      tx.objectStore('answers').getAllKeys(),
    ]),
  )
  const places = [...refused.map(({ id }) => id), ...others.flat()]
  expect(new Set(places).size).toBe(places.length)
  expect(places).toEqual(expect.arrayContaining(saved))
  return refused.filter(({ kind, untold }) => kind === 'withdrawn' && !untold).map(({ id }) => id)
}

/**
 * When everything has come to its end: answered and asked about once; or taken back, told of, and asked about never; or
 * a 申立書, with which nobody is asked.
 * @returns how many were taken back in time
 */
export async function judge(db: TazuneDb, tried: Tried): Promise<number> {
  const { saved, attempted, takenBack, goneForGood, closed, begunToClose } = tried
  const { declared, asked } = tried
  const [answers, refused, left] = await Promise.all([
    db.read(['answers'], (tx) => tx.objectStore('answers').getAll()),
    db.read(['refused'], (tx) => tx.objectStore('refused').getAll()),
    countOutbox(db),
  ])
  expect(left).toMatchObject({ waiting: 0, awaiting: 0 })
  expect(refused.filter(({ kind, untold }) => kind !== 'withdrawn' || untold)).toEqual([])
  const gone = refused.map(({ id }) => id)
  const kept = answers.filter(({ sealed }) => sealed === null)
  expect(kept.every(({ id }) => declared.has(id))).toBe(true)
  const settled = kept.filter(({ settledAt }) => settledAt !== null).map(({ id }) => id)
  // A page that died after the commit told nobody that it is closed.
  expect(settled).toEqual(expect.arrayContaining([...closed]))
  expect([...begunToClose]).toEqual(expect.arrayContaining(settled))
  const answered = answers.filter(({ sealed }) => sealed !== null).map(({ id }) => id)
  expect(takenBack).toEqual(expect.arrayContaining(gone))
  expect([...gone, ...settled]).toEqual(expect.arrayContaining([...goneForGood]))
  expect([...answers.map(({ id }) => id), ...gone]).toEqual(expect.arrayContaining(saved))
  for (const id of attempted) {
    expect(asked.get(id) ?? 0).toBe(answered.includes(id) ? 1 : 0)
  }
  return gone.length
}
