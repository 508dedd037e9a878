import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isOfficialAddress } from '../../../domain/handoff'
import { printNewCode } from '../../../server/cli/administer'
import { facilityOf, openDataFolder } from '../../../server/cli/data-folder'
import { parseOptions } from '../../../server/cli/options'
import { storePath } from '../../../server/cli/open-store'
import { StartError } from '../../../server/start-error'
import { openGatewayKeys } from '../../../server/keys/gateway-keys'
import { openSqliteStore } from '../../../server/store/open'

const ADDRESS = 'https://uketsuke.example/1234567890'
const folder = mkdtempSync(join(tmpdir(), 'tazune-official-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function newFolder(officialWeb?: unknown): string {
  const data = mkdtempSync(join(folder, 'data-'))
  const staff = [{ id: 's', name: '看護　花子' }]
  writeFileSync(
    join(data, 'facility.json'),
    JSON.stringify({ id: 'f', name: 'F', staff, officialWeb }),
  )
  return data
}

function facilityIn(data: string, mode = 'production') {
  return facilityOf(parseOptions(['--data', data, '--mode', mode], {}))
}

describe('the address of the official page', () => {
  it('is taken from the flag, then from the environment; without them facility.json counts', () => {
    const env = { TAZUNE_OFFICIAL_WEB: `${ADDRESS}1` }
    expect(parseOptions(['--official-web', ADDRESS], env).officialWeb).toBe(ADDRESS)
    expect(parseOptions([], env).officialWeb).toBe(`${ADDRESS}1`)
    expect(parseOptions([], {}).officialWeb).toBeUndefined()
  })

  it.each(['http://uketsuke.example/', 'https://user:secret@uketsuke.example/', ''])(
    'is refused at the start in a sentence that does not repeat it: %s',
    (text) => {
      const parse = () => parseOptions(['--official-web', text], {})
      expect(parse).toThrow(StartError)
      expect(parse).toThrow(/^(?!.*secret).*https address/)
    },
  )

  it('may stand in facility.json, where it must be one too', () => {
    expect(facilityIn(newFolder(ADDRESS)).officialWeb).toBe(ADDRESS)
    expect(facilityIn(newFolder()).officialWeb).toBeUndefined()
    expect(() => facilityIn(newFolder('http://uketsuke.example/'))).toThrow(StartError)
    expect(() => facilityIn(newFolder(5))).toThrow(StartError)
  })

  it('of training leads nowhere (RFC 2606)', () => {
    const { officialWeb } = facilityIn(mkdtempSync(join(folder, 'data-')), 'training')
    expect(isOfficialAddress(officialWeb ?? '')).toBe(true)
    expect(new URL(officialWeb ?? '').hostname).toMatch(/\.example$/)
  })

  it('given to the running gateway is not taken away by printing a code', async () => {
    const data = newFolder()
    openDataFolder(data, 'training')
    const { columns } = await openGatewayKeys(data)
    const before = openSqliteStore(storePath(data), columns)
    await before.facilities.put({ ...facilityIn(data, 'training'), officialWeb: ADDRESS })
    await before.close()
    const lines: string[] = []
    await printNewCode(parseOptions(['--data', data], {}), (line) => lines.push(line))
    expect(lines).toHaveLength(2)
    const after = openSqliteStore(storePath(data), columns)
    expect((await after.facilities.get('f'))?.officialWeb).toBe(ADDRESS)
    await after.close()
  })
})
