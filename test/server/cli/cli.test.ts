import * as nodeFiles from 'node:fs'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  announce,
  facilityOf,
  findRunning,
  lockDataFolder,
  openDataFolder,
} from '../../../server/cli/data-folder'
import { openLogFile, openLogStream } from '../../../server/cli/log-file'
import { parseOptions } from '../../../server/cli/options'
import { createDurably, readIfThere, writeDurably } from '../../../server/files'
import { StartError } from '../../../server/start-error'

const folder = mkdtempSync(join(tmpdir(), 'tazune-cli-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function newFolder(): string {
  return mkdtempSync(join(folder, 'data-'))
}

describe('the options', () => {
  it('have defaults that serve training on this machine only', () => {
    expect(parseOptions([], {})).toMatchObject({
      command: { kind: 'serve' },
      host: '127.0.0.1',
      port: null,
      mode: 'training',
      app: null,
      sandboxDelayMs: 0,
    })
  })

  it('are taken from the environment, and flags go first', () => {
    const env = { TAZUNE_PORT: '1234', TAZUNE_MODE: 'production', TAZUNE_DATA: '/a' }
    expect(parseOptions([], env)).toMatchObject({ port: 1234, mode: 'production', data: '/a' })
    expect(parseOptions(['--port', '0', '--data', '/b'], env)).toMatchObject({
      port: 0,
      data: '/b',
      anchors: '/b/anchors',
    })
  })

  it('name one command', () => {
    expect(parseOptions(['--new-code'], {}).command).toEqual({ kind: 'newCode' })
    expect(parseOptions(['--revoke', 'x'], {}).command).toEqual({ kind: 'revoke', deviceId: 'x' })
    expect(parseOptions(['--erase', 'x'], {}).command).toEqual({ kind: 'erase', deviceId: 'x' })
    expect(parseOptions(['--help', '--devices'], {}).command).toEqual({ kind: 'help' })
  })

  it('that make no sense are refused in a sentence', () => {
    for (const argv of [
      ['--port', 'x'],
      ['--port', '70000'],
      ['--mode', 'real'],
      ['--origin', 'nowhere'],
      ['--data'],
      ['stray'],
    ]) {
      expect(() => parseOptions(argv, {})).toThrow(StartError)
    }
  })

  it('name no second command, nor one twice: only one of them would be done', () => {
    for (const argv of [
      ['--revoke', 'x', '--revoke', 'y'],
      ['--revoke', 'x', '--erase', 'x'],
      ['--new-code', '--new-administrator'],
      ['--backup', 'x', '--restore', 'y'],
    ]) {
      expect(() => parseOptions(argv, {})).toThrow(StartError)
    }
  })

  it('keep only the origin of an address', () => {
    expect(parseOptions(['--origin', 'https://a.example/x'], {}).origin).toBe('https://a.example')
  })
})

describe('the data folder', () => {
  it('belongs to its owner, and to one mode for ever', () => {
    const data = join(newFolder(), 'new')
    openDataFolder(data, 'training')
    expect(statSync(data).mode & 0o777).toBe(0o700)
    openDataFolder(data, 'training')
    expect(() => {
      openDataFolder(data, 'production')
    }).toThrow(/belongs to training/)
  })

  it('names the facility; only training makes one up', () => {
    const data = newFolder()
    const of = (mode: string) => facilityOf(parseOptions(['--data', data, '--mode', mode], {}))
    expect(of('training').staff.length).toBeGreaterThan(0)
    expect(() => of('production')).toThrow(StartError)
    const facility = { id: 'f', name: '施設', staff: [{ id: 's', name: '看護' }] }
    writeFileSync(join(data, 'facility.json'), JSON.stringify(facility))
    expect(of('production')).toEqual(facility)
    for (const broken of ['{', '[]', '{"id":"f","name":"n","staff":[]}']) {
      writeFileSync(join(data, 'facility.json'), broken)
      expect(() => of('training')).toThrow(StartError)
    }
  })

  it('is locked by one process, and free when that has let go', async () => {
    const data = newFolder()
    const unlock = await lockDataFolder(data)
    await expect(lockDataFolder(data)).rejects.toThrow(StartError)
    unlock()
    const again = await lockDataFolder(data)
    again()
  })

  it('does not take a killed gateway for a running one', async () => {
    const data = newFolder()
    expect(await findRunning(data)).toBeUndefined()
    announce(data, { pid: 2 ** 30, port: 9, url: 'http://127.0.0.1:9' })
    expect(await findRunning(data)).toBeUndefined()
    // The pid lives, but nobody answers as a gateway would.
    announce(data, { pid: process.pid, port: 9, url: 'http://127.0.0.1:9' })
    expect(await findRunning(data)).toBeUndefined()
    writeFileSync(join(data, 'gateway.json'), '{"pid":')
    expect(await findRunning(data)).toBeUndefined()
  })
})

describe('a file written durably', () => {
  it('is whole, for its owner only, and replaces the old one', () => {
    const path = join(newFolder(), 'sub', 'file')
    writeDurably(path, 'one')
    writeDurably(path, 'two')
    expect(readFileSync(path, 'utf8')).toBe('two')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(nodeFiles.readdirSync(dirname(path))).toEqual(['file'])
  })

  it('leaves nothing beside where it cannot be put in its place', () => {
    const path = join(newFolder(), 'taken')
    nodeFiles.mkdirSync(join(path, 'sub'), { recursive: true })
    expect(() => {
      writeDurably(path, 'one')
    }).toThrow(/taken/)
    expect(nodeFiles.readdirSync(dirname(path))).toEqual(['taken'])
  })

  it('is made by one only of those who make it', () => {
    const path = join(newFolder(), 'file')
    expect([createDurably(path, 'one'), createDurably(path, 'two')]).toEqual([true, false])
    expect(readFileSync(path, 'utf8')).toBe('one')
    expect(nodeFiles.readdirSync(dirname(path))).toEqual(['file'])
  })
})

describe('the log file', () => {
  const line = { event: 'worker', time: '2026-11-21T00:00:00.000Z', step: 'answered' } as const

  it('has one JSON object a line, and goes on where it was', () => {
    const path = join(newFolder(), 'log')
    for (let run = 0; run < 2; run++) {
      const file = openLogFile(path)
      file.log(line)
      file.close()
    }
    const lines = readFileSync(path, 'utf8').trim().split('\n')
    expect(lines.map((text) => JSON.parse(text) as unknown)).toEqual([
      { level: 'info', ...line },
      { level: 'info', ...line },
    ])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('never grows beyond two files', () => {
    const path = join(newFolder(), 'log')
    const file = openLogFile(path, { maxBytes: 300 })
    for (let number = 0; number < 50; number++) file.log(line)
    file.close()
    expect(statSync(path).size).toBeLessThanOrEqual(300)
    expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(300)
    expect(readIfThere(`${path}.2`)).toBeUndefined()
  })

  it('keeps every line where two gateways write into it and one has moved it on', () => {
    const path = join(newFolder(), 'log')
    const files = [openLogFile(path, { maxBytes: 500 }), openLogFile(path, { maxBytes: 500 })]
    for (let number = 0; number < 4; number++) for (const file of files) file.log(line)
    for (const file of files) file.close()
    const lines = [path, `${path}.1`].flatMap((each) =>
      (readIfThere(each) ?? '').trim().split('\n'),
    )
    expect(lines).toHaveLength(8)
  })

  it('that cannot be written does not stop the gateway, and says afterwards how many lines it lacks', () => {
    const path = join(newFolder(), 'log')
    const disk = { room: Infinity }
    const file = openLogFile(path, {
      files: {
        ...nodeFiles,
        writeSync: (to: number, bytes: Uint8Array) => {
          if (disk.room === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
          return nodeFiles.writeSync(to, bytes.subarray(0, disk.room))
        },
      },
    })
    const room = (bytes: number) => {
      disk.room = bytes
      file.log(line)
    }
    for (const bytes of [Infinity, 10, 0, 0, 3, Infinity, Infinity]) room(bytes)
    file.close()
    const lines = readFileSync(path, 'utf8').split('\n')
    const own = JSON.stringify({ level: 'info', ...line })
    const told = JSON.stringify({ level: 'error', event: 'log', time: line.time, lost: 4 })
    expect(lines).toEqual([own, own.slice(0, 10), told.slice(0, 2), told, own, own, ''])
  })

  it('whose next file cannot be opened goes on in the old one', () => {
    const path = join(newFolder(), 'log')
    const many = { open: false }
    const file = openLogFile(path, {
      maxBytes: 200,
      files: {
        ...nodeFiles,
        openSync: (...args: [string, 'a', number]) => {
          if (many.open) throw Object.assign(new Error('too many'), { code: 'EMFILE' })
          return nodeFiles.openSync(...args)
        },
      },
    })
    file.log(line)
    file.log(line)
    many.open = true
    file.log(line)
    file.log(line)
    many.open = false
    // Had the old one been closed, its number would by now be this one's.
    const another = join(newFolder(), 'another')
    const taken = nodeFiles.openSync(another, 'w')
    file.log(line)
    nodeFiles.closeSync(taken)
    file.close()
    expect(readFileSync(another, 'utf8')).toBe('')
    expect(readFileSync(path, 'utf8')).toContain('"lost":2')
  })

  it('has only lines of the level that is asked for', () => {
    const lines: string[] = []
    const { log } = openLogStream((text) => lines.push(text), { level: 'warning' })
    const time = line.time
    log(line)
    log({ event: 'worker', time, step: 'retry' })
    log({ event: 'passcode', time, deviceId: 'd', wrong: 1 })
    log({ event: 'check', time, fault: { names: ['Error'], frames: [] } })
    const request = { event: 'request', time, id: 'i', method: 'GET', route: '/x', ms: 1 } as const
    for (const status of [200, 404, 429, 500]) log({ ...request, status })
    const levels = lines.map((text) => (JSON.parse(text) as { level: string }).level)
    expect(levels).toEqual(['warning', 'warning', 'error', 'warning', 'error'])
  })
})
