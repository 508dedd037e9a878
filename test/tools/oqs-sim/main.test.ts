import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)

function simulate(...argv: string[]) {
  return run(process.execPath, ['--import', 'tsx', 'tools/oqs-sim/main.ts', ...argv])
}

describe('the OQS simulator as a program', () => {
  it('explains itself', async () => {
    expect((await simulate('--help')).stdout).toMatch(/^npm run oqs-sim -- --root DIR/)
  })

  it('ends at once, with a sentence, when it is told nonsense', async () => {
    await expect(simulate('--rate', 'often')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^--root DIR is needed\./) as string,
    })
  })
})
