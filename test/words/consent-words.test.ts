import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  CONSENT_LANGUAGES,
  CONSENT_WORDINGS,
  type ConsentLanguage,
} from '../../domain/consent-wording'
import { CONSENT_ITEMS } from '../../domain/check'
import type { Dictionary } from '../../src/words/fill'
import { DICTIONARIES } from '../../src/words/patient'

/**
 * What each version said in each language. A consent names version and language (R30, R31): whoever improves a released
 * sentence makes a new version of it, so that what somebody agreed to can still be read.
 */
const RELEASED: Readonly<Record<string, string>> = {
  'consent-1/ja': 'ce4fe69be718340b',
  'consent-1/easy': 'b7895ad5c2c46510',
  'consent-1/en': '2b510aba7fa16b3a',
  'consent-1/zh': '214d5c74299b9358',
  'consent-1/ko': 'f44275d8db2bcd78',
  'consent-1/vi': '5f615fd9ab68cd2a',
  'consent-1/pt': '3be9596373397a3f',
}

async function dictionaryOf(language: ConsentLanguage): Promise<Dictionary> {
  return language === 'ja' ? {} : (await DICTIONARIES[language]()).PATIENT
}

const VERSIONS = CONSENT_WORDINGS.flatMap((words) =>
  CONSENT_LANGUAGES.map((language) => ({ words, language, named: `${words.wording}/${language}` })),
)

describe('the words of a released consent', () => {
  it.each(VERSIONS)('are what they were: $named', async ({ words, language, named }) => {
    const dictionary = await dictionaryOf(language)
    const sentences = [
      ...CONSENT_ITEMS.flatMap((item) => Object.values(words.items[item])),
      words.refusal,
    ].map((text) => dictionary[text] ?? text)
    expect(sentences.every((sentence) => typeof sentence === 'string')).toBe(true)
    const digest = createHash('sha256').update(sentences.join('\n')).digest('hex').slice(0, 16)
    expect(digest).toBe(RELEASED[named])
  })

  it('are pinned for every version and language', () => {
    expect(Object.keys(RELEASED).sort()).toEqual(VERSIONS.map(({ named }) => named).sort())
  })
})
