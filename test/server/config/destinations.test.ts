/** Destinations of exports in the configuration: what they must be, and what they name. */
import * as nodeFiles from 'node:fs/promises'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exportsOf } from '../../../server/cli/exports'
import { parseOptions, readConfiguration } from '../../../server/cli/options'
import { findFolderFaults } from '../../../server/config/export-faults'
import { printConfiguration } from '../../../server/config/print'

const folder = mkdtempSync(join(tmpdir(), 'tazune-destinations-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const KEY = JSON.stringify({
  ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
  kid: 'hook-1',
})
const TOKEN = 'a-token-of-at-least-thirty-two-letters'
const CSV = { id: 'rows', kind: 'csv', folder: '/srv/out' }
const HOOK = {
  ...{ id: 'hook', kind: 'webhook', url: 'https://r.example/h?secret=1' },
  ...{ key: 'hook-key', token: 'hook-token' },
}
const ORCA = {
  ...{ id: 'orca', kind: 'orca', url: 'http://192.168.1.20:8000/', addresses: ['192.168.1.20'] },
  ...{ user: 'tazune', password: 'orca-password' },
}

type Secrets = Readonly<Record<string, string>>

function newFolder(facilities: unknown[], secrets: Secrets = {}): string {
  const data = mkdtempSync(join(folder, 'data-'))
  writeFileSync(join(data, 'config.json'), JSON.stringify({ facilities }))
  mkdirSync(join(data, 'secrets'))
  for (const [name, text] of Object.entries(secrets)) {
    writeFileSync(join(data, 'secrets', name), `${text}\n`)
  }
  return data
}

function facility(id: string, ...destinations: unknown[]) {
  return { id, name: id, staff: [{ id: 's', name: '看護　花子' }], destinations }
}

function faultsOf(facilities: unknown[], secrets: Secrets = {}, env: Secrets = {}): string[] {
  return readConfiguration(['--data', newFolder(facilities, secrets)], env).faults
}

describe('a facility’s destinations', () => {
  it('stand with the facility, and their secrets in files or the environment', () => {
    const all = [facility('f1', CSV, HOOK, ORCA)]
    const secrets = { 'hook-key': KEY, 'hook-token': TOKEN, 'orca-password': 'みほん' }
    expect(faultsOf(all, secrets)).toEqual([])
    const env = {
      TAZUNE_SECRET_HOOK_KEY: KEY,
      TAZUNE_SECRET_HOOK_TOKEN_FILE: join(newFolder([], { t: TOKEN }), 'secrets/t'),
      TAZUNE_SECRETS: join(newFolder([], { 'orca-password': 'x' }), 'secrets'),
    }
    expect(faultsOf(all, {}, env)).toEqual([])
  })

  it('are refused by their place where they make no sense, and nothing of them is repeated', () => {
    const faults = faultsOf([
      facility('f1', { ...CSV, folder: 'geheim' }, { ...CSV, id: 'x', encoding: 'sjis' }),
    ])
    expect(faults).toHaveLength(2)
    expect(faults[0]).toMatch(/^facilities\[0\]\.destinations\[0\]\.folder in /)
    expect(faults.join()).not.toMatch(/geheim|sjis/)
    expect(faultsOf([facility('f1', CSV, CSV)])).toEqual([
      'facilities[0].destinations in the configuration file must be a list with each id once.',
    ])
  })

  it('need what they name to be there, and to be what it is used for', () => {
    const all = [facility('f1', HOOK, ORCA)]
    expect(faultsOf(all)).toEqual([
      'The secret that key of destination hook of facility f1 names must be there, and be a private JWK with kid, Ed25519 or P-256.',
      'The secret that token of destination hook of facility f1 names must be there, and be 32 to 500 letters, digits or . _ ~ + / = -.',
      'The secret that password of destination orca of facility f1 names must be there, and be some text on one line.',
    ])
    const wrong = { 'hook-key': '{"kid":"geheim"}', 'hook-token': 'kurz', 'orca-password': 'a\nb' }
    const faults = faultsOf(all, wrong)
    expect(faults).toHaveLength(3)
    expect(faults.join()).not.toMatch(/geheim|kurz/)
    const certified = facility('f1', { ...ORCA, password: undefined, clientCertificate: 'pem' })
    expect(faultsOf([certified], { pem: '-----BEGIN CERTIFICATE-----\nx' })).toHaveLength(1)
  })

  it('share no folder and no token with another’s', () => {
    const secrets = { 'hook-key': KEY, 'hook-token': TOKEN, other: TOKEN }
    expect(faultsOf([facility('f1', CSV), facility('f2', { ...CSV, kind: 'fhir' })])).toEqual([
      'The folder of destination rows of facility f2 is another destination’s.',
    ])
    expect(faultsOf([facility('f1', CSV, { ...CSV, id: 'again' })])).toHaveLength(1)
    const fhir = { ...CSV, id: 'b', kind: 'fhir' }
    expect(faultsOf([facility('f1', CSV, fhir)])).toEqual([])
    expect(faultsOf([facility('f1', CSV, fhir, { ...CSV, id: 'c' })])).toEqual([
      'The folder of destination c of facility f1 is another destination’s.',
    ])
    expect(
      faultsOf([facility('f1', HOOK), facility('f2', { ...HOOK, token: 'other' })], secrets),
    ).toEqual(['The token of destination hook of facility f2 is another destination’s.'])
  })

  it('have folders that can be written to, where that is asked', () => {
    const there = mkdtempSync(join(folder, 'out-'))
    const file = join(there, 'file')
    writeFileSync(file, '')
    const at = (path: string) => ({ ...CSV, folder: path })
    const { facilities } = readConfiguration(
      [
        '--data',
        newFolder([
          facility('f1', at(there)),
          facility('f2', at(file)),
          facility('f3', at(join(there, 'none'))),
        ]),
      ],
      {},
    )
    expect(findFolderFaults(facilities ?? [])).toEqual([
      'The folder of destination rows of facility f2 is not there or cannot be written to.',
      'The folder of destination rows of facility f3 is not there or cannot be written to.',
    ])
  })

  it('are printed without a secret', () => {
    const data = newFolder([facility('f1', CSV, HOOK)], { 'hook-key': KEY, 'hook-token': TOKEN })
    const lines: string[] = []
    printConfiguration(readConfiguration(['--data', data], {}), (line) => lines.push(line))
    expect(lines).toContain('destination         f1/rows, csv, /srv/out')
    expect(lines).toContain('destination         f1/hook, webhook, r.example')
    expect(lines.join()).not.toMatch(/secret=|a-token|"d"/)
  })
})

describe('what the gateway is given', () => {
  it('has each facility’s own, and knows a receiver by its token alone', async () => {
    const secrets = { 'hook-key': KEY, 'hook-token': TOKEN, 'orca-password': 'みほん' }
    const data = newFolder([facility('f1', HOOK, ORCA), facility('f2', CSV)], secrets)
    const options = parseOptions(['--data', data], {})
    const given = exportsOf(options.facilities ?? [], options.secrets, () => nodeFiles)
    expect(given.facilities.get('f2')?.destinations.map(({ id }) => id)).toEqual(['rows'])
    expect(given.receiver(TOKEN)).toEqual({ facilityId: 'f1', destination: 'hook' })
    expect(given.receiver(`${TOKEN}x`)).toBeNull()
    expect(await given.secrets.password('orca-password')).toBe('みほん')
    rmSync(join(data, 'secrets/orca-password'))
    await expect(given.secrets.password('orca-password')).rejects.toThrow(/gone/)
  })
})
