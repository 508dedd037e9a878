import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Setting } from '../../../domain/check'
import { type DeviceCapabilities, waysFor } from '../../../domain/decide'
import type { Reinquiry } from '../../../domain/reinquiry'
import { SETTINGS } from '../../../domain/settings'
import { TODAY } from '../answers'

const ready: DeviceCapabilities = {
  bluetooth: 'usable',
  bridge: false,
  readerKnown: true,
  training: false,
}
const visit = (setting: Setting, reinquiry: Reinquiry | null = null) => ({
  setting,
  day: TODAY,
  reinquiry,
})
const ids = (...parameters: Parameters<typeof waysFor>) =>
  waysFor(...parameters).map(({ id, state }) => `${id} ${state}`)

describe('the ways to begin', () => {
  it('are the reader, and 別の方法 last', () => {
    expect(ids(visit('homeNursing'), ready)).toEqual(['cardReader ready', 'otherWays ready'])
  })

  it('begin with 再照会 where it is allowed, with its warning', () => {
    const warning = { days: 100, text: '前回の訪問から100日たっています。' }
    const ways = waysFor(visit('homeNursing', { allowed: true, warning }), ready)
    expect(ways[0]).toMatchObject({ id: 'reinquiry', state: 'ready', note: warning.text })
  })

  it('have no 再照会 where it is refused', () => {
    const refused: Reinquiry = { allowed: false, refusal: 'withdrawn', reason: '理由' }
    expect(ids(visit('homeNursing', refused), ready)).toEqual([
      'cardReader ready',
      'otherWays ready',
    ])
  })

  it('have the training card in training only, before a reader that is not ready', () => {
    const device = { ...ready, readerKnown: false, training: true }
    expect(ids(visit('homeNursing'), device)).toEqual([
      'trainingCard ready',
      'cardReader needsAction',
      'otherWays ready',
    ])
  })

  it('say what first, or why not', () => {
    const noteOf = (changes: Partial<DeviceCapabilities>) =>
      waysFor(visit('homeNursing'), { ...ready, ...changes })[0]
    expect(noteOf({ bluetooth: 'off' })).toMatchObject({ state: 'needsAction' })
    expect(noteOf({ bluetooth: 'off' })?.note).toContain('オン')
    expect(noteOf({ bluetooth: 'unsupported' })).toMatchObject({ state: 'closed' })
    expect(noteOf({ readerKnown: false })?.note).toContain('選んで')
  })

  it('have a reader where the bridge may run, whatever Bluetooth is', () => {
    for (const bluetooth of ['usable', 'off', 'unsupported'] as const) {
      const device = { ...ready, bluetooth, bridge: true }
      expect(ids(visit('homeNursing'), device)[0]).toBe('cardReader ready')
      expect(ids(visit('homeNursing'), { ...device, readerKnown: false })[0]).toBe(
        'cardReader needsAction',
      )
    }
  })

  it('are closed at the counter, where another reader stands (R1)', () => {
    const ways = waysFor(visit('counter'), { ...ready, training: true })
    expect(ways.map(({ state }) => state)).toEqual(['closed', 'closed', 'ready'])
    expect(ways[0]?.note).toContain('顔認証付きカードリーダー')
  })

  it('never hide 別の方法, and note whatever is not ready', () => {
    const device = fc.record({
      bluetooth: fc.constantFrom('usable' as const, 'off' as const, 'unsupported' as const),
      bridge: fc.boolean(),
      readerKnown: fc.boolean(),
      training: fc.boolean(),
    })
    const setting = fc.constantFrom(...(Object.keys(SETTINGS) as Setting[]))
    fc.assert(
      fc.property(setting, device, (where, what) => {
        const ways = waysFor(visit(where), what)
        expect(ways.at(-1)).toMatchObject({ id: 'otherWays', state: 'ready' })
        for (const { state, note } of ways) if (state !== 'ready') expect(note).toMatch(/。$/)
      }),
    )
  })
})
