import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { utf8 } from '../../api/bytes'
import { importSealKey, seal, unseal } from '../../api/seal'
import { openGatewayKeys, rotateSealKey, type GatewayKeys } from '../../server/keys/gateway-keys'

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
    const { writeFileSync } = await import('node:fs')
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40))
    await expect(openGatewayKeys(data)).rejects.toThrow()
  })
})
