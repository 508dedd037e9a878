import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SurfaceAnchorImage } from '../../../domain/card-image'
import { createGateway } from '../../../server/app'
import {
  checkProductionSurfaceAnchors,
  loadSurfaceAnchors,
  readSurfaceAnchor,
} from '../../../server/checks/surface-anchors'
import { StartError } from '../../../server/start-error'
import { createTestGateway, ONE_PERSON, sharedRsaKeys } from '../../support/gateway'
import { createCa } from '../../support/pki'
import { readAnchors } from '../../../server/checks/anchors'

const root = mkdtempSync(join(tmpdir(), 'tazune-anchors-'))
afterAll(() => rmSync(root, { recursive: true }))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(root, 'a-'))
})

let key: Pick<SurfaceAnchorImage, 'n' | 'e'>
beforeAll(async () => {
  const [jwk] = await sharedRsaKeys(1)
  if (!jwk) throw new Error('no key')
  key = { n: jwk.n, e: jwk.e }
})

function idOf(first: string): string {
  return Buffer.from(`${first}000023\x08\x05001\0\0\0\0`, 'latin1').toString('base64url')
}

function put(name: string, content: unknown): void {
  mkdirSync(join(folder, 'surface'), { recursive: true })
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(folder, 'surface', name), text)
}

describe('the keys of the card issuers in production', () => {
  it('are none without their folder: they are never made up', () => {
    expect(loadSurfaceAnchors(folder)).toEqual([])
    expect(loadSurfaceAnchors(join(folder, 'nowhere'))).toEqual([])
  })

  it('are one for each file', () => {
    put('a.json', { id: idOf('5'), ...key })
    put('b.json', { id: idOf('51').slice(0, 22), ...key })
    put('README.md', 'where they are from')
    expect(loadSurfaceAnchors(folder).map(({ id }) => id.length)).toEqual([16, 16])
  })

  it('stop the start when one is of training or of the official test cards', () => {
    for (const first of ['9', '6', '0', '\x05']) {
      put('a.json', { id: idOf(first), ...key })
      expect(() => loadSurfaceAnchors(folder)).toThrow(StartError)
    }
  })

  it('stop the start when a file is no key', () => {
    const id = idOf('5')
    for (const broken of [
      '',
      '{',
      '[]',
      {},
      { id, n: key.n },
      { id, ...key, d: 'private' },
      { id: 'AAAA', ...key },
      { id, n: key.n.slice(4), e: key.e },
      { id, n: key.n, e: 'Aw' },
      { id, n: '!', e: key.e },
    ]) {
      put('a.json', broken)
      expect(() => loadSurfaceAnchors(folder)).toThrow(StartError)
    }
  })

  it('are checked again by the gateway itself', async () => {
    const training = readSurfaceAnchor({ id: idOf('9'), ...key })
    expect(() => {
      checkProductionSurfaceAnchors([training])
    }).toThrow(StartError)
    const { certificate } = await createCa('JPKI')
    const production = { mode: 'production', anchors: readAnchors([certificate]) } as const
    const gateway = await createTestGateway({ ...production, people: ONE_PERSON })
    expect(() =>
      createGateway({
        ...production,
        store: gateway.store,
        authority: gateway.sandbox,
        keys: gateway.keys,
        visits: gateway.sandbox,
        surfaceAnchors: gateway.sandbox.surfaceAnchors,
      }),
    ).toThrow(StartError)
    await gateway.end()
  })
})

describe('the keys of the card issuers in training', () => {
  it('are the sandbox’s own, and a sandbox without people has none', async () => {
    const gateway = await createTestGateway({ people: ONE_PERSON })
    const [anchor, ...others] = gateway.sandbox.surfaceAnchors
    expect(others).toEqual([])
    expect(anchor?.id[0]).toBe(0x39)
    await gateway.end()
    const empty = await createTestGateway({ people: [] })
    expect(empty.sandbox.surfaceAnchors).toEqual([])
    await empty.end()
  })
})
