/** What may happen to a tablet, its line, the gateway and the authority, in any order. */
import fc from 'fast-check'
import type { CardlessEvidence } from '../../../domain/check'
import type { RunReason } from '../../../src/sync/courier'
import { REASONS, type LineFault } from '../../support/sync-world'

export type CheckKind = 'cardSignature' | CardlessEvidence['kind']

export type Step =
  | { do: 'save'; page: 0 | 1; kind?: CheckKind }
  /** Staff take a saved check back, wherever it stands. */
  | { do: 'takeBack'; page: 0 | 1; nth: number }
  /** The claim work of a saved check is done. */
  | { do: 'closeClaim'; page: 0 | 1; nth: number }
  /** A patient takes back the consent given with a saved check. */
  | { do: 'withdrawConsent'; page: 0 | 1; nth: number }
  | { do: 'run'; page: 0 | 1; reason: RunReason }
  | { do: 'runBoth' }
  | { do: 'pull'; page: 0 | 1 }
  | { do: 'work' }
  | { do: 'authority' }
  | { do: 'crash'; page: 0 | 1; at: number; when: 'before' | 'after' }
  | { do: 'freeze'; page: 0 | 1 }
  | { do: 'thaw'; page: 0 | 1 }
  | { do: 'line'; faults: LineFault[] }
  | { do: 'late' }
  | { do: 'clock'; ms: number }
  | { do: 'wait'; ms: number }

const page = fc.constantFrom<0 | 1>(0, 1)
const fault = fc.constantFrom<LineFault>('lost', 'replyLost', 'twice', 'late', 'portal')
const when = fc.constantFrom<'before' | 'after'>('before', 'after')
const nth = fc.nat({ max: 3 })
const kind = fc.oneof(
  { weight: 4, arbitrary: fc.constant('cardSignature' as const) },
  { weight: 3, arbitrary: fc.constantFrom('document', 'oral', 'reinquiry') },
  { weight: 2, arbitrary: fc.constant('declaration' as const) },
)
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), page, kind }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('takeBack' as const), page, nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('closeClaim' as const), page, nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdrawConsent' as const), page, nth }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      page,
      reason: fc.constantFrom(...REASONS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('runBoth' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pull' as const), page }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('work' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('authority' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      page,
      at: fc.integer({ min: 1, max: 16 }),
      when,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('freeze' as const), page }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('thaw' as const), page }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('line' as const),
      faults: fc.array(fault, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('late' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      ms: fc.constantFrom(-7_200_000, -30_000, 30_000, 7_200_000, 86_400_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(2_000, 60_000, 130_000),
    }),
  },
)

/** Schedules that once went wrong, each with whether the browser has locks. */
export const EXAMPLES: [Step[], boolean][] = [
  [
    [
      { do: 'save', page: 0 },
      ...Array.from({ length: 4 }, (): Step => ({
        do: 'line',
        faults: ['lost', 'lost', 'lost'],
      })),
    ],
    false,
  ],
  // A 申立書 whose claim work is done while the reply that it was accepted is lost.
  [
    [
      { do: 'save', page: 0, kind: 'declaration' },
      { do: 'line', faults: ['replyLost'] },
      { do: 'run', page: 0, reason: 'manual' },
      { do: 'closeClaim', page: 0, nth: 0 },
      { do: 'run', page: 0, reason: 'manual' },
    ],
    true,
  ],
  // A check that arrives after the gateway was told of its withdrawal, and knew nothing of it.
  [
    [
      { do: 'save', page: 0 },
      { do: 'run', page: 0, reason: 'manual' },
      { do: 'save', page: 0 },
      { do: 'line', faults: ['late'] },
      { do: 'run', page: 0, reason: 'manual' },
      { do: 'takeBack', page: 0, nth: 1 },
      { do: 'run', page: 0, reason: 'manual' },
      { do: 'late' },
      { do: 'work' },
    ],
    true,
  ],
]
