import { describe, expect, it } from 'vitest'
import {
  ATTESTATION_LIMIT_MS,
  ATTESTATION_WORDINGS,
  attestationFault,
  wordingOn,
} from '../../domain/attestation'
import { coversEveryDay } from '../../domain/rules'

const CAPTURED = { capturedAt: '2026-11-21T01:00:00.000Z' }
const later = (ms: number) => new Date(Date.parse(CAPTURED.capturedAt) + ms).toISOString()
const attested = (ms: number, wording = 'face-1') => ({ wording, attestedAt: later(ms) })

describe('the words that staff attest', () => {
  it('exist for every day, each once, and say that photo and person were compared', () => {
    expect(coversEveryDay(ATTESTATION_WORDINGS)).toBe(true)
    const names = ATTESTATION_WORDINGS.map(({ wording }) => wording)
    expect(new Set(names).size).toBe(names.length)
    expect(wordingOn('2026-11-21')).toMatchObject({ id: 'R12', wording: 'face-1' })
    expect(wordingOn('2026-11-21').text).toMatch(/顔写真.*見比べ/)
  })
})

describe('an attestation', () => {
  it('holds from the capture to half an hour after it', () => {
    expect(attestationFault(attested(0), CAPTURED)).toBeNull()
    expect(attestationFault(attested(ATTESTATION_LIMIT_MS), CAPTURED)).toBeNull()
    expect(attestationFault(attested(-1), CAPTURED)).toBe('time')
    expect(attestationFault(attested(ATTESTATION_LIMIT_MS + 1), CAPTURED)).toBe('time')
  })

  it('is compared as instants, whatever their offsets', () => {
    const inJapan = { wording: 'face-1', attestedAt: '2026-11-21T10:10:00+09:00' }
    expect(attestationFault(inJapan, CAPTURED)).toBeNull()
  })

  it('has words that are known', () => {
    for (const wording of ['', 'face-0', 'FACE-1', 'toString', '__proto__']) {
      expect(attestationFault(attested(0, wording), CAPTURED)).toBe('wording')
    }
  })

  it('has words of its day, to the last one: later words are not good for earlier captures', () => {
    const base = { id: 'R12', source: 'a test' } as const
    const wordings = [
      { ...base, wording: 'old', from: null, until: '2026-11-21' },
      { ...base, wording: 'new', from: '2026-11-22', until: null },
    ]
    const fault = (wording: string, day: string) =>
      attestationFault(attested(0, wording), CAPTURED, day, wordings)
    expect(fault('old', '2026-11-21')).toBeNull()
    expect(fault('old', '2026-11-22')).toBe('wording')
    expect(fault('new', '2026-11-21')).toBe('wording')
    expect(fault('new', '2026-11-22')).toBeNull()
  })

  it('is judged by the day in Japan unless told another', () => {
    // 00:30 of the 22nd in Japan.
    const capturedAt = '2026-11-21T15:30:00.000Z'
    const wordings = [
      { id: 'R12', source: 'a test', wording: 'new', from: '2026-11-22', until: null },
    ] as const
    const attestation = { wording: 'new', attestedAt: capturedAt }
    expect(attestationFault(attestation, { capturedAt }, undefined, wordings)).toBeNull()
  })
})
