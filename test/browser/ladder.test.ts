/**
 * 別の方法 in a real Chromium: an answer of 無効 leads into the ladder from ② on (R51). Then, without a line, a card does not
 * work (R50): every way is declined in turn, the tablet is locked meanwhile, and the share and what to say are left.
 */
import { describe, expect, it } from 'vitest'
import { waitForTablet } from '../../tools/player/tablet-data'
import { expectNoViolations, keepPictures } from '../support/look-at'
import { tellStory, WAIT } from '../support/story-world'

const PERSON = 'name-longest'
const INVALID = 'invalid'

const story = tellStory()
const { page, keys, button, heading, link, visitButton } = story

const now = () => page().locator('[data-way-now]')
const panel = (name: string) => page().getByRole('region', { name })

const press = (name: string | RegExp) => keys.press(button(name))

async function picture(name: string): Promise<void> {
  await keepPictures(page(), name, { fullPage: false })
  await keepPictures(page(), `${name}-full`)
}

/** The button that leads to the next way; null when there is none left. */
async function refuse(): Promise<string | null> {
  const actions = page().locator('.actions button.variant-secondary')
  if ((await actions.count()) === 0) return null
  const words = await actions.first().innerText()
  await keys.press(actions)
  return words
}

describe('an answer of 無効', () => {
  it('leads into the ladder from ② on, as a new check of the visit', async () => {
    await story.makeReady()
    story.world.layCard(INVALID)
    await story.world.nurse.beginVisit(story.world.nameOf(INVALID))
    await story.world.nurse.consent('同意しない')
    await story.world.nurse.typePin('1234')
    await story.world.nurse.seeSaved()
    await story.world.nurse.takeBack()
    await waitForTablet(page(), ({ answers }) => answers.length === 1, WAIT.timeout)
    await keys.press(link(/の結果を見る$/))
    await press('別の方法で確認する')
    await heading('別の方法').waitFor(WAIT)
    await now().waitFor(WAIT)
    await expect.poll(() => now().innerText()).toContain('資格情報のお知らせ')
    await expect.poll(() => panel('請求').innerText()).toContain('以前の資格の番号')
    await keys.press(page().locator('summary', { hasText: /^使えない方法と理由/ }))
    await expect
      .poll(() => page().locator('details').innerText())
      .toContain('マイナポータルにも表示されません')
    await expectNoViolations(page())
    await picture('ways-invalid')
  })
})

describe('a card that does not work, without a line', () => {
  const tried: string[] = []

  it('leads from the patient’s side to the one way to try now', async () => {
    story.world.reader.remove()
    await story.world.nurse.openVisits()
    await story.world.goOffline()
    await story.world.nurse.beginVisit(story.world.nameOf(PERSON))
    await story.world.nurse.consent('同意しない')
    await press('カードが使えない')
    await press('スタッフの方はこちら')
    await press('スタッフの画面に戻る')
    await heading('別の方法').waitFor(WAIT)
    await now().waitFor(WAIT)
    await expect.poll(() => page().getByLabel('困っていること').inputValue()).toBe('unreadable')
    await expect
      .poll(() => page().locator('blockquote').first().innerText())
      .toContain('保険には影響ありません')
    await expectNoViolations(page())
    await picture('ways')
  })

  it('goes on to the next with each refusal, the focus on what is new', async () => {
    tried.push(await now().innerText())
    expect(await refuse()).not.toBeNull()
    await expect.poll(() => now().innerText()).not.toBe(tried[0])
    tried.push(await now().innerText())
    await expect
      .poll(() => now().evaluate((element) => element === document.activeElement))
      .toBe(true)
    await expectNoViolations(page())
    await picture('ways-second')
  })

  it('is taken up where it was after the tablet was locked', async () => {
    await page().reload()
    await story.world.nurse.unlock()
    await story.world.nurse.openVisits()
    await keys.press(visitButton(PERSON, '続きから.*'))
    await heading('確認をはじめる').waitFor(WAIT)
    await press('カードが使えない')
    await now().waitFor(WAIT)
    await expect.poll(() => now().innerText()).toBe(tried.at(-1))
    await expect.poll(() => panel('できなかった方法').innerText()).toContain(tried[0])
  })

  it('is at its end with the share to ask for, never 10割, and with what the claim still needs', async () => {
    while ((await refuse()) !== null) {
      await expect.poll(() => now().innerText()).not.toBe(tried.at(-1))
      tried.push(await now().innerText())
      expect(tried.length).toBeLessThan(12)
    }
    expect(tried.at(-1)).toBe('ここでできる方法はすべて試しました')
    expect(tried.join()).toContain('マイナポータル')
    expect(tried.join()).toContain('資格情報のお知らせ')
    await expect.poll(() => panel('それまでの負担割合').innerText()).toMatch(/[23]割|1〜3割/)
    expect(await page().locator('main').innerText()).not.toMatch(/10割/)
    await expect.poll(() => panel('請求').innerText()).toMatch(/請求/)
    await expect.poll(() => page().locator('a[href="tel:08000804583"]').count()).toBe(1)
    await expectNoViolations(page())
    await picture('ways-end')
  })
})
