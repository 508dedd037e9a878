import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../domain/decide'
import { DECISION_TEXTS, type DecisionText } from '../../../domain/decide/decision-texts'
import { generateSituation } from '../../../tools/decide/generate-situation'
import { renderDecide } from '../../../tools/decide/render-decide'
import { RULES } from '../../../tools/rules/rule-list'

const all = Object.entries(DECISION_TEXTS).flatMap(([field, texts]) =>
  Object.entries<DecisionText>(texts).map(([code, text]) => ({
    code: `${field} ${code}`,
    ...text,
  })),
)

describe('the words of a decision', () => {
  it.each(all)('$code has a sentence and what to do in both languages, and its rule', (text) => {
    for (const sentence of [text.ja, text.doJa]) {
      expect(sentence).toMatch(/[ぁ-ん].*。$/)
    }
    for (const sentence of [text.en, text.doEn]) {
      expect(sentence).toMatch(/^[(A-Z0-9][\x20-\x7e]+\.$/)
    }
    expect(RULES).toHaveProperty(text.rule)
  })

  it.each(all)('$code says nothing that is not to be said (R43, R47)', ({ ja, doJa }) => {
    expect(`${ja}${doJa}`).not.toMatch(/無保険|10割|十割|全額|DV|自費/)
  })

  it('are there for every code that a decision can hold, and for no other', () => {
    const seen = new Set<string>()
    const see = (field: keyof typeof DECISION_TEXTS, codes: readonly (string | undefined)[]) => {
      for (const code of codes) if (code !== undefined) seen.add(`${field} ${code}`)
    }
    for (let index = 0; index < 20_000; index += 1) {
      const decision = decide(generateSituation(3, index))
      see('channel', [decision.channel])
      see('identity', decision.identity)
      see('reinquiry.why', [decision.reinquiry.why])
      see('reinquiry.warnings', decision.reinquiry.warnings)
      see('certificate.state', [decision.certificate?.state])
      see('medicalInformation.why', [decision.medicalInformation.why])
      see('ladder', decision.ladder)
      see('claim.basis', [decision.claim.basis])
      see('claim.blockedBy', decision.claim.blockedBy)
      see('share.source', [decision.share.source])
      const next = decision.next.map(({ code }) => code)
      see('next', next)
    }
    expect([...seen].sort()).toEqual(all.map(({ code }) => code).sort())
  })
})

describe('docs/decide.md', () => {
  it('is what the sources say (npm run docs)', () => {
    expect(readFileSync('docs/decide.md', 'utf8')).toBe(renderDecide())
  })
})
