import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface Manifest {
  license?: string
  engines?: { node?: string }
  bin?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

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
})
