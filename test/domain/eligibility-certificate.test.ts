import { describe, expect, it } from 'vitest'
import { hasCertificateByAge, noticeAloneEndedOn } from '../../domain/eligibility-certificate'

describe('資格情報のお知らせ alone (R53)', () => {
  it('was accepted until 31 March 2026', () => {
    expect(noticeAloneEndedOn('2026-03-31')).toBeNull()
    expect(noticeAloneEndedOn('2026-04-01')).toBe('2026-03-31')
  })
})

describe('資格確認書 by age (R72)', () => {
  it('was sent to everybody from 75 until 31 July 2026', () => {
    expect(hasCertificateByAge('1951-07-31', '2026-07-31')).toBe('all')
    expect(hasCertificateByAge('1951-08-01', '2026-07-31')).toBe('notByAge')
  })

  it('goes to everybody from 85 since, and to some from 75', () => {
    expect(hasCertificateByAge('1941-08-01', '2026-08-01')).toBe('all')
    expect(hasCertificateByAge('1941-08-02', '2026-08-01')).toBe('some')
    expect(hasCertificateByAge('1951-08-01', '2026-08-01')).toBe('some')
    expect(hasCertificateByAge('1951-08-02', '2026-08-01')).toBe('notByAge')
  })
})
