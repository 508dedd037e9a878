/** What domain's tables say to staff has an English text, though no screen holds the sentence itself. */
import { describe, expect, it } from 'vitest'
import { DEVICE_KINDS, DEVICE_LABELS, rankDeviceWays } from '../../domain/device-ways'
import type { CheckupDay } from '../../domain/medical-information'
import { seriesOf } from '../../domain/medical-series'
import { insurerScheme, PREFECTURES } from '../../domain/insurers'
import { pairingHelp } from '../../domain/pairing'
import { ruleShare } from '../../domain/burden'
import { SETTINGS } from '../../domain/settings'
import { SURFACE_CODE_TEXTS } from '../../domain/surface-code'
import { TAG_KIND_LABELS } from '../../domain/tags'
import * as codes from '../../domain/texts/codes'
import { CHANNEL_WORDS } from '../../src/pages/capture/channel-words'
import { CODE_FIELDS } from '../../src/pages/capture/face-fields'
import { readCapabilities } from '../../src/stores/capabilities'
import { STAFF } from '../../src/words/en'

const JAPANESE = /[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]/u
const day = '2026-11-22'
const MEASURED: CheckupDay['values'] = {
  ...{ systolic: 130, diastolic: 80, hba1c: 6.1, glucose: 101, ldl: 120, hdl: 60 },
  ...{ triglycerides: 90, ast: 20, alt: 20, gammaGt: 30, egfr: 70, bmi: 22 },
}

function untranslated(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => JAPANESE.test(text) && !Object.hasOwn(STAFF, text))
}

function waysOf(kind: (typeof DEVICE_KINDS)[number]) {
  return [true, false].flatMap((has) =>
    (['usable', 'off', 'unsupported'] as const).flatMap((bluetooth) =>
      ([null, 'bluetooth', 'bridge'] as const).flatMap((reader) =>
        rankDeviceWays(
          { kind, bluetooth, reader, bridge: has, officialWeb: has, digitalIdentity: has },
          day,
        ),
      ),
    ),
  )
}

describe('the tables of domain', () => {
  it('name each setting in English', () => {
    expect(
      untranslated(Object.values(SETTINGS).flatMap((rules) => rules.map(({ label }) => label))),
    ).toEqual([])
  })

  it('name what stands in an answer in English', () => {
    const labels = [
      codes.LIMIT_CLASSIFICATION_LABELS,
      codes.SPECIFIC_DISEASE_LABELS,
      codes.LOSS_REASON_LABELS,
      codes.RELATION_LABELS,
      codes.SEX_LABELS,
      codes.EXPENSE_USE_LABELS,
    ].flatMap((table) => Object.values(table))
    const kinds = ['01', '02', '03', '04', '05', '06', '07', 'A1'].flatMap((code) =>
      ['2024-12-01', day].map((on) => codes.cardClassificationLabel(code, on)),
    )
    expect(untranslated([...labels, ...kinds])).toEqual([])
  })

  it('say the share that follows from an age in English', () => {
    const born = [null, '2024-04-02', '1990-01-01', '1955-01-01', '1953-06-30', '1940-01-01']
    const shares = born.map((birthdate) => ruleShare(birthdate, day))
    expect(untranslated(shares.flatMap(({ text, note }) => [text, note ?? '']))).toEqual([])
  })

  it('tell of the channels and of what is typed from a card in English', () => {
    const fields = CODE_FIELDS.flatMap(({ label, support }) => [label, support])
    const channels = Object.values(CHANNEL_WORDS).flatMap(({ label, why }) => [label, why])
    expect(untranslated([...fields, ...channels, ...Object.values(SURFACE_CODE_TEXTS)])).toEqual([])
  })

  it('name what a check-up measures in English', () => {
    const series = seriesOf([{ day, institution: null, values: MEASURED }])
    const labels = series.flatMap(({ label, unit, lines }) => [
      label,
      unit,
      ...lines.map((line) => line.label),
    ])
    expect(series).toHaveLength(7)
    expect(untranslated(labels)).toEqual([])
  })

  it('name every kind of insurance and every prefecture in English', () => {
    const numbers = Array.from({ length: 100 }, (_, n) => `${String(n).padStart(2, '0')}130012`)
    const schemes = [...numbers, '130013', '133033'].map((each) => insurerScheme(each)?.label ?? '')
    expect(new Set(schemes).size).toBeGreaterThan(18)
    expect(untranslated([...schemes, ...Object.values(PREFECTURES)])).toEqual([])
  })

  it('name the kinds of tags in English', () => {
    expect(untranslated(Object.values(TAG_KIND_LABELS))).toEqual([])
  })

  it.each(DEVICE_KINDS)('tell of the ways of %s in English', (kind) => {
    const ways = waysOf(kind).flatMap(({ title, note }) => [title, note])
    expect(untranslated([DEVICE_LABELS[kind], ...ways, ...pairingHelp(kind).steps])).toEqual([])
  })

  it.each([true, false])('tell of what the browser has in English: %s', async (has) => {
    const window = Object.assign(new EventTarget(), {
      matchMedia: () => ({ matches: has }),
      ...(has && { SyncManager: {}, PublicKeyCredential: {}, NDEFReader: {} }),
    }) as unknown as Window
    const navigator = {
      ...(has && { bluetooth: { getAvailability: () => Promise.resolve(true) } }),
      storage: { persisted: () => Promise.resolve(has) },
    } as unknown as Navigator
    const notes = (await readCapabilities({ navigator, window })).map(({ note }) => note)
    expect(untranslated(notes)).toEqual([])
  })
})
