import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseOptions, readConfiguration } from '../../../server/cli/options'
import { facilitiesOf, facilityOf } from '../../../server/cli/data-folder'
import { printConfiguration } from '../../../server/config/print'
import { StartError } from '../../../server/start-error'

const folder = mkdtempSync(join(tmpdir(), 'tazune-config-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const STAFF = [{ id: 's', name: '看護　花子' }]

function newFolder(config?: unknown): string {
  const data = mkdtempSync(join(folder, 'data-'))
  if (config !== undefined) {
    const text = typeof config === 'string' ? config : JSON.stringify(config)
    writeFileSync(join(data, 'config.json'), text)
  }
  return data
}

function faultsOf(config: unknown, env: Record<string, string> = {}): string[] {
  return readConfiguration(['--data', newFolder(config)], env).faults
}

function linesOf(argv: string[], env: Record<string, string>): string[] {
  const lines: string[] = []
  printConfiguration(readConfiguration(argv, env), (line) => lines.push(line))
  return lines
}

describe('the settings', () => {
  it('are taken from the file of the data folder, or from the one that is named', () => {
    const data = newFolder({ listen: { port: 8_000, host: '0.0.0.0' }, log: { to: 'stdout' } })
    expect(parseOptions(['--data', data], {})).toMatchObject({
      port: 8_000,
      host: '0.0.0.0',
      log: { to: 'stdout', level: 'info' },
    })
    const other = join(newFolder(), 'other.json')
    writeFileSync(other, '{"listen":{"port":9000}}')
    expect(parseOptions(['--data', data, '--config', other], {}).port).toBe(9_000)
    expect(parseOptions(['--data', data], { TAZUNE_CONFIG: other }).port).toBe(9_000)
  })

  it('of a flag go before the environment, and these before the file', () => {
    const data = newFolder({ listen: { port: 1 } })
    const env = { TAZUNE_PORT: '2' }
    expect(parseOptions(['--data', data, '--port', '3'], env).port).toBe(3)
    expect(parseOptions(['--data', data], env).port).toBe(2)
    expect(parseOptions(['--data', data], { TAZUNE_PORT: '' }).port).toBe(1)
    expect(parseOptions(['--data', newFolder()], {}).port).toBeNull()
  })

  it('name the proxies of the facility’s own, with commas between', () => {
    const data = newFolder({ listen: { proxies: '127.0.0.1, 10.1.0.0/16' } })
    expect(parseOptions(['--data', data], {}).proxies).toEqual(['127.0.0.1', '10.1.0.0/16'])
    expect(parseOptions(['--data', newFolder()], {}).proxies).toEqual([])
    const faults = faultsOf({}, { TAZUNE_PROXIES: '127.0.0.1,proxy.example' })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/^TAZUNE_PROXIES must be addresses or ranges/)
    expect(faults[0]).not.toContain('proxy.example')
  })

  it('that are wrong are all named, each by its place', () => {
    const env = { TAZUNE_HOST: 'x'.repeat(2_000), DATABASE_URL: 'mysql://u:geheim@h/n' }
    const config = {
      listen: { port: '70000', origin: 'nowhere' },
      metrics: { port: 9_464, host: '0.0.0.0' },
      stop: 5,
      retention: {},
      colour: 'red',
      log: { lavel: 'info' },
    }
    const faults = faultsOf(config, env)
    expect(faults).toEqual([
      'stop in the configuration file must be an object.',
      'colour in the configuration file is not a setting.',
      'log.lavel in the configuration file is not a setting.',
      'TAZUNE_HOST must be some text of at most 1000 characters.',
      'listen.port in the configuration file must be a whole number from 0 to 65535.',
      'listen.origin in the configuration file must be an address such as https://host.',
      'DATABASE_URL must be an address such as postgres://user@host/name.',
      'Metrics for other machines need a token: TAZUNE_METRICS_TOKEN.',
    ])
    expect(faults.join()).not.toMatch(/geheim|70000|nowhere|red/)
  })

  it.each(['{', '[]', '5', ''])('are refused in a file that is no object: %s', (text) => {
    expect(faultsOf(text)).toEqual(['the configuration file must be one JSON object.'])
    expect(() => parseOptions(['--data', newFolder(text)], {})).toThrow(StartError)
  })

  it('of a named file that is not there are missed', () => {
    const argv = ['--data', newFolder(), '--config', join(folder, 'none.json')]
    expect(readConfiguration(argv, {}).faults).toEqual(['The configuration file is not there.'])
  })

  it('that are secret may stand in a file of their own', () => {
    const path = join(newFolder(), 'secret')
    writeFileSync(path, 'postgres://u:p@h/n\n')
    const argv = ['--data', newFolder()]
    expect(parseOptions(argv, { DATABASE_URL_FILE: path }).databaseUrl).toBe('postgres://u:p@h/n')
    const missing = readConfiguration(argv, { DATABASE_URL_FILE: join(folder, 'none') })
    expect(missing.faults).toEqual([
      'The file of DATABASE_URL_FILE must be an address such as postgres://user@host/name.',
    ])
  })

  it('are printed with where they come from, and no secret is', () => {
    const token = 'a-token-nobody-may-see'
    const data = newFolder({ listen: { port: 8_000 }, metrics: { token } })
    const lines = linesOf(['--data', data, '--host', '::1'], {
      DATABASE_URL: 'postgres://u:geheim@h/n',
    })
    expect(lines).toContain('port                8000  (file)')
    expect(lines).toContain('host                ::1  (flag)')
    expect(lines).toContain('databaseUrl         (set)  (environment)')
    expect(lines).toContain('stopSeconds         40  (default)')
    expect(lines.at(-1)).toBe('The configuration fits.')
    expect(lines.join()).not.toMatch(/geheim|nobody-may-see/)
  })

  it('are asked for without being refused', () => {
    const data = newFolder({ listen: { port: -1 } })
    const lines = linesOf(['--data', data, '--check-config'], {})
    expect(lines.at(-1)).toBe('1 to mend.')
    expect(parseOptions(['--data', data, '--help'], {}).command).toEqual({ kind: 'help' })
  })
})

describe('the facilities', () => {
  const ONE = { id: 'f1', name: '一', staff: STAFF }
  const OQS = { kind: 'homeNursing', institutionCode: '1361234567', oqs: { root: '/oqs' } }

  function optionsOf(data: string, argv: string[] = []) {
    return parseOptions(['--data', data, '--mode', 'production', ...argv], {})
  }

  it('stand in the configuration file, or one in each file of a folder', () => {
    const inConfig = newFolder({ facilities: [ONE, { ...ONE, id: 'f2' }] })
    const inFolder = newFolder()
    mkdirSync(join(inFolder, 'facilities'))
    for (const id of ['f1', 'f2']) {
      writeFileSync(join(inFolder, 'facilities', `${id}.json`), JSON.stringify({ ...ONE, id }))
    }
    for (const data of [inConfig, inFolder]) {
      expect(facilitiesOf(optionsOf(data)).map(({ id }) => id)).toEqual(['f1', 'f2'])
      expect(facilityOf(optionsOf(data, ['--facility', 'f2'])).id).toBe('f2')
      expect(() => facilityOf(optionsOf(data))).toThrow(/--facility/)
      expect(() => facilityOf(optionsOf(data, ['--facility', 'f3']))).toThrow(/no facility/)
    }
  })

  it('may have an exchange folder, with the code that it is asked with', () => {
    const [facility] = facilitiesOf(optionsOf(newFolder({ facilities: [{ ...ONE, ...OQS }] })))
    expect(facility).toEqual({ ...ONE, ...OQS })
    const { institutionCode, ...withoutCode } = { ...ONE, ...OQS }
    expect(institutionCode).toHaveLength(10)
    expect(faultsOf({ facilities: [withoutCode] })).toEqual([
      'facilities[0].institutionCode in the configuration file is missing: the exchange folder is asked with it.',
    ])
  })

  it('that are wrong are named by their place', () => {
    const facilities = [
      { ...ONE, staff: [{ id: 's' }], officialWeb: 'http://u:geheim@h/' },
      { ...ONE, id: 'f2', institutionCode: '12', colour: 'red', oqs: { root: '', mode: 'x' } },
    ]
    const faults = faultsOf({ facilities })
    expect(faults).toEqual([
      'facilities[0].staff[0].name in the configuration file is missing.',
      'facilities[0].officialWeb in the configuration file must be an https address without user, password or fragment.',
      'facilities[1].institutionCode in the configuration file must be ten digits of a 医療機関コード.',
      'facilities[1].oqs.root in the configuration file must be >=1.',
      'facilities[1].oqs.mode in the configuration file is not a setting.',
      'facilities[1].colour in the configuration file is not a setting.',
    ])
  })

  it('stand in one place only, and each but once', () => {
    const twice = newFolder({ facilities: [ONE] })
    writeFileSync(join(twice, 'facility.json'), JSON.stringify(ONE))
    expect(() => optionsOf(twice)).toThrow(/one place only/)
    expect(faultsOf({ facilities: [ONE, ONE] })).toEqual(['Two facilities have the same id.'])
    const sharing = [
      { ...ONE, ...OQS },
      { ...ONE, ...OQS, id: 'f2' },
    ]
    expect(faultsOf({ facilities: sharing })).toEqual([
      'Two facilities have the same exchange folder and institutionCode.',
    ])
    expect(faultsOf({ facilities: [] })).toHaveLength(1)
  })
})
