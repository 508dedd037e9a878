import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const FOLDER = 'src/words/en'
/** What the patient reads, and the two that join the groups. */
const NOT_STAFF = ['card', 'consent', 'consent-words', 'declaration', 'patient', 'patient-shell']
const APART = new Set([...NOT_STAFF, 'phone', 'pin', 'index'].map((name) => `${name}.ts`))

async function groupsOfStaff() {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !APART.has(name))
  return Promise.all(
    files.map(async (file) => {
      const group = (await import(join('../..', FOLDER, file))) as Record<string, object>
      return { file, texts: Object.values(group).flatMap((words) => Object.entries(words)) }
    }),
  )
}

describe('the English of staff', () => {
  it('is the same wherever a sentence stands: of two groups only the last would be shown', async () => {
    const said = new Map<string, string[]>()
    for (const { file, texts } of await groupsOfStaff()) {
      for (const [sentence, english] of texts) {
        const told = JSON.stringify(english)
        const before = said.get(sentence)
        if (before === undefined) said.set(sentence, [told, file])
        else if (before[0] !== told) before.push(file)
      }
    }
    const torn = [...said].filter(([, [, ...files]]) => files.length > 1)
    expect(torn).toEqual([])
  })
})
