import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseBridgeArguments } from '../../bridge/arguments'

const ORIGIN = 'https://app.example'
const folder = mkdtempSync(join(tmpdir(), 'tazune-bridge-arguments-'))
const config = join(folder, 'config.json')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the command line of the bridge', () => {
  it('needs an origin', () => {
    expect(parseBridgeArguments([])).toEqual({ kind: 'wrong', word: '--origin' })
    expect(parseBridgeArguments(['--help'])).toEqual({ kind: 'help' })
  })

  it.each([
    'app.example',
    'https://app.example/',
    'https://app.example/path',
    'http://app.example',
    '*',
    'null',
    'file:///x',
  ])('takes no origin like %s', (origin) => {
    expect(parseBridgeArguments(['--origin', origin])).toEqual({ kind: 'wrong', word: '--origin' })
  })

  it('listens on its own port unless told otherwise', () => {
    expect(parseBridgeArguments(['--origin', ORIGIN])).toMatchObject({
      arguments: { origins: [ORIGIN], port: 21_745, reader: '', pair: false, forget: false },
    })
    for (const port of ['-1', '65536', 'x', '1.5']) {
      expect(parseBridgeArguments(['--origin', ORIGIN, `--port=${port}`])).toEqual({
        kind: 'wrong',
        word: '--port',
      })
    }
  })

  it('names an option it does not know', () => {
    expect(parseBridgeArguments(['--all-origins'])).toEqual({
      kind: 'wrong',
      word: '--all-origins',
    })
  })

  it('reads the same from a file, and nothing else', () => {
    writeFileSync(config, JSON.stringify({ origins: [ORIGIN], port: 4000, reader: 'Sony' }))
    expect(parseBridgeArguments(['--config', config])).toMatchObject({
      arguments: { origins: [ORIGIN], port: 4000, reader: 'Sony' },
    })
    for (const text of ['{"origin": "*"}', '[', '{"port": "1"}', 'null']) {
      writeFileSync(config, text)
      const parsed = parseBridgeArguments(['--config', config])
      expect(parsed).toEqual({ kind: 'wrong', word: '--config' })
    }
  })

  it('keeps its state where the system keeps such things', () => {
    const stateOn = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv) => {
      const parsed = parseBridgeArguments(['--origin', ORIGIN], environment, platform)
      return parsed.kind === 'run' ? parsed.arguments.stateFile : ''
    }
    expect(stateOn('linux', { XDG_CONFIG_HOME: '/c' })).toBe('/c/tazune-bridge/bridge.json')
    expect(stateOn('win32', { LOCALAPPDATA: '/l' })).toContain('tazune-bridge')
    expect(stateOn('darwin', {})).toContain('Application Support')
  })
})
