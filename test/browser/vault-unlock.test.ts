/** Who gets into the vault and who does not, and that the outbox outlives it: the whole app in a real Chromium. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { administer, onlyDevice } from '../../tools/player/administer'
import { PASSCODE } from '../../tools/player/nurse'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { captureCheck } from '../../tools/player/visit'
import { createWorld, type World } from '../../tools/player/world'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => world.end())

async function activate(): Promise<void> {
  await world.nurse.activate(world.line.origin, world.gateway.activationCode)
  await world.nurse.seeReadyForOffline()
}

/** An authenticator of the tablet's own whose owner always agrees. */
async function addAuthenticator(hasPrf: boolean): Promise<void> {
  const session = await world.chromium.context.newCDPSession(world.nurse.page)
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

async function chooseWay(way: RegExp): Promise<void> {
  const { page } = world.nurse
  await page.goto(`${world.line.origin}/activate#code=${world.gateway.activationCode}`)
  await page.getByLabel('端末の名前').fill('訪問タブレット1')
  await tap('この端末を登録する')
  await page.getByRole('radio', { name: '看護 花子' }).check()
  await page.getByRole('radio', { name: way }).check()
}

async function tap(name: string | RegExp): Promise<void> {
  await world.nurse.page.getByRole('button', { name }).click()
}

async function seeHeading(name: string): Promise<void> {
  await world.nurse.page.getByRole('heading', { name }).waitFor({ timeout: 20_000 })
}

async function seeWords(words: string | RegExp): Promise<void> {
  await world.nurse.page.getByText(words).first().waitFor({ timeout: 20_000 })
}

async function typePasscode(passcode: string): Promise<void> {
  await world.nurse.page.locator('input[type=password]').fill(passcode)
  await tap('解錠する')
}

async function lock(): Promise<void> {
  const { page } = world.nurse
  await page
    .getByRole('link', { name: /この端末/ })
    .first()
    .click()
  await tap('施錠する')
  await seeHeading('解錠')
}

/** What the vault and its locks still hold: people, values, keys in waiting. */
async function countVault(): Promise<{ staff: number; vault: number }> {
  return world.nurse.page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('tazune')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('no database'))
    })
    const [staff = -1, vault = -1] = await Promise.all(
      ['staff', 'vault'].map(
        (name) =>
          new Promise<number>((resolve, reject) => {
            const request = db.transaction(name).objectStore(name).count()
            request.onsuccess = () => resolve(request.result)
            request.onerror = () => reject(request.error ?? new Error(name))
          }),
      ),
    )
    db.close()
    return { staff, vault }
  })
}

async function expectSentOnce(ids: string[]): Promise<void> {
  const { page } = world.nurse
  await waitForTablet(page, ({ answers }) => ids.every((id) => answers.includes(id)), 15_000)
  const { outbox, refused } = await readTablet(page)
  expect([outbox, refused]).toEqual([[], []])
  expect(ids.map((id) => world.asked().get(id))).toEqual(ids.map(() => 1))
}

describe('a passkey', () => {
  it('with PRF makes the vault and opens it again after a reload, without a line too', async () => {
    await addAuthenticator(true)
    await chooseWay(/^パスキー/)
    await tap('パスキーを作る')
    await seeHeading('今日の訪問')
    await world.nurse.seeReadyForOffline()
    await world.goOffline()
    await world.nurse.page.reload()
    await tap('パスキーで解錠する')
    await seeHeading('今日の訪問')
    await seeWords('見本')
  })

  it('without PRF is refused in words, and a passcode does instead', async () => {
    await addAuthenticator(false)
    await chooseWay(/^パスキー/)
    await tap('パスキーを作る')
    await seeWords('パスキーを使えませんでした')
    const { page } = world.nurse
    await page.getByRole('radio', { name: /^パスコード/ }).check()
    const fields = page.locator('input[type=password]')
    for (const at of [0, 1]) await fields.nth(at).fill(PASSCODE)
    await tap('登録して始める')
    await seeHeading('今日の訪問')
  })
})

describe('ten wrong passcodes', () => {
  it('erase the vault; the unsent checks survive, are sent, and the tablet can be registered anew', async () => {
    await activate()
    await world.goOffline()
    const ids = [await captureCheck(world, 'valid-30'), await captureCheck(world, 'invalid')]
    await lock()
    for (let tries = 1; tries <= 9; tries++) {
      await typePasscode(`違うパスコード${tries}`)
      await seeWords(`あと${10 - tries}回間違えると、端末の患者情報を消去します`)
      // Closing the app gives no tries back.
      if (tries === 5) await world.nurse.page.reload()
    }
    expect((await countVault()).staff).toBe(1)
    await typePasscode('違うパスコード10')
    await seeWords('間違いが続いたため、端末の患者情報を消去しました')
    expect(await countVault()).toEqual({ staff: 0, vault: 0 })
    expect((await readTablet(world.nurse.page)).outbox).toEqual(ids)

    await world.goOnline()
    await expectSentOnce(ids)
    const code = /#code=(\S+)/.exec(await administer(world.data, '--new-code'))?.[1] ?? ''
    await world.nurse.activate(world.line.origin, code)
    await seeWords('見本')
  })
})

describe('an order to erase', () => {
  it('is obeyed by a locked tablet at the next contact, told in words, and the outbox is still sent', async () => {
    await activate()
    await world.goOffline()
    const ids = [await captureCheck(world, 'valid-30'), await captureCheck(world, 'invalid')]
    await world.nurse.page.reload()
    await seeHeading('解錠')
    await administer(world.data, '--erase', await onlyDevice(world.data))
    await world.goOnline()
    await seeWords('管理者の指示で、端末の患者情報を消去しました')
    expect(await countVault()).toEqual({ staff: 0, vault: 0 })
    await expectSentOnce(ids)
  })

  it('reaches a locked tablet that has nothing to send', async () => {
    await activate()
    await administer(world.data, '--erase', await onlyDevice(world.data))
    await world.nurse.page.reload()
    await seeWords('管理者の指示で、端末の患者情報を消去しました')
    expect(await countVault()).toEqual({ staff: 0, vault: 0 })
  })
})

describe('an unlocked tablet that nobody uses', () => {
  it('locks itself after the minutes of the facility’s policy, and shows no patient any more', async () => {
    const { page } = world.nurse
    await page.clock.install()
    await activate()
    await page.clock.fastForward('04:30')
    await world.nurse.openVisits()
    await page.clock.fastForward('04:30')
    await seeHeading('今日の訪問')
    await seeWords('見本')
    await page.clock.fastForward('05:30')
    await seeHeading('解錠')
    expect(await page.getByText('見本').count()).toBe(0)
  })
})
