/** Answers as files in a folder of the facility's software. */
import * as nodeFiles from 'node:fs/promises'
import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBundle, writeBundle } from '../../../server/export/fhir/bundle'
import { deliverToFolder, type FolderSettings } from '../../../server/export/folder/deliver'
import { createFolderGate } from '../../../server/folders/folder-gate'
import { sampleRecord } from './sample-records'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tazune-export-'))
})

afterEach(() => rm(folder, { recursive: true }))

function deliver(
  id = 'valid-30',
  format: FolderSettings['format'] = { kind: 'csv', encoding: 'utf-8' },
  into = folder,
  readers: FolderSettings['readers'] = 'owner',
) {
  return deliverToFolder(sampleRecord(id), { folder: into, format, readers, files: nodeFiles })
}

describe('a folder', () => {
  it('gets a file named by the check, whole and for its owner alone', async () => {
    const name = `tazune-${sampleRecord('valid-30').check.id}`
    expect(await deliver()).toEqual({ kind: 'done', how: 'written' })
    expect(await deliver('valid-30', { kind: 'fhir' })).toEqual({ kind: 'done', how: 'written' })
    expect((await readdir(folder)).sort()).toEqual([`${name}.csv`, `${name}.json`])
    expect(await readFile(join(folder, `${name}.json`), 'utf8')).toBe(
      writeBundle(toBundle(sampleRecord('valid-30'))),
    )
    expect((await stat(join(folder, `${name}.csv`))).mode & 0o777).toBe(0o600)
  })

  it('gets a file for its group to read where the settings say so, whatever was left beside', async () => {
    const name = `tazune-${sampleRecord('valid-30').check.id}.json`
    await writeFile(join(folder, `.${name}.part`), '', { mode: 0o600 })
    await deliver('valid-30', { kind: 'fhir' }, folder, 'group')
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o640)
  })

  it('on a share that is dead is tried again, and holds one thread', async () => {
    let held = 0
    const dead = createFolderGate({ withinMs: 5 }).files({
      ...nodeFiles,
      open() {
        held += 1
        return new Promise(() => undefined)
      },
    })
    const settings = { folder, format: { kind: 'fhir' }, readers: 'owner', files: dead } as const
    for (let tries = 0; tries < 3; tries += 1) {
      const delivery = await deliverToFolder(sampleRecord('valid-30'), settings)
      expect(delivery).toEqual({ kind: 'retry', code: 'TZ-E21' })
    }
    expect(held).toBe(1)
  })

  it('is left as it is by the same answer again', async () => {
    await deliver()
    const [name = ''] = await readdir(folder)
    const before = await stat(join(folder, name))
    expect(await deliver()).toEqual({ kind: 'done', how: 'unchanged' })
    expect((await stat(join(folder, name))).ino).toBe(before.ino)
  })

  it.each(['owner', 'group'] as const)(
    'is written into no file of another’s making that stands beside (%s)',
    async (readers) => {
      const name = `tazune-${sampleRecord('valid-30').check.id}.json`
      const elsewhere = join(folder, 'elsewhere')
      await writeFile(elsewhere, 'not ours', { mode: 0o666 })
      await symlink(elsewhere, join(folder, `.${name}.part`))
      expect(await deliver('valid-30', { kind: 'fhir' }, folder, readers)).toMatchObject({
        kind: 'done',
      })
      expect(await readFile(elsewhere, 'utf8')).toBe('not ours')
      expect((await lstat(join(folder, name))).isFile()).toBe(true)
    },
  )

  it('is for its owner alone again once the settings say so, whatever was left beside', async () => {
    const name = `tazune-${sampleRecord('valid-30').check.id}.json`
    await writeFile(join(folder, `.${name}.part`), '')
    await chmod(join(folder, `.${name}.part`), 0o640)
    await deliver('valid-30', { kind: 'fhir' })
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  })

  it('never shows half a file: what a crash left there is replaced', async () => {
    const name = `tazune-${sampleRecord('valid-30').check.id}.csv`
    await writeFile(join(folder, name), 'half')
    expect(await deliver()).toEqual({ kind: 'done', how: 'written' })
    expect(await readFile(join(folder, name), 'utf8')).toContain('見本　一郎')
    expect(await readdir(folder)).toEqual([name])
  })

  it('keeps nothing of a patient that a killed gateway left beside', async () => {
    const name = `tazune-${sampleRecord('valid-30').check.id}.csv`
    await writeFile(
      join(folder, `.${name}.part`),
      'a longer file than the one that is written now'.repeat(99),
    )
    expect(await deliver()).toEqual({ kind: 'done', how: 'written' })
    expect(await readdir(folder)).toEqual([name])
    expect((await readFile(join(folder, name), 'utf8')).split('\r\n')).toHaveLength(3)
  })

  it('that is not there is waited for, and not made', async () => {
    const missing = join(folder, 'share')
    expect(await deliver('valid-30', { kind: 'fhir' }, missing)).toEqual({
      kind: 'retry',
      code: 'TZ-E21',
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('gets nothing where a character has no place in the encoding', async () => {
    expect(await deliver('name-tsuchiyoshi', { kind: 'csv', encoding: 'cp932' })).toEqual({
      kind: 'stopped',
      code: 'TZ-E20',
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('is never left by a name: an id with a path in it becomes a name of its own', async () => {
    const record = sampleRecord('valid-30')
    const sly = { ...record, check: { ...record.check, id: '../../etc/passwd' } }
    await deliverToFolder(sly, {
      ...{ folder, format: { kind: 'fhir' }, readers: 'owner', files: nodeFiles },
    })
    expect(await readdir(folder)).toHaveLength(1)
  })
})
