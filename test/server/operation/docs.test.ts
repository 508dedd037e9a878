import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SETTING_KEYS, SETTINGS, type Setting } from '../../../server/config/settings'
import { UNREADY_REASONS } from '../../../server/health/readiness'
import { renderRetention } from '../../../tools/render-retention'

const page = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), 'utf8')

describe('the pages for whoever runs the gateway', () => {
  it('tell what is erased when as the terms have it', async () => {
    expect(page('retention')).toBe(await renderRetention())
  })

  it('name every setting by its variable, its flag and its place in the file', () => {
    const running = page('running')
    // Of the sandbox alone, which nobody runs.
    const told = SETTING_KEYS.filter((key) => key !== 'sandboxDelayMs')
    const missing = told.flatMap((key) => {
      const { env, file, flag }: Setting = SETTINGS[key]
      const names = [env, file, flag && `--${flag}`].filter((name) => name !== undefined)
      return names.filter((name) => !running.includes(`\`${name}\``))
    })
    expect(missing).toEqual([])
  })

  it('say what to do for each reason not to be ready', () => {
    const running = page('running')
    expect(UNREADY_REASONS.filter((reason) => !running.includes(`| \`${reason}\``))).toEqual([])
  })
})
