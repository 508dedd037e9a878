import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { build } from 'vite'
import { HELP } from '../../bridge/words'

interface Manifest {
  license?: string
  engines?: { node?: string }
  bin?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

interface Packed {
  filename: string
  files: { path: string }[]
}

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tazune-pack-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Manifest

describe('the package of the bridge', () => {
  const own = read('bridge/package.json')
  const root = read('package.json')

  it('needs koffi and ws and nothing else, in the versions the tests run with', () => {
    const { koffi, ws } = root.devDependencies ?? {}
    expect(own.dependencies).toEqual({ koffi, ws })
    expect(own.dependencies?.['koffi']).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it('is started as tazune-bridge, on the Node the repository asks for, under its licence', () => {
    expect(own.bin).toEqual({ 'tazune-bridge': 'dist/main.js' })
    expect(own.engines).toEqual(root.engines)
    expect(own.license).toBe(root.license)
  })

  it('packs its program, its README and its licence, and what is packed runs', async () => {
    const outDir = join(folder, 'dist')
    await build({ configFile: 'vite.bridge.config.ts', build: { outDir }, logLevel: 'warn' })
    for (const name of ['package.json', 'README.md', 'LICENSE']) {
      cpSync(join('bridge', name), join(folder, name))
    }
    const npm = (...words: string[]) =>
      execFileSync('npm', [...words, '--ignore-scripts', '--offline'], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    const [packed] = JSON.parse(npm('pack', '--json')) as Packed[]
    expect(packed?.files.map(({ path }) => path).sort()).toEqual(
      ['LICENSE', 'README.md', 'dist/main.js', 'package.json'].sort(),
    )
    execFileSync('tar', ['-xzf', packed?.filename ?? ''], { cwd: folder })
    // What it depends on is in the versions of the repository: the test above.
    symlinkSync(resolve('node_modules'), join(folder, 'package', 'node_modules'))
    const main = join(folder, 'package', own.bin?.['tazune-bridge'] ?? '')
    expect(readFileSync(main, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(execFileSync(process.execPath, [main, '--help'], { encoding: 'utf8' })).toBe(`${HELP}\n`)
  })

  it('says in its README only options that it has, and carries the licence of the repository', () => {
    const named = readFileSync('bridge/README.md', 'utf8').match(/--[a-z]+/g) ?? []
    expect(named).toContain('--origin')
    for (const option of named.filter((each) => each !== '--help')) expect(HELP).toContain(option)
    expect(readFileSync('bridge/LICENSE', 'utf8')).toBe(readFileSync('LICENSE', 'utf8'))
  })
})
