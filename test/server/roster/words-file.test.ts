import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseOptions, readConfiguration } from '../../../server/cli/options'
import { StartError } from '../../../server/start-error'
import { morningOf } from '../../../server/roster/morning-time'
import { readRosterWords } from '../../../server/roster/import/words-file'

const folder = mkdtempSync(join(tmpdir(), 'tazune-words-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function dataWith(files: Record<string, unknown>): string {
  const data = mkdtempSync(join(folder, 'data-'))
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(data, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return data
}

const OF = { source: 'example software 3.1', asOf: '2026-11-01' }
const faultsOf = (content: unknown) => readRosterWords(dataWith({ 'roster-words.json': content }))

describe('the words of the facility’s own files', () => {
  it('stand over the built-in ones, whose others stay', () => {
    const { words, faults } = faultsOf({ ...OF, patients: { patientId: ['整理番号'] } })
    expect(faults).toEqual([])
    expect(words?.patients.patientId).toEqual(expect.arrayContaining(['整理番号', '患者番号']))
    expect(words?.source).toBe(OF.source)
  })

  it('are the built-in ones where there is no file', () => {
    expect(readRosterWords(dataWith({}))).toEqual({ words: null, faults: [] })
  })

  it('may begin with the mark that editors on Windows write', () => {
    expect(faultsOf(`\ufeff${JSON.stringify(OF)}`).faults).toEqual([])
  })

  it.each<[string, unknown, string]>([
    ['no JSON', '{ "source": 秘密', 'roster-words.json must be one JSON object.'],
    ['no object', [], 'source in roster-words.json is missing.'],
    [
      'a key that nobody knows',
      { ...OF, patients: { colour: ['秘密'] } },
      'patients.colour in roster-words.json must be ("patientId"',
    ],
    [
      'an empty word',
      { ...OF, patients: { name: [''] } },
      'patients.name[0] in roster-words.json must be >=1.',
    ],
    [
      'one word for two columns, in whatever width',
      { ...OF, patients: { symbol: ['ｷｺﾞｳ'], number: ['キゴウ'] } },
      'A word of patients in roster-words.json stands under two keys.',
    ],
    [
      'the 個人番号 as a column (R13)',
      { ...OF, visits: { patientId: ['マイナンバー'] } },
      'A word of visits in roster-words.json names a column that refuses a file (個人番号).',
    ],
  ])('are refused with a sentence for %s, which repeats no word', (_, content, sentence) => {
    const { words, faults } = faultsOf(content)
    expect(words).toBeNull()
    expect(faults[0]).toContain(sentence)
    expect(faults.join()).not.toMatch(/秘密|キゴウ|ｷｺﾞｳ/)
  })

  it('are read with the rest of the configuration, whose check names their faults', () => {
    const good = dataWith({ 'roster-words.json': { ...OF, visits: { time: ['開始'] } } })
    expect(parseOptions(['--data', good], {}).rosterWords?.visits.time).toContain('開始')
    const bad = dataWith({ 'roster-words.json': { ...OF, sexes: {} } })
    expect(readConfiguration(['--data', bad, '--check-config'], {}).faults).toEqual([
      'sexes in roster-words.json is not a setting.',
    ])
    expect(() => parseOptions(['--data', bad], {})).toThrow(StartError)
  })
})

describe('the hour of the morning', () => {
  const facility = { id: 'f', name: '施設', staff: [{ id: 's', name: '看護' }] }
  const read = (morning: unknown) =>
    readConfiguration(['--data', dataWith({ 'facility.json': { ...facility, morning } })], {})

  it('is six where nothing is said, another where it is said, and none where it is off', () => {
    expect(morningOf({})).toBe('06:00')
    expect(read('05:15').facilities?.map(morningOf)).toEqual(['05:15'])
    expect(read('off').facilities?.map(morningOf)).toEqual([null])
  })

  it.each(['6:00', '24:00', '12:60', 'noon', ''])('is refused as %j', (text) => {
    expect(read(text).faults).toEqual([
      'morning in facility.json must be a time such as 06:00, or off.',
    ])
  })
})
