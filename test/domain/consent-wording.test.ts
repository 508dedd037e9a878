import { describe, expect, it } from 'vitest'
import { CONSENT_ITEMS } from '../../domain/check'
import {
  CONSENT_LANGUAGES,
  CONSENT_WORDINGS,
  consentWordingOn,
  findConsentWording,
  wordingRead,
} from '../../domain/consent-wording'
import { coversEveryDay } from '../../domain/rules'
import {
  CONSENT_TEXTS,
  REFUSAL_TEXT,
  remainingText,
  SHOWN_WORDING,
  wordingReadText,
} from '../../domain/texts/consent'

describe('the words a patient decides under (R30, R31)', () => {
  it('cover every day once, each version under its own name', () => {
    expect(coversEveryDay(CONSENT_WORDINGS)).toBe(true)
    const names = CONSENT_WORDINGS.map(({ wording }) => wording)
    expect(new Set(names).size).toBe(names.length)
  })

  it('are shown as the version that is named with the consent', () => {
    for (const item of CONSENT_ITEMS) {
      expect(CONSENT_TEXTS.find((text) => text.item === item)).toEqual({
        item,
        ...SHOWN_WORDING.items[item],
      })
    }
    expect(REFUSAL_TEXT).toBe(SHOWN_WORDING.refusal)
    expect(consentWordingOn('2026-11-22')).toBe(SHOWN_WORDING)
  })

  it('are found by the name a consent bears, and an unknown or missing name finds none', () => {
    expect(findConsentWording('consent-1')?.words.wording).toBe('consent-1')
    expect(findConsentWording('consent-999')).toBeUndefined()
    expect(findConsentWording(undefined)).toBeUndefined()
  })

  it.each(CONSENT_LANGUAGES)('name the language they were read in: %s', (language) => {
    const named = wordingRead('consent-1', language)
    expect(findConsentWording(named)).toEqual({ words: SHOWN_WORDING, language })
  })

  it('read in Japanese have the name they had before other languages came', () => {
    expect(wordingRead('consent-1', 'ja')).toBe('consent-1')
  })

  it.each(['consent-1/tlh', 'consent-1/', 'consent-1/vi/vi', '/vi', ''])(
    'are not found by the name %j',
    (named) => expect(findConsentWording(named)).toBeUndefined(),
  )

  it('stand in the register with their language, and an unknown name as it is', () => {
    expect(wordingReadText('consent-1')).toBe('consent-1(日本語)')
    expect(wordingReadText('consent-1/vi')).toBe('consent-1(ベトナム語)')
    expect(wordingReadText('consent-9/vi')).toBe('consent-9/vi')
    expect(wordingReadText(null)).toBe('記録なし')
  })
})

describe('what is left of 24 hours (R32)', () => {
  const END = '2026-11-23T01:00:00.000Z'

  it.each([
    ['2026-11-22T01:00:00.000Z', '24時間0分'],
    ['2026-11-22T21:48:00.000Z', '3時間12分'],
    ['2026-11-23T00:00:00.001Z', '1時間0分'],
    ['2026-11-23T00:00:01.000Z', '59分'],
    ['2026-11-23T00:59:00.000Z', '1分'],
    ['2026-11-23T00:59:12.000Z', '48秒'],
    ['2026-11-23T00:59:59.999Z', '1秒'],
    [END, '0秒'],
    ['2026-11-24T00:00:00.000Z', '0秒'],
  ])('at %s reads %s', (at, text) => {
    expect(remainingText(END, at)).toBe(text)
  })
})
