import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { failed } from '../../domain/outcome'
import UnlockPage from '../../src/pages/unlock-page.vue'
import { useDeviceStore } from '../../src/stores/device'
import type { FakeWorld } from '../support/fake-services'
import { arriveAt, findAction, mountPage } from './mount-page'

const show = (prepare: (world: FakeWorld) => void = () => undefined, path = '/unlock') =>
  mountPage(UnlockPage, { path, prepare, unlocked: false })

const two = (world: FakeWorld): void => {
  world.info = {
    ...world.info,
    staffOnDevice: [
      { id: 'staff-1', name: '看護　太郎', method: 'passcode' },
      { id: 'staff-2', name: '訪問　美咲', method: 'passkey' },
    ],
  }
}

describe('解錠', () => {
  it('names the facility and the people of this device', async () => {
    const { page } = await show(two)
    expect(page.text()).toContain('訓練訪問看護ステーション')
    expect(page.findAll('input[type="radio"]')).toHaveLength(2)
  })

  it('says so where nobody on this device is among the people of the facility any more', async () => {
    const { page } = await show((world) => {
      world.info = { ...world.info, staffOnDevice: [] }
    })
    expect(page.text()).toContain('この施設の利用者から外れたため')
    expect(page.find('form').exists()).toBe(false)
  })

  it('has the only person chosen already', async () => {
    const { page } = await show()
    expect(page.find('input[type="password"]').exists()).toBe(true)
  })

  it('chooses nobody among several', async () => {
    const { page } = await show(two)
    expect(page.find('input[type="password"]').exists()).toBe(false)
    expect(findAction(page, '解錠する').attributes('aria-disabled')).toBe('true')
  })

  it('opens with the passcode, by Enter as well, and goes to the visits', async () => {
    const { page, router } = await show()
    await page.get('input[type="password"]').setValue('correct horse')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(useDeviceStore().phase).toBe('unlocked')
    await arriveAt(router, '/visits')
  })

  it('goes on to where the reader wanted to go', async () => {
    const { page, router } = await show(undefined, '/unlock?next=/outbox')
    await page.get('input[type="password"]').setValue('correct horse')
    await page.get('form').trigger('submit')
    await flushPromises()
    await arriveAt(router, '/outbox')
  })

  it.each(['//evil.example', 'https://evil.example'])('is not sent away to %s', async (next) => {
    const { page, router } = await show(undefined, `/unlock?next=${encodeURIComponent(next)}`)
    await page.get('input[type="password"]').setValue('correct horse')
    await page.get('form').trigger('submit')
    await flushPromises()
    await arriveAt(router, '/visits')
  })

  it('opens with a passkey without asking for anything typed', async () => {
    const { page } = await show(two)
    await page.get('input[value="staff-2"]').setValue(true)
    expect(page.find('input[type="password"]').exists()).toBe(false)
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(useDeviceStore().currentStaff?.id).toBe('staff-2')
  })

  it('asks for the passcode before it counts a try', async () => {
    const { page } = await show()
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(page.get('[role="alert"]').text()).toContain('パスコードを入力してください')
    expect(useDeviceStore().phase).toBe('locked')
  })

  it('empties the field and says so after a wrong passcode, with the tries left', async () => {
    const { page, world } = await show((world) => {
      world.unlockResult = failed('TZ-D05')
    })
    world.info = { ...world.info, triesLeft: 3 }
    await page.get('input[type="password"]').setValue('wrong horse')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect((page.get('input[type="password"]').element as HTMLInputElement).value).toBe('')
    expect(page.text()).toContain('パスコードが違います。')
    expect(page.text()).toContain('あと3回間違えると、端末の患者情報を消去します')
    expect(page.text()).toContain('未送信の確認は消えません')
  })

  it('does not threaten while no try was wrong', async () => {
    expect((await show()).page.text()).not.toContain('消去します')
  })

  it('says that the vault is gone, and why', async () => {
    const { page } = await show((world) => {
      world.info = { ...world.info, erased: 'TZ-D06' }
    })
    expect(page.get('[role="alert"]').text()).toContain('未送信の確認は残っており')
  })

  it('says what waits, and that it is sent while locked', async () => {
    const { page } = await show((world) => {
      world.counts = { waiting: 3, refused: 0, awaiting: 0, answered: 0 }
    })
    // After the first paint: nobody has to wait for a number to unlock.
    expect(page.text()).not.toContain('未送信 3件')
    await vi.waitFor(() => expect(page.text()).toContain('未送信 3件'), { timeout: 3_000 })
    expect(page.text()).toContain('施錠中も自動で送信します')
  })
})
