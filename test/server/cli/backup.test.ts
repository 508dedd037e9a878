import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { printDevices, printNewCode } from '../../../server/cli/administer'
import { printBackup, printRestore } from '../../../server/cli/backup'
import { parseOptions, type BackupCommand } from '../../../server/cli/options'
import { StartError } from '../../../server/start-error'

const folder = mkdtempSync(join(tmpdir(), 'tazune-backup-cli-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

async function run(argv: string[]): Promise<string[]> {
  const options = parseOptions(argv, {})
  const lines: string[] = []
  const print = (line: string) => lines.push(line)
  const { command } = options
  if (command.kind === 'backup') await printBackup(options, command, print)
  else await printRestore(options, command as BackupCommand, print)
  return lines
}

describe('the commands of backup and restore', () => {
  const data = join(folder, 'data')
  const copy = join(folder, 'copy')
  const other = join(folder, 'other')

  it('take one word each, and say what was kept', async () => {
    await printNewCode(parseOptions(['--data', data], {}), () => undefined)
    const lines = await run(['--data', data, '--backup', copy])
    expect(lines.join('\n')).toMatch(/^rows {6}\d+ in \d+ tables, verified$/m)
    expect(lines.at(-1)).toMatch(/keys\.json is not in it/)
    mkdirSync(other)
    copyFileSync(join(data, 'keys.json'), join(other, 'keys.json'))
    const restored = await run(['--data', other, '--restore', copy])
    expect(restored.join(' ')).toMatch(/Revoke again what was revoked since/)
    const devices: string[] = []
    await printDevices(parseOptions(['--data', other], {}), (line) => devices.push(line))
    expect(devices).toEqual(['no devices'])
  })

  it('make no keys where there are none', async () => {
    const empty = join(folder, 'empty')
    await expect(run(['--data', empty, '--restore', copy])).rejects.toThrow(/no keys\.json/)
    await expect(run(['--data', empty, '--backup', join(folder, 'x')])).rejects.toThrow(StartError)
  })
})
