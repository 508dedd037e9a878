import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ACTS, isAct } from '../../../api/admin/acts'

const SOURCES = readdirSync('server', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('server', name), 'utf8'))

/** As a note names what it tells of: `noteOf(c, now(), 'act'` or `act: 'act'`, with a choice of two before it. */
const WRITTEN = /(?:noteOf\([^)]*?\)?,\s*|act:\s*|act = |\? |: )'(\w+)'/g

describe('the acts of the audit', () => {
  it('are each written by something', () => {
    const written = new Set(
      SOURCES.flatMap((text) => [...text.matchAll(WRITTEN)].map(([, act = '']) => act)),
    )
    expect(Object.keys(ACTS).filter((act) => !written.has(act))).toEqual([])
  })

  it('are no other words', () => {
    expect(isAct('rosterSeen')).toBe(true)
    expect(isAct('toString')).toBe(false)
  })
})
