import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { utf8 } from '../../api/bytes'
import { importSealKey, seal, unseal } from '../../api/seal'
import { openGatewayKeys, rotateSealKey, type GatewayKeys } from '../../server/keys/gateway-keys'
import { StartError } from '../../server/start-error'
import { patientRef } from '../../server/keys/patient-ref'

const folder = mkdtempSync(join(tmpdir(), 'tazune-keys-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const aad = utf8('aad')

async function sealTo(keys: GatewayKeys) {
  return seal(await importSealKey(keys.current.publicKey), utf8('check'), aad)
}

describe('the gateway’s keys', () => {
  it('are made once and are the same at the next start', async () => {
    const data = mkdtempSync(join(folder, 'a-'))
    const first = await openGatewayKeys(data)
    const sealed = await sealTo(first)
    const second = await openGatewayKeys(data)
    expect(second.current).toEqual(first.current)
    expect(await unseal(second.currentPair, sealed, aad)).toEqual(utf8('check'))
  })

  it('lie in a file of their owner', async () => {
    const data = mkdtempSync(join(folder, 'b-'))
    await openGatewayKeys(data)
    expect(statSync(join(data, 'keys.json')).mode & 0o777).toBe(0o600)
  })

  it('are rotated so that what was sealed before still opens', async () => {
    const data = mkdtempSync(join(folder, 'c-'))
    const old = await openGatewayKeys(data)
    const sealed = await sealTo(old)
    await rotateSealKey(data)
    const rotated = await openGatewayKeys(data)
    expect(rotated.current.id).not.toBe(old.current.id)
    const pair = rotated.findPair(old.current.id)
    if (!pair) throw new Error('the old key is gone')
    expect(await unseal(pair, sealed, aad)).toEqual(utf8('check'))
    await expect(unseal(rotated.currentPair, sealed, aad)).rejects.toThrow()
  })

  it('know a patient by the same reference after a restart, and by another at another facility', async () => {
    const data = mkdtempSync(join(folder, 'p-'))
    const first = await openGatewayKeys(data)
    const reference = await patientRef(first.patients, 'facility-1', '5150')
    expect(reference).toMatch(/^[A-Za-z0-9_-]{43}$/)
    await rotateSealKey(data)
    const second = await openGatewayKeys(data)
    expect(await patientRef(second.patients, 'facility-1', '5150')).toBe(reference)
    expect(await patientRef(second.patients, 'facility-2', '5150')).not.toBe(reference)
  })

  it('are the same for all who begin in one folder at once', async () => {
    const data = mkdtempSync(join(folder, 'e-'))
    const all = await Promise.all(Array.from({ length: 8 }, () => openGatewayKeys(data)))
    const kept = await openGatewayKeys(data)
    expect(all.map(({ current }) => current.id)).toEqual(all.map(() => kept.current.id))
    expect(readdirSync(data)).toEqual(['keys.json'])
  })

  it('that are damaged are refused in a sentence that quotes nothing of them', async () => {
    const data = mkdtempSync(join(folder, 'd-'))
    await openGatewayKeys(data)
    const path = join(data, 'keys.json')
    const whole = readFileSync(path, 'utf8')
    const middle = whole.indexOf('"d":"') + 20
    const damaged = [
      '',
      whole.slice(0, middle),
      `${whole.slice(0, middle)}"${whole.slice(middle)}`,
      whole.replace('"v":1', '"v":2'),
      whole.replace(/"d":"[^"]+"/, '"d":"AAAA"'),
      whole.replace(/"columns":"[^"]+"/, '"columns":"AAAA"'),
    ]
    for (const text of damaged) {
      writeFileSync(path, text)
      const fault: unknown = await openGatewayKeys(data).catch((thrown: unknown) => thrown)
      expect(fault).toBeInstanceOf(StartError)
      expect(inspect(fault, { depth: null })).not.toContain(whole.slice(middle, middle + 8))
      // Whatever stands there is somebody's only copy.
      expect(readFileSync(path, 'utf8')).toBe(text)
    }
  })

  it('of an earlier version get a secret for patients, once, and keep the rest', async () => {
    const data = mkdtempSync(join(folder, 'q-'))
    const before = await openGatewayKeys(data)
    const path = join(data, 'keys.json')
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    delete file.patients
    writeFileSync(path, JSON.stringify(file))
    const first = await openGatewayKeys(data)
    const second = await openGatewayKeys(data)
    expect(first.current).toEqual(before.current)
    const references = [first, second].map(({ patients }) => patientRef(patients, 'f', '1'))
    const [one, other] = await Promise.all(references)
    expect(one).toBe(other)
  })

  it('cannot be taken out of the process again', async () => {
    const keys = await openGatewayKeys(mkdtempSync(join(folder, 'd-')))
    for (const key of [keys.currentPair.privateKey, keys.token.privateKey]) {
      await expect(crypto.subtle.exportKey('jwk', key)).rejects.toThrow()
    }
  })

  it('of a damaged file are not silently made anew', async () => {
    const data = mkdtempSync(join(folder, 'e-'))
    await openGatewayKeys(data)
    const path = join(data, 'keys.json')
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40))
    await expect(openGatewayKeys(data)).rejects.toThrow()
  })
})
