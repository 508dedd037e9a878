import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONSENT_LANGUAGES } from '../../domain/consent-wording'
import { STAFF } from '../../src/words/en'
import type { Dictionary, Translation } from '../../src/words/fill'
import { DICTIONARIES } from '../../src/words/patient'
import { findWords, isJapanese } from './find-words'

const LANGUAGES = CONSENT_LANGUAGES.filter((language) => language !== 'ja')
const DICTIONARY = Object.fromEntries(
  await Promise.all(
    LANGUAGES.map(async (language) => [language, (await DICTIONARIES[language]()).PATIENT]),
  ),
) as Record<(typeof LANGUAGES)[number], Dictionary>

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:vue|ts)$/.test(name))
    .map((name) => join(folder, name))
}

/** What screens say, and the tables of domain whose sentences they say. */
const SAID = [
  ...sourcesUnder('src').filter((path) => !path.startsWith('src/words')),
  ...sourcesUnder('domain'),
].map((path) => ({ path, words: findWords(path) }))

const formsOf = (translation: Translation): string[] =>
  typeof translation === 'string' ? [translation] : [translation.one, translation.other]
const slotsOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()

/** A term that must be found on paper or on a phone stands in brackets, as it is written there. */
const BRACKETS = /[（(「][^）)」]*[）)」]/gu
/** Names of Japan that have no other. */
const NAMES = /マイナ在宅受付Web|デジタル認証アプリ|協会けんぽ|健康保険組合|共済組合/gu

describe('the words of the patient', () => {
  it.each(LANGUAGES)('are the same sentences in %s as in English', (language) => {
    expect(Object.keys(DICTIONARY[language]).sort()).toEqual(Object.keys(DICTIONARY.en).sort())
  })

  it.each(LANGUAGES)('have the same slots in %s as in Japanese, in each form', (language) => {
    for (const [key, translation] of Object.entries(DICTIONARY[language])) {
      for (const form of formsOf(translation)) expect(slotsOf(form), key).toEqual(slotsOf(key))
    }
  })

  it.each(LANGUAGES)('are nowhere empty in %s, and begin and end without a space', (language) => {
    for (const [key, translation] of Object.entries(DICTIONARY[language])) {
      for (const form of formsOf(translation)) {
        expect(form, key).not.toBe('')
        expect(form, key).toBe(form.trim())
      }
    }
  })

  it.each(['en', 'ko', 'vi', 'pt'] as const)(
    'have Japanese in %s only as a name or in brackets',
    (language) => {
      for (const translation of Object.values(DICTIONARY[language])) {
        for (const form of formsOf(translation)) {
          expect(isJapanese(form.replace(BRACKETS, '').replace(NAMES, '')), form).toBe(false)
        }
      }
    },
  )

  it('have no kana in Chinese but in a name or in brackets', () => {
    for (const translation of Object.values(DICTIONARY.zh)) {
      for (const form of formsOf(translation)) {
        const rest = form.replace(BRACKETS, '').replace(NAMES, '')
        expect(rest).not.toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}]/u)
      }
    }
  })

  it('are not the Japanese text copied', () => {
    for (const language of LANGUAGES.filter((each) => each !== 'easy')) {
      for (const [key, translation] of Object.entries(DICTIONARY[language])) {
        if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(key)) {
          expect(translation).not.toBe(key)
        }
      }
    }
  })

  it('are short sentences in やさしい日本語, their hard words with the reading', () => {
    for (const [key, translation] of Object.entries(DICTIONARY.easy)) {
      for (const sentence of formsOf(translation)
        .join('')
        .split(/[。:：、]/u)) {
        expect(sentence.length, key).toBeLessThanOrEqual(45)
      }
    }
  })

  it('are all said somewhere', () => {
    const said = new Set(
      SAID.flatMap(({ path, words }) =>
        path.startsWith('domain') ? words.all : [...words.patient, ...words.all],
      ),
    )
    expect(Object.keys(DICTIONARY.en).filter((key) => !said.has(key))).toEqual([])
  })
})

describe('what is said', () => {
  it('by say and patientText stands in every language', () => {
    for (const { path, words } of SAID) {
      const missing = words.patient.filter((text) => isJapanese(text) && !(text in DICTIONARY.en))
      expect(missing, path).toEqual([])
    }
  })

  it('by t and staffText has its English', () => {
    for (const { path, words } of SAID) {
      const missing = words.staff.filter((text) => isJapanese(text) && !(text in STAFF))
      expect(missing, path).toEqual([])
    }
  })
})

describe('a sentence that stands in two groups', () => {
  it.each(CONSENT_LANGUAGES.filter((language) => language !== 'ja'))(
    'says the same in both, in %s',
    async (language) => {
      const said = new Map<string, Translation>()
      for (const path of sourcesUnder(`src/words/${language}`)) {
        if (/\/(?:patient|index)\.ts$/.test(path)) continue
        const group = (await import(`../../${path}`)) as Record<string, unknown>
        if (!isPatientGroup(path)) continue
        for (const [key, translation] of Object.values(group).flatMap((texts) =>
          Object.entries(texts as Dictionary),
        )) {
          expect(said.get(key) ?? translation, `${path} ${key}`).toEqual(translation)
          said.set(key, translation)
        }
      }
    },
  )
})

/** The patient's groups are those that the other languages have too. */
function isPatientGroup(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return sourcesUnder('src/words/vi').includes(`src/words/vi/${name}`)
}

describe('English', () => {
  it('has the apostrophe that BIZ UDPGothic draws narrow: the other is as wide as a kana', () => {
    const texts = [...Object.values<Translation>(STAFF), ...Object.values(DICTIONARY.en)]
    const wide = texts.flatMap(formsOf).filter((form) => form.includes('\u2019'))
    expect(wide).toEqual([])
  })
})

describe('the English of staff', () => {
  it('has the same slots as the Japanese, and no sentence of it', () => {
    for (const [key, translation] of Object.entries<Translation>(STAFF)) {
      for (const form of formsOf(translation)) {
        // "One more wrong try" needs no number.
        const isOne = typeof translation !== 'string' && form === translation.one
        const wanted = slotsOf(key).filter((slot) => !(isOne && slot === '{n}'))
        expect(slotsOf(form), key).toEqual(expect.arrayContaining(wanted))
        expect(slotsOf(key), key).toEqual(expect.arrayContaining(slotsOf(form)))
        expect(form, key).not.toMatch(/。|^$/u)
        expect(form === key && isJapanese(key.replace(NAMES, '')), key).toBe(false)
      }
    }
  })
})
