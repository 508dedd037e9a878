import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const LIBRARY = new URL('../../scripts/lib/pcsc.mjs', import.meta.url).href
const EMPTY = fileURLToPath(new URL('./card', import.meta.url))

/** What the library finds when programs are looked for in `path` and the folders of services only. */
function findPcsc(path: string): { obstacle?: string } {
  const script = `const { findPcsc } = await import(${JSON.stringify(LIBRARY)})
    console.log(JSON.stringify(findPcsc()))`
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: path },
    encoding: 'utf8',
  })
  return JSON.parse(printed) as { obstacle?: string }
}

describe('where no PC/SC stack can be had', () => {
  it('the reason names the packages that are missing', () => {
    expect(findPcsc(EMPTY).obstacle).toMatch(/^not installed: .*\bopensc\b/)
  })
})
