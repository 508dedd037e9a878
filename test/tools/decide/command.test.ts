/** npm run -s decide, as another program calls it. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../domain/decide'
import { generateSituation } from '../../../tools/decide/generate-situation'

function run(input: string | Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/decide.mjs'], { input })
  return { status, stdout: stdout.toString(), stderr: stderr.toString() }
}

describe('the command', () => {
  it('prints one object and nothing else', () => {
    const situation = generateSituation(1, 1)
    const { status, stdout, stderr } = run(JSON.stringify(situation))
    expect(JSON.parse(stdout)).toEqual(decide(situation))
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  it('ends with 2 and the path of each fault, and prints nothing', () => {
    const situation = { ...generateSituation(1, 1), at: 'soon', hobby: 'go' }
    const { status, stdout, stderr } = run(JSON.stringify(situation))
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^at: expected an instant/),
      'hobby: expected no such field',
    ])
    expect(stderr).not.toMatch(/soon|go\b/)
  })

  it('takes no text that is not UTF-8, and takes one that begins with a mark of it', () => {
    expect(run(Uint8Array.of(0x7b, 0x82, 0xa0, 0x7d)).stderr).toBe('$: expected one JSON object\n')
    expect(run(`\uFEFF${JSON.stringify(generateSituation(1, 2))}`).status).toBe(0)
  })
})
