import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOwnKey, keyIdOf } from '../../api/bridge/agreement'
import { openKnownPages } from '../../bridge/known-pages'
import { createPairingStore } from '../../src/nfc/bridge/pairing-store'
import type { BridgeTransport } from '../../src/nfc/bridge'
import type { TransportError } from '../../src/nfc/transport'
import { ORIGIN, startRig, type BridgeRig } from './bridge-rig'

let rig: BridgeRig

beforeEach(async () => {
  rig = await startRig()
})

afterEach(() => rig.end())

const pairOn = (page: BridgeTransport) =>
  page.pair(rig.pairing.issue()).then(
    () => 'done',
    (error: unknown) => (error as TransportError).code,
  )

const stateFolder = () => dirname(rig.stateFile)
const away = () => `${stateFolder()}-away`

/** Nothing can be written: a file stands where the folder was. */
async function breakFolder(): Promise<void> {
  await rename(stateFolder(), away())
  await writeFile(stateFolder(), '')
}

async function mendFolder(): Promise<void> {
  await rm(stateFolder())
  await rename(away(), stateFolder())
}

/** The new state can be written, and not put in the place of the old one. */
async function breakReplacing(): Promise<void> {
  await rename(rig.stateFile, away())
  await mkdir(rig.stateFile)
}

async function mendReplacing(): Promise<void> {
  await rm(rig.stateFile, { recursive: true })
  await rename(away(), rig.stateFile)
}

describe.each([
  ['the folder', breakFolder, mendFolder],
  ['the file', breakReplacing, mendReplacing],
])('a disk that does not take %s while a page is paired', (_what, breakDisk, mendDisk) => {
  it('is told to the page and in the terminal, and pairs neither side', async () => {
    const store = createPairingStore(null)
    await breakDisk()
    expect(await pairOn(rig.page({ store }))).toBe('TZ-B16')
    expect(rig.notes).toEqual(['notKept'])
    expect(await store.read()).toBeNull()
    expect(rig.pages.count).toBe(0)
  })

  it('ends nothing: a page that was paired before works, and pairing once the disk takes it', async () => {
    const { page } = await rig.pairedPage()
    await breakDisk()
    expect(await pairOn(rig.page())).toBe('TZ-B16')
    await page.connect()
    await page.close()
    await mendDisk()
    expect(await pairOn(rig.page())).toBe('done')
    expect((await openKnownPages(rig.stateFile)).count).toBe(2)
  })

  it('leaves the code used up', async () => {
    const code = rig.pairing.issue()
    await breakDisk()
    await expect(rig.page().pair(code)).rejects.toMatchObject({ code: 'TZ-B16' })
    await mendDisk()
    await expect(rig.page().pair(code)).rejects.toMatchObject({ code: 'TZ-B05' })
  })

  it('makes nobody forgotten', async () => {
    const { point } = await createOwnKey()
    await rig.pages.add(point, ORIGIN)
    const own = rig.pages.own.point
    await breakDisk()
    expect(await rig.pages.forget()).toBe(false)
    expect(rig.pages.own.point).toEqual(own)
    expect(rig.pages.find(await keyIdOf(point), ORIGIN)).toEqual(point)
  })
})

describe('the folder of the pairings', () => {
  it('holds no second copy of the key after a write that failed', async () => {
    await breakReplacing()
    await pairOn(rig.page())
    expect(await readdir(stateFolder())).toEqual(['bridge.json'])
  })

  it('loses none of two pages that are paired at once', async () => {
    const keys = await Promise.all([createOwnKey(), createOwnKey()])
    await Promise.all(keys.map(({ point }) => rig.pages.add(point, ORIGIN)))
    expect((await openKnownPages(rig.stateFile)).count).toBe(2)
  })
})
