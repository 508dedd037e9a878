import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCheckId } from '../../domain/ids'
import {
  closeBrowser,
  killBrowser,
  launchChromium,
  relaunch,
  type LaunchedChromium,
} from '../support/chromium'
import { signByCard } from '../support/device-client'
import { FACILITY, randomBytes } from '../support/gateway'
import type { TazuneSync } from '../support/sync-page'
import { openSyncSite, type SyncSite } from '../support/sync-site'

declare global {
  var tazuneSync: TazuneSync
}

const PASSCODE = 'さくら咲く2026'
const CANARY = 'CANARYカナリア髙﨑一郎'

let site: SyncSite
let chromium: LaunchedChromium
let page: Page
let deviceId: string

beforeAll(async () => {
  site = await openSyncSite()
})

afterAll(() => site.close())

beforeEach(async () => {
  chromium = await launchChromium()
  page = await openPage()
})

afterEach(async () => {
  await closeBrowser(chromium)
})

async function openPage(): Promise<Page> {
  const tab = chromium.context.pages()[0] ?? (await chromium.context.newPage())
  await tab.goto(site.origin)
  await tab.waitForFunction(() => 'tazuneSync' in globalThis)
  return tab
}

async function activate(passcode: string | null = PASSCODE): Promise<void> {
  const code = await site.gateway.newCode()
  deviceId = await page.evaluate(([c, p]) => tazuneSync.activate(c, p), [code, passcode] as const)
}

/** A check as a card signed it, saved in the page; resolves with its id once the page said "saved". */
async function save(): Promise<string> {
  const id = createCheckId(Date.now(), randomBytes)
  const code = await page.evaluate(
    ([checkId, payload, note]) => tazuneSync.save(checkId, payload, note),
    [id, signed(id), { name: CANARY }] as const,
  )
  if (code !== null) throw new Error(code)
  return id
}

function signed(id: string) {
  const at = new Date().toISOString()
  const items = { diagnosis: true, medication: false, checkup: false, surgery: false }
  return signByCard(
    { card: site.gateway.card('valid-30') },
    {
      v: 1,
      id,
      facilityId: FACILITY.id,
      deviceId,
      staffId: 'staff-1',
      visitId: null,
      patientId: null,
      setting: 'homeNursing',
      channel: 'homeConsent',
      consent: { items, prescription: null, decidedBy: { kind: 'patient' }, decidedAt: at },
      capturedAt: at,
    },
    null,
  )
}

describe('the device in a real Chromium', () => {
  it('has everything that said "saved" after the browser was killed, and sends it once', async () => {
    await activate()
    await page.evaluate((name) => tazuneSync.put('visits', [{ name }]), CANARY)
    await chromium.context.setOffline(true)
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.push(await save())
    await killBrowser(chromium)

    chromium = await relaunch(chromium)
    page = await openPage()
    expect(await page.evaluate(() => tazuneSync.state())).toBe('ready')
    expect((await page.evaluate(() => tazuneSync.idsOf('outbox'))).sort()).toEqual([...ids].sort())
    expect(await page.evaluate((p) => tazuneSync.unlock(p), PASSCODE)).toBeNull()
    expect(await page.evaluate((key) => tazuneSync.get(key), `check:${ids[0] ?? ''}`)).toEqual({
      name: CANARY,
    })

    expect(await page.evaluate(() => tazuneSync.run())).toMatchObject({ accepted: 5, waiting: 0 })
    await vi.waitFor(
      async () => {
        await page.evaluate(() => tazuneSync.pull())
        expect((await page.evaluate(() => tazuneSync.idsOf('answers'))).sort()).toEqual(
          [...ids].sort(),
        )
      },
      { timeout: 20_000, interval: 200 },
    )
    const asked = await site.gateway.sandbox.askedCounts()
    expect(ids.map((id) => asked.get(id))).toEqual([1, 1, 1, 1, 1])
  })

  it('writes no name into any file of the browser profile', async () => {
    await activate()
    await page.evaluate((name) => tazuneSync.put('visits', [{ name }]), CANARY)
    const id = await save()
    await killBrowser(chromium)
    const bytes = await profileBytes(chromium.profileDir)
    expect(bytes.includes(Buffer.from(id)) || bytes.includes(Buffer.from(id, 'utf16le'))).toBe(true)
    for (const secret of [CANARY, PASSCODE]) {
      expect(bytes.includes(Buffer.from(secret))).toBe(false)
      expect(bytes.includes(Buffer.from(secret, 'utf16le'))).toBe(false)
    }
    chromium = await relaunch(chromium)
  })

  it('keeps a signing key that works after a reload and cannot be taken out', async () => {
    await activate()
    await page.reload()
    await page.waitForFunction(() => 'tazuneSync' in globalThis)
    expect(await page.evaluate(() => tazuneSync.state())).toBe('ready')
    expect(await page.evaluate(() => tazuneSync.stealSigningKey())).toBe('InvalidAccessError')
    await page.evaluate((p) => tazuneSync.unlock(p), PASSCODE)
    await save()
    expect(await page.evaluate(() => tazuneSync.run())).toMatchObject({ accepted: 1 })
  })

  it('unlocks by a passkey with PRF after a reload', async () => {
    await addAuthenticator(true)
    await activate(null)
    await page.evaluate(() => tazuneSync.put('visits', 'list'))
    await page.reload()
    await page.waitForFunction(() => 'tazuneSync' in globalThis)
    expect(await page.evaluate(() => tazuneSync.unlock(null))).toBeNull()
    expect(await page.evaluate(() => tazuneSync.get('visits'))).toBe('list')
  })

  it('says TZ-D14 where the authenticator has no PRF', async () => {
    await addAuthenticator(false)
    await expect(activate(null)).rejects.toThrow('TZ-D14')
  })

  it('sends and fetches with the page closed, by Background Sync', async () => {
    await activate()
    await page.evaluate(() => tazuneSync.registerWorker())
    await chromium.context.setOffline(true)
    const ids = [await save(), await save()]
    expect(await page.evaluate(() => tazuneSync.requestSync())).toBe(true)
    const blank = await chromium.context.newPage()
    await page.close()
    await chromium.context.setOffline(false)
    await vi.waitFor(
      async () => {
        const asked = await site.gateway.sandbox.askedCounts()
        expect(ids.map((id) => asked.get(id))).toEqual([1, 1])
      },
      { timeout: 40_000, interval: 250 },
    )
    await blank.goto(site.origin)
    page = blank
    await page.waitForFunction(() => 'tazuneSync' in globalThis)
    await vi.waitFor(
      async () => {
        const answered = await page.evaluate(() => tazuneSync.idsOf('answers'))
        expect(answered.sort()).toEqual([...ids].sort())
      },
      { timeout: 20_000, interval: 250 },
    )
  })

  it('opens from the cache without a line, and never answers the gateway’s addresses from it', async () => {
    await page.evaluate(() => tazuneSync.registerWorker())
    await page.reload()
    await chromium.context.setOffline(true)
    await page.goto(`${site.origin}/outbox`)
    await page.waitForFunction(() => 'tazuneSync' in globalThis)
    const reached = await page.evaluate(async () => {
      const paths = ['/health', '/v1/answers', '/openapi.json']
      const tries = paths.map((path) =>
        fetch(path).then(
          () => path,
          () => 'no line',
        ),
      )
      return Promise.all(tries)
    })
    expect(reached).toEqual(['no line', 'no line', 'no line'])
  })

  it('saves nothing and says TZ-D04 when the device has no room', async () => {
    const session = await chromium.context.newCDPSession(page)
    const { origin } = site
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 200_000 })
    await activate()
    const id = createCheckId(Date.now(), randomBytes)
    const note = { name: 'x'.repeat(1_000_000) }
    const code = await page.evaluate(
      ([checkId, payload, big]) => tazuneSync.save(checkId, payload, big),
      [id, signed(id), note] as const,
    )
    expect(code).toBe('TZ-D04')
    expect(await page.evaluate(() => tazuneSync.counts())).toMatchObject({ waiting: 0 })
    expect(await page.evaluate((key) => tazuneSync.get(key), `check:${id}`)).toBeUndefined()
    await session.send('Storage.overrideQuotaForOrigin', { origin })
    await save()
    expect(await page.evaluate(() => tazuneSync.counts())).toMatchObject({ waiting: 1 })
  })
})

async function addAuthenticator(hasPrf: boolean): Promise<void> {
  const session = await chromium.context.newCDPSession(page)
  await session.send('WebAuthn.enable', { enableUI: false })
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  })
}

async function profileBytes(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Buffer.concat(await Promise.all(files.map((at) => readFile(join(at.parentPath, at.name)))))
}
