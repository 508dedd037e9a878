import { mkdirSync, rmSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, Server, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openKnownPages } from '../../bridge/known-pages'
import { runBridge } from '../../bridge/run'
import { createOwnKey } from '../../api/bridge/agreement'
import { createFakePcsc } from './fake-pcsc'
import { ORIGIN } from './bridge-rig'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tazune-bridge-'))
})

afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the program and asks it to end at once. */
function run(...argv: readonly string[]): Promise<{ code: number; said: string }> {
  return runWith(() => undefined, ...argv)
}

/** `onReady` happens when the pages it knew have been read. */
async function runWith(
  onReady: () => void,
  ...argv: readonly string[]
): Promise<{ code: number; said: string }> {
  const output = new PassThrough()
  const code = await runBridge({
    argv: ['--origin', ORIGIN, '--state', folder, ...argv],
    input: new PassThrough(),
    output,
    createPcsc() {
      onReady()
      return createFakePcsc([])
    },
    onStop: (stop) => stop(),
  })
  return { code, said: String(output.read()) }
}

const stateFile = (): string => join(folder, 'bridge.json')

async function knowOnePage(): Promise<void> {
  const pages = await openKnownPages(stateFile())
  await pages.add((await createOwnKey()).point, ORIGIN)
}

describe('the program of the bridge', () => {
  it('forgets the pages it knew, and shows a code', async () => {
    await knowOnePage()
    const { own, count } = await openKnownPages(stateFile())
    expect(count).toBe(1)
    const { code, said } = await run('--port', '0', '--forget')
    expect(code).toBe(0)
    expect(said).toMatch(/連携番号 {2}[0-9A-Z]{4}-[0-9A-Z]{4}/)
    const after = await openKnownPages(stateFile())
    expect(after.count).toBe(0)
    expect(after.own.point).not.toEqual(own.point)
  })

  it('says in a sentence that it could not forget them, and ends', async () => {
    await knowOnePage()
    const breakFile = (): void => {
      rmSync(stateFile())
      mkdirSync(stateFile())
    }
    const { code, said } = await runWith(breakFile, '--port', '0', '--forget')
    expect(code).toBe(1)
    expect(said).toContain('連携を取り消せませんでした')
    expect(said).not.toContain('待っています')
  })

  it('changes nothing where another bridge has the port already', async () => {
    await knowOnePage()
    const before = [await readFile(stateFile(), 'utf8'), (await stat(stateFile())).ino]
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    const { code, said } = await run('--port', String(port), '--forget')
    await new Promise((done) => other.close(done))
    expect(code).toBe(1)
    expect(said).toContain(`${port} 番は`)
    expect([await readFile(stateFile(), 'utf8'), (await stat(stateFile())).ino]).toEqual(before)
  })

  it('says that the system keeps the port for itself, as Windows does with some', async () => {
    vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      const refusal = Object.assign(new Error('listen EACCES'), {
        code: 'EACCES',
        syscall: 'listen',
      })
      queueMicrotask(() => this.emit('error', refusal))
      return this
    })
    const { code, said } = await run('--port', '21745')
    expect(code).toBe(1)
    expect(said).toContain('21745 番を使うことを、このパソコンが許していません。')
  })

  it('names the folder it cannot keep its pairing in', async () => {
    await writeFile(join(folder, 'file'), '')
    const { code, said } = await run('--port', '0', '--state', join(folder, 'file', 'inside'))
    expect(code).toBe(1)
    expect(said).toContain(join(folder, 'file', 'inside', 'bridge.json'))
    expect(said).not.toContain('    at ')
  })
})
