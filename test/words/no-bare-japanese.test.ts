import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findWords, wordsOf } from './find-words'

/** Where the patient holds the tablet. */
const PATIENT_SCREENS: readonly (readonly [folder: string, names: RegExp])[] = [
  ['src/ui/patient', /\.(?:vue|ts)$/],
  ['src/ui/declaration/patient', /\.(?:vue|ts)$/],
  ['src/pages', /^consent-patient\.vue$/],
  ['src/pages/declaration', /^(?:declaration-patient|patient-.*)\.vue$/],
  [
    'src/pages/capture',
    /^step-(?:consent|place|pin|hold|stopped|official|face-back|finished|identity)\.vue$/,
  ],
  ['src/pages/capture', /^(?:card-trouble|pin-question|phone-address|official-address)\.vue$/],
  ['src/pages/capture', /^(?:recovery|certificate-words)\.ts$/],
]
/** Of the folder of the patient's parts, but for staff. */
const NOT_THE_PATIENTS = ['src/ui/patient/saved-line.vue']

/** 続柄 stands in the record in Japanese, whatever the language it was chosen in. */
const RECORDED = ['配偶者', '子', '親', '成年後見人']
/** So it is written on the 申立書, which stays Japanese. */
const PRINTED = ['わからない', 'なし', '年)']
const MAY_STAND: ReadonlySet<string> = new Set([...RECORDED, ...PRINTED])

const screens = PATIENT_SCREENS.flatMap(([folder, names]) =>
  readdirSync(folder)
    .filter((name) => names.test(name))
    .map((name) => join(folder, name)),
).filter((path) => !NOT_THE_PATIENTS.includes(path))

describe('a screen of the patient', () => {
  it('is found', () => {
    expect(screens.length).toBeGreaterThan(35)
  })

  it.each(screens)('has every sentence in all languages: %s', (path) => {
    expect(findWords(path).bare.filter((text) => !MAY_STAND.has(text))).toEqual([])
  })
})

/**
 * Files of staff's screens with words that the screen itself puts into the language of staff, or that stay Japanese: names of
 * fields on a claim, a document or a card, and what is printed.
 */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set([
  'src/pages/capture/capture-page.vue',
  'src/pages/capture/channel-words.ts',
  'src/pages/capture/face-fields.ts',
  'src/pages/claims/claim-print.vue',
  'src/pages/claims/claim-sheet-panel.vue',
  'src/pages/claims/claim-words.ts',
  'src/pages/documents/document-layouts.ts',
  'src/pages/documents/entry-field.vue',
  'src/ui/declaration/printed-declaration.vue',
  'src/ui/declaration/tick-boxes.vue',
  'src/ui/face/card-front.vue',
])

describe('a screen of staff', () => {
  const screensOfStaff = [...filesUnder('src/ui'), ...filesUnder('src/pages')].filter(
    (path) => !SAID_ELSEWHERE.has(path) && !screens.includes(path),
  )

  it('has its English', () => {
    const bare = screensOfStaff.flatMap((path) =>
      findWords(path).bare.map((text) => `${path}: ${text}`),
    )
    expect(bare).toEqual([])
  })

  it('stands on that list only if it exists', () => {
    const all = [...filesUnder('src/ui'), ...filesUnder('src/pages')]
    expect([...SAID_ELSEWHERE].filter((path) => !all.includes(path))).toEqual([])
  })
})

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:vue|ts)$/.test(name))
    .map((name) => join(folder, name))
}

describe('the check itself', () => {
  it.each([
    ['text', '<template><p>置いてください</p></template>'],
    ['a text between', '<template><p>{{ n }}枚を<b>置く</b></p></template>'],
    ['an attribute', '<template><p aria-label="絵" /></template>'],
    ['a bound text', `<template><p :title="a ? '絵' : ''" /></template>`],
    ['an interpolation', '<template>{{ `あと${n}回` }}</template>'],
    ['a script', `<script setup lang="ts">const words = ['絵']</script>`],
    ['a function that is not ours', `<template>{{ show('絵') }}</template>`],
    ['a slot of a sentence', `<template>{{ say('{item}を見る', { item: '絵' }) }}</template>`],
  ])('sees Japanese that is planted as %s', (_where, source) => {
    expect(wordsOf(source, true).bare).not.toEqual([])
  })

  it.each([
    `<template><p>{{ say('絵') }}</p></template>`,
    `<template><p :title="a ? say('絵') : say('字')" /></template>`,
    `<script setup lang="ts">const word = patientText('絵')</script>`,
    `<script setup lang="ts">type Word = '絵' // 絵</script>`,
    `<template><!-- 絵 --><p>OK</p></template>`,
  ])('lets through what is said: %s', (source) => {
    expect(wordsOf(source, true).bare).toEqual([])
  })
})
