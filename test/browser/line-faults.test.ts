/** Faults of the line and of the gateway, played on the whole app: nothing is lost, nothing is asked twice. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { administer, endAllTokens, onlyDevice } from '../../tools/player/administer'
import { startGateway } from '../../tools/player/gateway-process'
import { createNurse } from '../../tools/player/nurse'
import { readTablet, waitForTablet } from '../../tools/player/tablet-data'
import { captureCheck } from '../../tools/player/visit'
import { createWorld, type World } from '../../tools/player/world'

/** Answers are promised within this of the line, ms. */
const ANSWERED_WITHIN_MS = 5_000
/** Where a fault has to be lived through first. */
const PATIENCE_MS = 40_000
const CHECKS = 'POST /v1/checks'

let world: World

async function openWorld(): Promise<void> {
  world = await createWorld()
  await world.nurse.activate(world.line.origin, world.gateway.activationCode)
  await world.nurse.seeReadyForOffline()
}

async function endWorld(): Promise<void> {
  const { faults } = world.rig
  await world.end()
  expect(faults).toEqual([])
}

/** Two visits without a line, so that what follows happens to a batch. */
async function captureOffline(first: string, second: string): Promise<string[]> {
  await world.goOffline()
  const ids = [await captureCheck(world, first), await captureCheck(world, second)]
  expect((await readTablet(world.nurse.page)).outbox).toEqual(ids)
  return ids
}

async function expectAnsweredOnce(ids: string[], withinMs: number): Promise<void> {
  const isDone = ({ answers }: { answers: string[] }) => ids.every((id) => answers.includes(id))
  await waitForTablet(world.nurse.page, isDone, withinMs)
  const { outbox, sent, refused, answers } = await readTablet(world.nurse.page)
  expect([outbox, sent, refused]).toEqual([[], [], []])
  expect(answers.filter((id) => ids.includes(id))).toEqual(ids)
  expect(ids.map((id) => world.asked().get(id))).toEqual([1, 1])
}

async function expectUnanswered(ids: string[]): Promise<void> {
  const { answers } = await readTablet(world.nurse.page)
  expect(answers.filter((id) => ids.includes(id))).toEqual([])
}

async function expectWords(words: string): Promise<void> {
  await world.nurse.page.getByText(words).first().waitFor({ timeout: 15_000 })
}

/** Another start on the same data folder, after an orderly end or a kill. */
async function startGatewayWith(...more: string[]): Promise<void> {
  await world.gateway.kill('SIGTERM')
  world.gateway = await startGateway({ data: world.data, origin: world.line.origin, more })
  world.line.setGateway(world.gateway.port)
}

/** Requests of one kind since `from`. */
function countSince(from: number, request: string): number {
  return world.line.requests.slice(from).filter((each) => each === request).length
}

describe('a line that fails', () => {
  beforeAll(openWorld)
  afterEach(() => {
    world.line.onRequest = null
    world.line.loseReplies(0)
  })
  afterAll(endWorld)

  describe('a reply that is lost after the gateway has committed', () => {
    it('makes the tablet send again, and the authority is not asked again', async () => {
      const ids = await captureOffline('valid-30', 'valid-20')
      const from = world.line.requests.length
      world.line.loseReplies(2)
      await world.goOnline()
      await expectAnsweredOnce(ids, PATIENCE_MS)
      expect(countSince(from, CHECKS)).toBeGreaterThanOrEqual(3)
    })
  })

  describe('a gateway that is killed', () => {
    it('in the middle of a batch, at one moment after another, has asked once when it stands again', async () => {
      const ids = await captureOffline('valid-10', 'invalid')
      /** How long after the batch was passed on, ms; each try dies a little later than the one before. */
      const moments = [0, 3, 6, 10, 15]
      const restarts: Promise<void>[] = []
      let isRestarting = false
      async function killAndRestart(moment: number): Promise<void> {
        await wait(moment)
        await world.killGateway()
        await world.restartGateway()
        isRestarting = false
      }
      world.line.onRequest = (method, path) => {
        if (`${method} ${path}` !== CHECKS || isRestarting) return
        const moment = moments.shift()
        if (moment === undefined) return
        isRestarting = true
        restarts.push(killAndRestart(moment))
      }
      await world.goOnline()
      await waitForTablet(world.nurse.page, ({ outbox }) => outbox.length === 0, PATIENCE_MS)
      await Promise.all(restarts)
      // The first died before it could reply, so the batch came again and met at least one more death.
      expect(restarts.length).toBeGreaterThanOrEqual(2)
      await expectAnsweredOnce(ids, PATIENCE_MS)
    })

    it('between asking the authority and its answer, looks for the answer and does not ask again', async () => {
      const ids = await captureOffline('invalid-new', 'none')
      await startGatewayWith('--sandbox-delay', '4000')
      await world.goOnline()
      await vi.waitFor(() => expect(ids.map((id) => world.asked().get(id))).toEqual([1, 1]), {
        timeout: PATIENCE_MS,
        interval: 20,
      })
      await world.killGateway()
      await expectUnanswered(ids)
      await world.restartGateway()
      await expectAnsweredOnce(ids, PATIENCE_MS)
    })
  })

  describe('two tabs', () => {
    it.each([
      { other: 'locked', people: ['multiple', 'welfare-alone'] as const },
      { other: 'unlocked', people: ['name-dot', 'address-empty'] as const },
    ])('send once when the line returns, the other one $other, and both show it', async (how) => {
      const ids = await captureOffline(how.people[0], how.people[1])
      const tab = await world.chromium.context.newPage()
      await tab.goto(`${world.line.origin}/outbox`)
      const other = createNurse(tab)
      await tab.getByText('未送信 2件').first().waitFor()
      if (how.other === 'unlocked') await other.unlock()
      const from = world.line.requests.length
      await world.goOnline()
      await expectAnsweredOnce(ids, ANSWERED_WITHIN_MS)
      expect(countSince(from, CHECKS)).toBe(1)
      await tab.getByText('未送信 2件').first().waitFor({ state: 'hidden' })
      if (how.other === 'unlocked') {
        for (const person of how.people) {
          const name = world.nameOf(person).replace(/\s+/g, '\\s+')
          await tab.getByRole('link', { name: new RegExp(`^${name} の結果を見る$`) }).waitFor()
        }
      }
      await tab.close()
    })
  })

  describe('a captive portal', () => {
    it('that answers 200 and HTML has nothing sent; all goes by itself when it ends', async () => {
      const ids = await captureOffline('cert-alert', 'cert-grace')
      const from = world.line.requests.length
      world.line.quality = 'portal'
      await world.chromium.context.setOffline(false)
      await expectWords('Wi-Fiの利用手続きをしてください')
      // The app itself comes from its own cache, not from the portal.
      await world.nurse.page.reload()
      await world.nurse.unlock()
      await expectWords('Wi-Fiの利用手続きをしてください')
      const requests = world.line.requests.slice(from)
      expect(requests.some((each) => each === CHECKS || each === 'POST /v1/access')).toBe(true)
      const { outbox, sent, refused } = await readTablet(world.nurse.page)
      expect([outbox, sent, refused]).toEqual([ids, [], []])
      await expectUnanswered(ids)

      world.line.quality = 'good'
      await expectAnsweredOnce(ids, ANSWERED_WITHIN_MS)
      await expectWords('接続中')
    })
  })
})

describe('access that has ended', () => {
  beforeAll(openWorld)
  afterAll(endWorld)

  it('is renewed once by the tablet itself, and the checks go out', async () => {
    const ids = await captureOffline('valid-30', 'valid-20')
    await world.gateway.kill('SIGTERM')
    endAllTokens(world.data)
    await world.restartGateway()
    const replies: string[] = []
    world.nurse.page.on('response', (reply) => {
      const { pathname } = new URL(reply.url())
      replies.push(`${reply.status()} ${pathname}`)
    })
    await world.goOnline()
    await expectAnsweredOnce(ids, ANSWERED_WITHIN_MS)
    // However many requests met the dead token, one of them renewed it for all.
    expect(replies.filter((reply) => reply.startsWith('401')).length).toBeGreaterThanOrEqual(1)
    expect(replies.filter((reply) => reply === '200 /v1/access')).toHaveLength(1)
    await expectWords('接続中')
  })

  it('for good keeps every check, and says so in words', async () => {
    const ids = await captureOffline('valid-10', 'invalid')
    await administer(world.data, '--revoke', await onlyDevice(world.data))
    await world.goOnline()
    await expectWords('端末の登録が無効')
    await world.nurse.page.reload()
    await world.nurse.unlock()
    await expectWords('端末の登録が無効')
    await world.nurse.page
      .getByRole('link', { name: /送信箱/ })
      .first()
      .click()
    await expectWords('この端末の登録は無効になっています')
    await expectWords('管理者に端末の登録し直しを頼んでください')
    const { outbox, sent, refused } = await readTablet(world.nurse.page)
    expect([outbox, sent, refused]).toEqual([ids, [], []])
    expect(ids.map((id) => world.asked().get(id))).toEqual([undefined, undefined])
  })
})
