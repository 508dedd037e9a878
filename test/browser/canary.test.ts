/** A patient's values and the PIN go through everything once; afterwards they are looked for wherever bytes may lie. */
import { X509Certificate } from 'node:crypto'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findDigits, findNeedles, type Needle, type Place } from '../../tools/player/byte-search'
import { readCaches, readDatabases, readFiles, readPage } from '../../tools/player/left-behind'
import { PASSCODE } from '../../tools/player/nurse'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'

/** The card and the authority write this person's name and address differently; both are looked for. */
const PERSON = 'name-dot'
const PIN = '8253'
const WRONG_PIN = '7391'
const MARKER = 'しるし髙﨑9071'

/** What is known only when it has been on a screen; see `needlesOf`. */
const ON_CARD = { name: '髙見本', given: '道子', kana: 'タカミホン', address: 'みほん市髙台' }
const ANSWERED = { name: '●見本', address: 'みほん市●台', number: '00990036' }

let world: World
let atRest: Place[]
let planted: Place[]
const urls: string[] = []
const said: string[] = []
const bodies: string[] = []

/** The person's card with a PIN that stands nowhere else. */
function giveOwnPin(data: string): void {
  const path = join(data, 'training-cards.json')
  const cards = JSON.parse(readFileSync(path, 'utf8')) as { personaId: string; pin: string }[]
  const changed = cards.map((card) => (card.personaId === PERSON ? { ...card, pin: PIN } : card))
  writeFileSync(path, JSON.stringify(changed))
}

function needlesOf(): Needle[] {
  const image = world.image(PERSON)
  const modulus = Buffer.from(image.privateKey.n, 'base64url')
  const secret = Buffer.from(image.privateKey.d, 'base64url')
  const certificate = new X509Certificate(Buffer.from(image.certificate, 'base64url'))
  const windows = (label: string, bytes: Buffer): Needle[] =>
    [0, 64, 128, 192].map((at) => ({ label: `${label} ${at}`, value: bytes.subarray(at, at + 32) }))
  const texts = {
    ...Object.fromEntries(Object.entries(ON_CARD).map(([key, value]) => [`card ${key}`, value])),
    ...Object.fromEntries(Object.entries(ANSWERED).map(([key, value]) => [`answer ${key}`, value])),
    birthdate: image.basicFour.birthdate,
    'certificate serial': certificate.serialNumber,
    patient: `patient-${PERSON}`,
    visit: `-${PERSON}`,
    passcode: PASSCODE,
  }
  return [
    ...Object.entries(texts).map(([label, value]) => ({ label, value })),
    { label: 'serial bytes', value: Buffer.from(certificate.serialNumber, 'hex') },
    ...windows('certificate', modulus),
    ...windows('card key', secret),
  ]
}

function watch(): void {
  const { context } = world.chromium
  context.on('console', (message) => said.push(message.text()))
  context.on('weberror', (error) => said.push(error.error().stack ?? error.error().message))
  context.on('request', (request) => bodies.push(request.postData() ?? ''))
  world.nurse.page.on('framenavigated', (frame) => urls.push(frame.url()))
}

/** What can be read while the tablet runs, locked. */
async function collectLive(): Promise<Place[]> {
  const { page } = world.nurse
  const lines: Record<string, string> = {
    'addresses over the line': world.line.requests.join('\n'),
    'addresses shown': urls.join('\n'),
    console: said.join('\n'),
    'bodies sent': bodies.join('\n'),
    'gateway output': world.gateway.output(),
  }
  return [
    ...(await readDatabases(page)),
    ...(await readCaches(page)),
    ...(await readPage(page)),
    ...Object.entries(lines).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    ...readFiles(world.data).filter(({ name }) => /^gateway\.(log|sqlite)/.test(name)),
  ]
}

/** One marker in each kind of place, by the way that place is written. */
async function plantMarker(): Promise<void> {
  await world.nurse.page.evaluate(async (marker) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('planted')
      opening.onupgradeneeded = () => opening.result.createObjectStore('things')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('planted'))
    })
    const tx = db.transaction('things', 'readwrite', { durability: 'strict' })
    tx.objectStore('things').put({ deep: [{ text: marker }] }, 'text')
    tx.objectStore('things').put({ deep: { bytes: new TextEncoder().encode(marker) } }, 'bytes')
    await new Promise((resolve) => (tx.oncomplete = resolve))
    db.close()
    const cache = await caches.open('planted')
    await cache.put('/planted', new Response(marker))
    localStorage.setItem('planted', marker)
    sessionStorage.setItem('planted', marker)
    document.cookie = `planted=${encodeURIComponent(marker)}; max-age=3600`
    console.log(marker)
    history.replaceState({ marker }, '')
    await fetch(`/health?planted=${encodeURIComponent(marker)}`)
    await fetch('/health', { method: 'POST', body: marker })
  }, MARKER)
  appendFileSync(join(world.data, 'gateway.log'), `{"planted":${JSON.stringify(MARKER)}}\n`)
}

beforeAll(async () => {
  world = await createWorld()
  giveOwnPin(world.data)
  watch()
})

afterAll(() => world.end())

describe('what a patient entrusted to the tablet', () => {
  it('goes through registration, a wrong PIN, the outbox, the answer, a reload and the lock', async () => {
    const { nurse, line } = world
    const { page } = nurse
    await nurse.activate(line.origin, world.gateway.activationCode)
    await nurse.seeReadyForOffline()
    await page.getByLabel('名前・かなで探す').fill(ON_CARD.name)
    await world.goOffline()
    await nurse.beginVisit(world.nameOf(PERSON))
    await nurse.consent()
    world.layCard(PERSON)
    await nurse.seePinPad()
    await nurse.typePin(WRONG_PIN)
    await page.getByText('暗証番号が違いました').first().waitFor()
    await nurse.typePin(PIN)
    await nurse.seeSaved()
    await nurse.takeBack()
    world.reader.remove()
    const { outbox } = await readTablet(page)
    expect(outbox).toHaveLength(1)
    await world.goOnline()
    await waitForTablet(page, ({ answers }) => answers.length === 1, 15_000)
    await page.getByRole('link', { name: /の結果を見る$/ }).click()
    // They were here, in the clear: else their absence below would mean nothing.
    for (const value of [ANSWERED.number, ON_CARD.name, ON_CARD.kana]) {
      await page.getByText(value).first().waitFor()
    }
    await page.reload()
    await page.getByRole('heading', { name: '解錠' }).waitFor()
    await page.locator('input[type=password]').fill(PASSCODE)
    await page.getByRole('button', { name: '解錠する' }).click()
    // Back on the answer, opened anew.
    await page.getByText(ANSWERED.number).first().waitFor()
    await page.getByRole('link', { name: 'この端末' }).first().click()
    await page.getByRole('button', { name: '施錠する' }).click()
    await page.getByRole('heading', { name: '解錠' }).waitFor()
  })

  it('stands nowhere in the databases, caches, storage, logs, addresses and bodies', async () => {
    atRest = await collectLive()
    for (const kind of ['IndexedDB tazune/answers', 'IndexedDB tazune/vault', 'Cache Storage']) {
      expect(atRest.some(({ name }) => name.startsWith(kind))).toBe(true)
    }
    expect(textOf('gateway.log')).toContain('"route":"/v1/checks"')
    expect(textOf('gateway output')).toContain('training mode')
    expect(textOf('addresses over the line')).toContain('POST /v1/checks')
    expect(textOf('bodies sent')).toContain('"ciphertext"')
    expect(findNeedles(atRest, needlesOf())).toEqual([])
    expect(findDigits(written(atRest), { label: 'PIN', value: PIN })).toEqual([])
    expect(findDigits(written(atRest), { label: 'wrong PIN', value: WRONG_PIN })).toEqual([])
  })

  it('stands in no file that the browser left on the disk', async () => {
    await plantMarker()
    planted = await collectLive()
    await world.chromium.context.close()
    const files = readFiles(world.chromium.profileDir)
    const stores = ['IndexedDB', 'CacheStorage', 'Local Storage', 'Session Storage', 'Sessions']
    const found = stores.filter((store) => {
      const its = files.filter(({ name }) => name.includes(store))
      return findNeedles(its, [{ label: 'marker', value: MARKER }]).length > 0
    })
    expect(found).toEqual(stores)
    expect(findNeedles(files, needlesOf())).toEqual([])
  })
})

describe('the search', () => {
  it('finds a marker in every kind of place', () => {
    const places = new Set(
      findNeedles(planted, [{ label: 'marker', value: MARKER }]).map(
        (finding) => /^marker in (.*) as /.exec(finding)?.[1],
      ),
    )
    expect([...places].sort()).toEqual(
      [
        'IndexedDB planted/things/1/0/deep/bytes',
        'IndexedDB planted/things/1/1/deep/0/text',
        `Cache Storage ${world.line.origin}/planted`,
        'localStorage',
        'sessionStorage',
        'cookies',
        'history',
        'console',
        'addresses over the line',
        'bodies sent',
        'gateway.log',
      ].sort(),
    )
  })

  it.each([
    ['UTF-16LE', Buffer.from(MARKER, 'utf16le')],
    ['UTF-16BE', Buffer.from(MARKER, 'utf16le').swap16()],
    ['base64', Buffer.from(Buffer.from(`a${MARKER}z`).toString('base64'))],
    ['base64url', Buffer.from(Buffer.from(`ab${MARKER}`).toString('base64url'))],
    ['hex', Buffer.from(Buffer.from(MARKER).toString('hex'))],
    ['an address', Buffer.from(encodeURIComponent(MARKER))],
    ['a JSON escape', Buffer.from('\\u3057\\u308b\\u3057\\u9ad9\\ufa119071')],
  ])('finds it written as %s', (_form, bytes) => {
    const place = { name: 'here', bytes: Buffer.concat([Buffer.from([1, 2]), bytes]) }
    expect(findNeedles([place], [{ label: 'marker', value: MARKER }])).not.toEqual([])
  })

  it.each([
    '{"pin":"8253"}',
    '[8, 2, 5, 3]',
    '[56,50,53,51]',
    '00200080 04'.replace(' ', '') + '38323533',
  ])('finds digits written as %s', (text) => {
    const place = { name: 'here', bytes: Buffer.from(text) }
    expect(findDigits([place], { label: 'PIN', value: PIN })).toEqual(['PIN in here'])
  })
})

function textOf(place: string): string {
  return atRest.find(({ name }) => name === place)?.bytes.toString() ?? ''
}

/** Where a few digits mean something: not in the program's own files, which are full of numbers. */
function written(places: Place[]): Place[] {
  return places.filter(({ name }) => !/^Cache Storage|\.sqlite/.test(name))
}
