import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDigitalIdentity } from '../../../server/cli/digital-identity'
import {
  checkDigitalIdentity,
  type DigitalIdentityOptions,
} from '../../../server/identity/configuration'
import { StartError } from '../../../server/start-error'
import { createTestGateway } from '../../support/gateway'

const GOOD = {
  discovery: 'https://provider.example/api/realms/main/.well-known/openid-configuration',
  clientId: 'facility',
  keyFile: 'identity-key.json',
  redirectBase: 'https://tazune.example',
}
let jwk: Record<string, unknown>
let pem: string
const folder = mkdtempSync(join(tmpdir(), 'tazune-identity-'))

beforeAll(async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  jwk = { ...(await exportJWK(privateKey)), kid: 'key-1', alg: 'ES256' }
  pem = await exportPKCS8(privateKey)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function newFolder(digitalIdentity: unknown, key: string = JSON.stringify(jwk), mode = 0o600) {
  const data = mkdtempSync(join(folder, 'data-'))
  writeFileSync(join(data, 'facility.json'), JSON.stringify({ id: 'f', digitalIdentity }))
  writeFileSync(join(data, 'identity-key.json'), key)
  chmodSync(join(data, 'identity-key.json'), mode)
  return data
}

async function refusal(data: string): Promise<string> {
  try {
    await readDigitalIdentity(data)
  } catch (cause) {
    expect(cause).toBeInstanceOf(StartError)
    return cause instanceof Error ? cause.message : ''
  }
  throw new Error('it was taken')
}

describe('デジタル認証アプリ in facility.json', () => {
  it('is off where nothing is said', async () => {
    expect(await readDigitalIdentity(mkdtempSync(join(folder, 'data-')))).toBeUndefined()
    expect(await readDigitalIdentity(newFolder(undefined))).toBeUndefined()
  })

  it('is taken with its key, which cannot be taken out again', async () => {
    const options = await readDigitalIdentity(
      newFolder({ ...GOOD, redirectBase: `${GOOD.redirectBase}/` }),
    )
    expect(options).toMatchObject({
      clientId: 'facility',
      redirectBase: 'https://tazune.example',
      key: { kid: 'key-1' },
    })
    expect(options?.discovery.href).toBe(GOOD.discovery)
    expect(options?.key.key).toMatchObject({ type: 'private', extractable: false })
  })

  it.each(Object.keys(GOOD))('is refused in one sentence without %s', async (name) => {
    const half = Object.fromEntries(Object.entries(GOOD).filter(([each]) => each !== name))
    expect(await refusal(newFolder(half))).toMatch(/^digitalIdentity in facility\.json .*all four/)
  })

  it.each([
    ['a client secret', { ...GOOD, clientSecret: 'hush' }],
    ['another kind of value', { ...GOOD, clientId: 5 }],
    ['true', true],
    ['null', null],
  ])('is refused with %s, which is not repeated', async (_, stated) => {
    expect(await refusal(newFolder(stated))).toMatch(/^(?!.*hush).*all four and nothing else\.$/)
  })

  it.each([
    ['can be read by others', () => newFolder(GOOD, undefined, 0o640), /chmod 600/],
    ['is not there', () => newFolder({ ...GOOD, keyFile: 'elsewhere.json' }), /is not there/],
    ['is a PEM', () => newFolder(GOOD, pem), /private JWK with kid and alg/],
    [
      'is the public half',
      () => newFolder(GOOD, JSON.stringify({ ...jwk, d: undefined })),
      /private JWK/,
    ],
    [
      'has no kid',
      () => newFolder(GOOD, JSON.stringify({ ...jwk, kid: undefined })),
      /kid and alg/,
    ],
    [
      'is broken',
      () => newFolder(GOOD, JSON.stringify({ ...jwk, x: 'AA' })),
      /does not hold a usable key/,
    ],
  ])('is refused when its key %s', async (_, data, sentence) => {
    expect(await refusal(data())).toMatch(sentence)
  })
})

describe('the addresses', () => {
  const options = async (over: { discovery?: string; redirectBase?: string }) => {
    const read = await readDigitalIdentity(newFolder({ ...GOOD, ...over }))
    if (!read) throw new Error('nothing was read')
    return read
  }

  it.each(['training', 'production'] as const)('may be https in %s', async (mode) => {
    const read = await options({})
    expect(() => checkDigitalIdentity(read, mode)).not.toThrow()
  })

  it('may be plain http on this machine in training, and nowhere else', async () => {
    const here = {
      discovery: 'http://127.0.0.1:9000/.well-known/openid-configuration',
      redirectBase: 'http://localhost:8790',
    }
    const read = await options(here)
    expect(() => checkDigitalIdentity(read, 'training')).not.toThrow()
    expect(() => checkDigitalIdentity(read, 'production')).toThrow(StartError)
    const far = await options({
      ...here,
      discovery: here.discovery.replace('127.0.0.1', '10.0.0.7'),
    })
    expect(() => checkDigitalIdentity(far, 'training')).toThrow(/must be https/)
  })

  it.each([
    [{ discovery: 'https://provider.example/api/realms/main' }, /ends in/],
    [{ discovery: `${GOOD.discovery}?x=1` }, /ends in/],
    [{ discovery: GOOD.discovery.replace('//', '//user:hush@') }, /^(?!.*hush).*without user/],
    [{ redirectBase: 'https://tazune.example/path' }, /an origin/],
    [{ redirectBase: 'tazune.example' }, /an origin/],
    [{ redirectBase: 'http://tazune.example' }, /must be https/],
  ])('are refused at the start: %j', async (over, sentence) => {
    const read: DigitalIdentityOptions = await options(over)
    expect(() => checkDigitalIdentity(read, 'production')).toThrow(sentence)
    await expect(createTestGateway({ people: [], digitalIdentity: read })).rejects.toThrow(
      StartError,
    )
  })

  it('refuses a discovery that is no address', async () => {
    expect(await refusal(newFolder({ ...GOOD, discovery: 'provider' }))).toMatch(/an address/)
  })
})
