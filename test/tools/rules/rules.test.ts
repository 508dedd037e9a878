import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { renderRules } from '../../../tools/rules/render-rules'
import { RULE_IDS, RULES } from '../../../tools/rules/rule-list'
import { citedIn, scanTests, scanText } from '../../../tools/rules/scan-tests'

describe('the list of rules and tests', () => {
  const tests = scanTests('.', 'test')

  it.each(RULE_IDS)('has a test on each side of %s', (id) => {
    const sides = new Set(tests.filter(({ rules }) => rules.includes(id)).map(({ side }) => side))
    expect(sides).toContain('within')
    expect(sides).toContain('beyond')
  })

  it('knows every rule that a test cites', () => {
    const cited = new Set(tests.flatMap(({ rules }) => rules))
    expect([...cited].filter((id) => !(id in RULES))).toEqual([])
  })

  it('names tests that are there', () => {
    expect(tests.every(({ file }) => existsSync(file))).toBe(true)
  })

  it('is docs/rules.md as it stands (npm run docs)', () => {
    expect(readFileSync('docs/rules.md', 'utf8')).toBe(renderRules('.'))
  })
})

describe('finding what a title cites', () => {
  it.each([
    ['R22: the grace', ['R22']],
    ['asks for nothing (R2, R12)', ['R2', 'R12']],
    ['all of R2–R4', ['R2', 'R3', 'R4']],
    ['TZ-R04 is an error', []],
    ['R04, R123 and XR7 are none', []],
  ])('%s', (title, rules) => {
    expect(citedIn(title)).toEqual(rules)
  })

  it('reads the tests of a table and of a describe within another', () => {
    const source = `
      describe('R1: outer', () => {
        describe.each([1])('inner (R2)', () => {
          it.each([[1], [2]])('within: %s', () => {})
          it(\`beyond: R3\`, () => {})
        })
        test('says it(so)', () => {})
      })
      it('cites nothing', () => {})`
    expect(scanText('a.test.ts', source)).toEqual([
      { file: 'a.test.ts', title: '%s', side: 'within', rules: ['R1', 'R2'] },
      { file: 'a.test.ts', title: 'R3', side: 'beyond', rules: ['R1', 'R2', 'R3'] },
      { file: 'a.test.ts', title: 'says it(so)', side: null, rules: ['R1'] },
    ])
  })
})
